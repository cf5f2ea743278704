"""The basic pension of the state."""

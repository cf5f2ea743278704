"""Health insurance paid by the state."""

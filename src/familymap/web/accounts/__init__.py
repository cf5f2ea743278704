"""People who sign in: who they are, what their duties open, and how they come in."""

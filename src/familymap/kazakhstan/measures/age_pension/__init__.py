"""Notice that the pension age is reached."""

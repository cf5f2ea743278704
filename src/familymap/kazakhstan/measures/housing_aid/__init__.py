"""Help with the costs of the home."""

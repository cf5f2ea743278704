"""Measures: for each unit due, not due or cannot tell; why, how much, to whom, and whether it is received."""

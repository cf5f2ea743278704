"""The monthly allowance of a parent who raises a child with a disability."""

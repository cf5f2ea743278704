"""The monthly allowance of a child with a disability."""

"""The monthly allowance of an adult with a disability."""

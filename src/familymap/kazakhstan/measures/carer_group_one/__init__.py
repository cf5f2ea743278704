"""The monthly allowance of whoever cares for an adult with disability of group 1."""

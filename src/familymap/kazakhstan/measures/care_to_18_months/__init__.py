"""The monthly allowance for the care of an infant whose parent has no social insurance."""

"""Who belongs together: families by law and households by address, with the evidence of every membership."""

"""Half of the rent for those who wait for a dwelling."""

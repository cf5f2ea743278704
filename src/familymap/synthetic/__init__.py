"""A made-up country with the truth known: people, families, all registers, with realistic errors."""

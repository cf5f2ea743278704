"""The facts of a person, family and household that Kazakhstan's registers give, by dimension."""

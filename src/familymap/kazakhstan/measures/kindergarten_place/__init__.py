"""A place in a kindergarten."""

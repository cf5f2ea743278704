"""A place in the queue for a dwelling."""

"""Why something is due, not due or cannot be told: worked out as data, told in plain words."""

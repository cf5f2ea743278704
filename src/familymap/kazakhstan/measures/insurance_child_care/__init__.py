"""What the social insurance fund pays while a parent cares for a small child."""

"""What the social insurance fund pays for the loss of the capacity to work."""

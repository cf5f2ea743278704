"""What the social insurance fund pays for the time of pregnancy and birth."""

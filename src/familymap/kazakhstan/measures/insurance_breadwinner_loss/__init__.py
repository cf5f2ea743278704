"""What the social insurance fund pays for the loss of a breadwinner."""

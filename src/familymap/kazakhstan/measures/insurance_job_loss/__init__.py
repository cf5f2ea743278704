"""What the social insurance fund pays after the loss of a job."""

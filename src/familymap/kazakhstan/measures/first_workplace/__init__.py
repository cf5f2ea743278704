"""First workplace: a workplace whose wage the state pays, for young people who have never worked."""

"""Finding a family and reading its card: search, card, why, paper; one door through which all of it goes."""

"""Youth practice: a paid workplace in one's profession for graduates who are registered as unemployed."""

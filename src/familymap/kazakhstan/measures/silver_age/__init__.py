"""Silver age: a subsidised workplace for the unemployed in the years before their pension."""

"""Hot meals at school free of charge."""

"""The monthly supplement of targeted assistance for children from one to six."""

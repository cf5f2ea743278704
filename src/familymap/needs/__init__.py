"""What is due and not received, what no measure relieves, and how much of it there is where."""

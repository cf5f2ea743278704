"""What Kazakhstan calls a lack, and the methods by which wellbeing is judged."""

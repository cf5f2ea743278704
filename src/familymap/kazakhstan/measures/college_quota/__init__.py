"""State places in colleges that are kept for groups of school-leavers."""

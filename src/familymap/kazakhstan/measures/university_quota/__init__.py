"""State grants of universities that are kept for groups of school-leavers."""

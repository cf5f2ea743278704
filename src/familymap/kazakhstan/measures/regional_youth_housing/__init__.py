"""Housing loans for young families that a region gives on its own terms."""

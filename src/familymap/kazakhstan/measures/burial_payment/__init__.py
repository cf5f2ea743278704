"""The payment for a burial."""

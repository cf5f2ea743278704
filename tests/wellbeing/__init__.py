"""The room of wellbeing: methods, scores, bounds."""

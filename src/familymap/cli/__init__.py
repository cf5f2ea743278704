"""The verbs a person types."""

from familymap.cli.main import app, main

__all__ = ["app", "main"]

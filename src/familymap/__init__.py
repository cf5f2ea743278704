"""Family Map: finds every family that is due support and does not get it."""

__version__ = "0.1.0"

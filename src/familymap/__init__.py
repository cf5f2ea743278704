"""Family Map: finds every family that is due support and does not get it."""

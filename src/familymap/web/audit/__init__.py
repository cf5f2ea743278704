"""The log of who looked at what: it only grows, is sealed in batches, and shows every change made to it."""

"""The steward's pages: what came in, what is in quarantine and why, and rows that only a human can place."""

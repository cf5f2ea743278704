"""Turns accepted register rows into persons: one per human, and for every row who it speaks of and why.

Knows no country: letters, endings, thresholds, blocks and weights come in as data (`people.linkage`).
"""

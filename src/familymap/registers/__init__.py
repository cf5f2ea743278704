"""Registers: extracts as delivered become accepted rows, quarantined rows with reasons, and a receipt."""

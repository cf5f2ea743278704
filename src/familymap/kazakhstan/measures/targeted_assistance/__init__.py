"""Targeted social assistance: money up to the poverty line for families with little income."""

"""The monthly allowance of families with four or more children."""

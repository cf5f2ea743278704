"""The monthly allowance of mothers with a state award for many children."""

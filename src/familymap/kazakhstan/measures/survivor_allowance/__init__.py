"""The monthly allowance of families that lost their breadwinner."""

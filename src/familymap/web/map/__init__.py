"""The map: any figure of a publication by area, as picture, table and file; all say the same."""

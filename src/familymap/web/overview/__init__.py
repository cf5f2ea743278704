"""The first page: how families are, in ten seconds. Every number comes from the published figures."""

"""The grant paid once for every child that is born."""

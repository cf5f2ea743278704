"""Zhas Project: small grants for young people who neither work nor study."""

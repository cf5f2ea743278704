"""Youth labour detachments: paid seasonal work for young people."""

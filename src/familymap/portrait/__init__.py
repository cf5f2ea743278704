"""The portrait: what is known of every person, family and household before any law is asked."""

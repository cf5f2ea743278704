"""Contract of generations: a young graduate works beside somebody who is about to retire."""

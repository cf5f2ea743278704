"""Publishing: a sealed run becomes the one that people see, in one step, and the last one is kept to go
back to.

`current(store)` is what everybody reads, `publish` and `go_back` change it, `limits.breaches` says what
speaks against a run. See docs/publishing.md.
"""

from familymap.web.publishing.publication import Publication, PublishingError, current
from familymap.web.publishing.publish import NotPublished, go_back, publish

__all__ = ["NotPublished", "Publication", "PublishingError", "current", "go_back", "publish"]

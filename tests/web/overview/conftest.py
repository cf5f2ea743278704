"""The overview is tested on the same villages as the map."""

from tests.web.map.conftest import nothing_published, shown, villages

__all__ = ["nothing_published", "shown", "villages"]

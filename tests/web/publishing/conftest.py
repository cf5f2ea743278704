"""See stores.py."""

from tests.web.publishing.stores import database, declared_once, either, module_store, run, server, store

__all__ = ["database", "declared_once", "either", "module_store", "run", "server", "store"]

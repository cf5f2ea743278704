"""Where the key, its public half, the head and the last check are kept: files apart from the database."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from familymap.web.audit.keys import public_path


@dataclass(frozen=True)
class Places:
    """The files beside the log. Only who seals needs to reach `signing_key`."""

    signing_key: Path
    public_key: Path
    head: Path

    @property
    def last_check(self) -> Path:
        """What the last whole check found."""
        return self.head.with_name("last_check.json")


def places() -> Places:
    """`<store>/audit/`, or what FAMILYMAP_AUDIT_KEY_FILE, …_PUBLIC_KEY_FILE and …_HEAD name."""
    folder = Path(settings.FAMILYMAP_STORE) / "audit"
    signing = Path(os.environ.get("FAMILYMAP_AUDIT_KEY_FILE", folder / "signing_key"))
    return Places(
        signing,
        Path(os.environ.get("FAMILYMAP_AUDIT_PUBLIC_KEY_FILE", public_path(signing))),
        Path(os.environ.get("FAMILYMAP_AUDIT_HEAD", folder / "head.txt")),
    )

"""What can keep the log from being sealed or checked, each with the sentence for the person who asked."""

from pathlib import Path

from django.utils.translation import gettext as _


class AuditError(RuntimeError):
    """The log cannot be sealed or checked; the text says why and what to do."""


class BadKey(AuditError):
    """The key that signs the log, or its public half, cannot be used."""

    @classmethod
    def open_to_others(cls, path: Path) -> "BadKey":
        """Others may read the file."""
        said = _("Others can read the key {path}. Allow only its owner: chmod 600 {path}")
        return cls(said.format(path=path))

    @classmethod
    def unreadable(cls, path: Path) -> "BadKey":
        """The file holds something else."""
        said = _("{path} is not an Ed25519 key. Put the right key there from its backup.")
        return cls(said.format(path=path))

    @classmethod
    def missing(cls, path: Path) -> "BadKey":
        """There is no such file."""
        said = _("There is no key {path}. Seal the log once, or name the file of the public key.")
        return cls(said.format(path=path))


class NotSealed(AuditError):
    """Nothing was sealed just now."""

    @classmethod
    def head_differs(cls) -> "NotSealed":
        """Sealing on would bury what is wrong."""
        return cls(_("The log and its head do not agree. See what is wrong first: familymap audit verify"))

    @classmethod
    def still_open(cls, seconds: float) -> "NotSealed":
        """Somebody's transaction does not end."""
        said = _("Work that writes to the log has been open for more than {seconds} s. Seal again later.")
        return cls(said.format(seconds=round(seconds)))

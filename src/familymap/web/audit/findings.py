"""What a check of the log can find, each told in one sentence."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _


class Kind(StrEnum):
    """One kind of tampering or damage."""

    edited = "edited"
    removed = "removed"
    forged = "forged"
    moved = "moved"
    forged_below = "forged_below"
    leaves_changed = "leaves_changed"
    not_told_which = "not_told_which"
    seal_changed = "seal_changed"
    seal_missing = "seal_missing"
    seal_not_chained = "seal_not_chained"
    cut_off = "cut_off"
    head_differs = "head_differs"
    head_damaged = "head_damaged"
    head_cut = "head_cut"
    head_missing = "head_missing"


@dataclass(frozen=True)
class Finding:
    """What is wrong, with the entry or the seal it is about (None where it is about neither).

    `other` is the entry whose content stands here, or the last entry of a range.
    """

    kind: Kind
    entry: int | None = None
    seal: int | None = None
    other: int | None = None

    def __str__(self) -> str:
        return _sentence(self.kind).format(entry=self.entry, seal=self.seal, other=self.other)


def _sentence(kind: Kind) -> str:
    return {
        Kind.edited: _("Entry {entry} was changed after it was sealed (seal {seal})."),
        Kind.removed: _("Entry {entry} was removed after it was sealed (seal {seal})."),
        Kind.forged: _("Entry {entry} was put in later: seal {seal} does not know it."),
        Kind.moved: _("In the place of entry {entry} stands what was sealed as entry {other} (seal {seal})."),
        Kind.forged_below: _("Entry {entry} was put in below the first seal."),
        Kind.leaves_changed: _("The list by which entries are found was changed in seal {seal}."),
        Kind.not_told_which: _(
            "Entries {entry} to {other} are not as they were sealed; the list that tells which "
            "was changed too (seal {seal})."
        ),
        Kind.seal_changed: _("Seal {seal} was changed, or made without the key: its signature is not valid."),
        Kind.seal_missing: _("Seal {seal} was removed."),
        Kind.seal_not_chained: _("Seal {seal} does not follow the seal before it."),
        Kind.cut_off: _("The head knows seal {seal} (up to entry {entry}); the log no longer has it."),
        Kind.head_differs: _("Seal {seal} is not the one that the head knows."),
        Kind.head_damaged: _("Line {seal} of the head was changed."),
        Kind.head_cut: _("The head ends before seal {seal}: lines were removed from it."),
        Kind.head_missing: _("The head is missing. Without it nobody can tell whether seals were cut off."),
    }[kind]

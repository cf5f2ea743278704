"""What is wrong with a file of boundaries: sentences with their places, said in the reader's language."""

from collections.abc import Sequence

from familymap.texts import translator


class Fault:
    """One sentence; a place of it may be another fault."""

    def __init__(self, english: str, /, **places: object) -> None:
        self.english, self.places = english, places

    def text(self, language: str) -> str:
        """The sentence in kk, ru or en."""
        filled = {
            name: value.text(language) if isinstance(value, Fault) else value
            for name, value in self.places.items()
        }
        return translator("places", language)(self.english).format(**filled)


class BadBoundaries(ValueError):
    """A file of boundaries cannot be used; each line names file, feature, trouble and mend."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(fault.text("en") for fault in faults))
        self.faults: Sequence[Fault] = faults

    def text(self, language: str) -> str:
        """All of it in kk, ru or en."""
        return "\n".join(fault.text(language) for fault in self.faults)

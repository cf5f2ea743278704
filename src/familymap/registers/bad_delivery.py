"""The one exception that refuses a whole delivery, told in the reader's language."""

from dataclasses import dataclass, field

from familymap.texts import translator

DOMAIN = "registers"


@dataclass
class BadDelivery(Exception):
    """A delivery that cannot be received; nothing of it was written.

    `problem` and `mend` are English sentences with %(name)s places that `values` fill. `file`, `row` (data
    row, 1-based) and `column` tell where.
    """

    problem: str
    mend: str
    file: str
    row: int | None = None
    column: str | None = None
    values: dict[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """Where, what, and what to do, in kk, ru or en."""
        say = translator(DOMAIN, language)
        where = [self.file]
        if self.row is not None:
            where.append(say("row %(row)s") % {"row": self.row})
        if self.column is not None:
            where.append(say("column %(column)s") % {"column": self.column})
        told = {
            name: value[language] if isinstance(value, dict) else value for name, value in self.values.items()
        }
        return f"{', '.join(where)}: {say(self.problem) % told} {say(self.mend) % told}"

    def __str__(self) -> str:
        return self.text("en")

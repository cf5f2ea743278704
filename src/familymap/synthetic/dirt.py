"""How an office writes a person down: the identity columns of a register row, with that register's errors.

Every kind of error has a share per register in registers.yaml. One draw decides about the number, one about
the spelling, one about the date, one about each name; a draw belongs to the row, so an exact duplicate of a
row carries the same errors.
"""

from dataclasses import dataclass

from familymap.synthetic.draws import Draws, threshold
from familymap.synthetic.name_forms import AS_WRITTEN, DRAFT_LATIN, FORMS, PASSPORT_LATIN, RUSSIFIED
from familymap.synthetic.register_parameters import RegisterParameters

IDENTITY = ("iin", "surname", "given_name", "patronymic", "birth_date")
OWNED = ("iin", "relative_iin", "surname_no", "birth_surname_no", "given_no", "patronymic_no", "birth_date")


@dataclass(frozen=True)
class Mention:
    """One person named in the rows of a register: `prefix` stands before the identity columns.

    The rows hold the person's number as `person_no` (`<prefix>_no` where a prefix is given). `surname` names
    the surname written by a faultless clerk: the one of today or the one from birth.
    """

    role: str
    prefix: str = ""
    surname: str = "surname"

    def column(self, name: str) -> str:
        return f"{self.prefix}_{name}" if self.prefix else name

    @property
    def number(self) -> str:
        return f"{self.prefix}_no" if self.prefix else "person_no"


class Clerk:
    """Writes the SQL of one mention for one register. `key` is the row's number in the register."""

    def __init__(self, register: str, mention: Mention, parameters: RegisterParameters, draws: Draws) -> None:
        self.register, self.mention, self.parameters, self.draws = register, mention, parameters, draws
        self.only_russian_letters = parameters.formats[register].get("encoding") == "cp1251"

    def share(self, kind: str) -> float:
        return self.parameters.dirt(kind, self.register)

    def bits(self, purpose: str) -> str:
        return self.draws.bits("source_key", f"{self.register} {self.mention.role} {purpose}")

    def written(self, alias: str) -> list[str]:
        """Identity columns taken from `alias` (a row of `identity`) with name numbers instead of names."""
        column = self.mention.column
        return [
            f"{self._iin(alias)} as {column('iin')}",
            f"{self._birth_date(alias)} as {column('birth_date')}",
            f"{self._form()} as {column('name_form')}",
            f"{self._surname_no(alias)} as {column('surname_no')}",
            f"{alias}.given_no as {column('given_no')}",
            f"{self._patronymic_no(alias)} as {column('patronymic_no')}",
        ]

    def spelled(self) -> list[str]:
        """The same columns with names in letters; the joins of `spelling_joins` stand beside."""
        column = self.mention.column
        return [
            column("iin"),
            *(
                f"{self._typo(f'{column(name)}_form.spelling', name)} as {column(name)}"
                for name in ("surname", "given_name", "patronymic")
            ),
            column("birth_date"),
        ]

    def spelling_joins(self) -> str:
        column = self.mention.column
        return " ".join(
            f"left join name_form {column(name)}_form "
            f"on {column(name)}_form.form_no = {column(number)} * {FORMS} + {column('name_form')}"
            for name, number in (
                ("surname", "surname_no"),
                ("given_name", "given_no"),
                ("patronymic", "patronymic_no"),
            )
        )

    def _iin(self, alias: str) -> str:
        bits = self.bits("iin")
        missing, mistyped, relative = (
            self.share(kind) for kind in ("missing_iin", "mistyped_iin", "relative_iin")
        )
        return (
            f"case when {bits} < {threshold(missing)} then null "
            f"when {bits} < {threshold(missing + mistyped)} then {self._mistyped(f'{alias}.iin')} "
            f"when {bits} < {threshold(missing + mistyped + relative)} "
            f"then coalesce({alias}.relative_iin, {alias}.iin) else {alias}.iin end"
        )

    def _mistyped(self, iin: str) -> str:
        """Two of three: one digit wrong. One of three: two neighbours change places."""
        bits = self.bits("which digit")
        place = f"(1 + {bits} % 11)::bigint"
        other = f"((substr({iin}, {place}, 1)::bigint + 1 + ({bits} >> 16) % 9) % 10)::bigint"
        one_digit = f"substr({iin}, 1, {place} - 1) || {other} || substr({iin}, {place} + 1)"
        swap = (
            f"substr({iin}, 1, {place} - 1) || substr({iin}, {place} + 1, 1) || substr({iin}, {place}, 1) "
            f"|| substr({iin}, {place} + 2)"
        )
        return f"case when ({bits} >> 32) % 3 < 2 then {one_digit} else {swap} end"

    def _birth_date(self, alias: str) -> str:
        """Half of the wrong dates: day and month change places; the rest: a day too early or too late."""
        bits = self.bits("birth date")
        born = f"{alias}.birth_date"
        swapped = f"make_date(year({born}), day({born}), month({born}))"
        shifted = f"({born} + case when ({bits} >> 1) % 2 = 0 then 1 else -1 end)::date"
        wrong = f"case when {bits} % 2 = 0 and day({born}) <= 12 then {swapped} else {shifted} end"
        return f"case when {bits} < {threshold(self.share('wrong_birth_date'))} then {wrong} else {born} end"

    def _form(self) -> str:
        bits = self.bits("spelling")
        romanised, russified = self.share("romanised"), self.share("russified")
        plain = RUSSIFIED if self.only_russian_letters else AS_WRITTEN
        draft = PASSPORT_LATIN if self.only_russian_letters else DRAFT_LATIN
        return (
            f"case when {bits} < {threshold(romanised / 2)} then {PASSPORT_LATIN} "
            f"when {bits} < {threshold(romanised)} then {draft} "
            f"when {bits} < {threshold(romanised + russified)} then {RUSSIFIED} else {plain} end"
        )

    def _surname_no(self, alias: str) -> str:
        if self.mention.surname == "birth_surname":
            return f"{alias}.birth_surname_no"
        earlier = f"{self.bits('surname')} < {threshold(self.share('earlier_surname'))}"
        return f"case when {earlier} then {alias}.birth_surname_no else {alias}.surname_no end"

    def _patronymic_no(self, alias: str) -> str:
        missing = f"{self.bits('patronymic')} < {threshold(self.share('missing_patronymic'))}"
        return f"case when {missing} then null else {alias}.patronymic_no end"

    def _typo(self, text: str, name: str) -> str:
        """A letter left out, two neighbours swapped, or a letter doubled; never in the first letter."""
        bits = self.bits(f"typo in {name}")
        place = f"(2 + ({bits} >> 8) % greatest(length({text}) - 2, 1)::ubigint)::bigint"
        before, letter = f"substr({text}, 1, {place} - 1)", f"substr({text}, {place}, 1)"
        after = f"substr({text}, {place} + 1)"
        swapped = f"{before} || substr({text}, {place} + 1, 1) || {letter} || substr({text}, {place} + 2)"
        return (
            f"case when {bits} < {threshold(self.share('typo'))} and length({text}) > 3 then "
            f"case {bits} % 3 when 0 then {before} || {after} when 1 then {swapped} "
            f"else {before} || {letter} || {letter} || {after} end else {text} end"
        )

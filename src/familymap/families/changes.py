"""Who changed between two runs: whose record differs, or who is named on a register row that differs.

For a run that follows a sealed one. The tables of the sealed run, and the registers as it read them, are
offered as `previous_<name>`.
"""

from familymap.engine.steps import Step
from familymap.families.nearby import ROLES, links

WATCHED = {
    "marriages": ("act_no", "marriage_date"),
    "divorces": ("act_no", "divorce_date"),
    "births": ("act_no", "act_date"),
    "guardianship": ("order_no", "kind", "valid_from", "valid_to"),
    "addresses": ("registration_no", "kato", "address_code", "kind", "registered_from", "registered_to"),
    "school": ("enrolment_no", "enrolled_on", "left_on"),
    "students": ("enrolment_no", "form", "enrolled_on", "left_on"),
    "disability": ("certificate_no", "since_childhood", "valid_from", "valid_to"),
    "person": ("person_id", "birth_date", "death_date", "kato"),
}
"""Table → the columns that families are drawn from, the key first."""

TABLES = (*WATCHED, *(link for register in ROLES for link in links(register)))
PREVIOUS = tuple(f"previous_{table}" for table in TABLES)


def _differing(now: str, before: str, columns: tuple[str, ...]) -> str:
    """SQL: the keys of the rows that are in one table only or hold another value."""
    key, *others = columns
    values = "".join(f" or a.{column} is distinct from b.{column}" for column in others)
    return (
        f"select coalesce(a.{key}, b.{key}) as changed_key from {now} a "
        f"full join {before} b on b.{key} = a.{key} where a.{key} is null or b.{key} is null{values}"
    )


def _changed_person(*tables: str) -> str:
    now = dict(zip(TABLES, tables, strict=False))
    before = dict(zip(TABLES, tables[len(TABLES) :], strict=True))
    named = [_differing(now["person"], before["person"], WATCHED["person"])]
    for register in ROLES:
        rows = [_differing(now[register], before[register], WATCHED[register])] + [
            _differing(now[link], before[link], ("source_key", "person_id")) for link in links(register)
        ]
        keys = " union ".join(rows)
        named += [
            f"select person_id as changed_key from {when[link]} where source_key in ({keys})"
            for when in (now, before)
            for link in links(register)
        ]
    every = " union all ".join(named)
    return f"select distinct changed_key as person_id from ({every}) named where changed_key is not null"


changed_person = Step(
    name="changed_person",
    meaning="Everybody whose record differs from the previous run's, or who stands on a row that differs.",
    needs=(*TABLES, *PREVIOUS),
    build=_changed_person,
    key=("person_id",),
    sealed=False,
)

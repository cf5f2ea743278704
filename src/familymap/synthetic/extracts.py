"""What a register's extract is made of, and the SQL that writes it.

An extract is declared with its clean rows (who is meant and what is true) and the columns it delivers. From
it come two selections: the rows as delivered, with that register's errors, and who each row really is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from familymap.synthetic.dirt import IDENTITY, Clerk, Mention
from familymap.synthetic.draws import Draws
from familymap.synthetic.register_parameters import RegisterParameters

PERSON = (Mention("person"),)
NEVER = "1015-03-01"


@dataclass(frozen=True)
class Extract:
    """One register's extract.

    `rows` is a SELECT with `source_key`, the number of each mentioned person (see Mention) and the columns of
    `payload` as they truly are. With `own_identity` it also brings the columns OWNED along, which saves a
    join. `code_column` suffers wrong codes, `date_column` impossible dates. `events` delivers what came since
    the last delivery, otherwise the newest delivery is the whole truth.
    """

    register: str
    key: str
    rows: str
    payload: Sequence[str]
    mentions: Sequence[Mention] = PERSON
    order: Sequence[str] = ()
    code_column: str = ""
    wrong_code: str = ""
    date_column: str = ""
    own_identity: bool = False
    events: bool = False

    def columns(self) -> tuple[str, ...]:
        """The delivered columns in their order: the declared one, or key, identities, payload."""
        identities = [mention.column(name) for mention in self.mentions for name in IDENTITY]
        return tuple(self.order) or (self.key, *identities, *self.payload)


def delivered_sql(
    extract: Extract, clean: str, parameters: RegisterParameters, draws: Draws, date_form: str | None
) -> str:
    """The extract as delivered, in the order of its key. `date_form` is that of a CSV, None for Parquet.

    `clean` is the SQL of the extract's clean rows, of all of them or of a stretch of keys.
    """
    clerks = [Clerk(extract.register, mention, parameters, draws) for mention in extract.mentions]
    written = ["listed.source_key", *(f"listed.{column}" for column in extract.payload)]
    spelled = {extract.key: f"source_key as {extract.key}"}
    joins = ""
    for clerk in clerks:
        alias = "listed" if extract.own_identity else f"who_{clerk.mention.role}"
        if not extract.own_identity:
            joins += f" left join identity {alias} on {alias}.person_no = listed.{clerk.mention.number}"
        written += clerk.written(alias)
        names = (clerk.mention.column(name) for name in IDENTITY)
        spelled.update(zip(names, clerk.spelled(), strict=True))
    for column in extract.payload:
        spelled[column] = f"{_payload(extract, column, parameters, draws, date_form)} as {column}"
    selected = ", ".join(spelled[column] for column in extract.columns())
    spelling = " ".join(clerk.spelling_joins() for clerk in clerks)
    twice = draws.chance(
        "source_key", f"{extract.register} duplicate", parameters.dirt("duplicate", extract.register)
    )
    return (
        "with listed as ("
        f"select clean.* from {clean} clean, range(2) copies(copy) where copy = 0 or {twice}), "
        f"drawn as (select {', '.join(written)} from listed{joins}) "
        f"select {selected} from drawn {spelling} order by {extract.key}"
    )


def truth_sql(extract: Extract, clean: str) -> str:
    """Who each row of `clean` really is: source_key, role, person_no (NULL = nobody of this country)."""
    named = " union all ".join(
        f"select source_key, {place} as place, '{mention.role}' as role, "
        f"case when {mention.number} > 0 then {mention.number} end as person_no "
        f"from {clean} where {mention.number} is not null"
        for place, mention in enumerate(sorted(extract.mentions, key=lambda mention: mention.role))
    )
    return f"select source_key, role, person_no from ({named}) order by source_key, place"


def _payload(
    extract: Extract, column: str, parameters: RegisterParameters, draws: Draws, date_form: str | None
) -> str:
    register = extract.register
    if column == extract.code_column:
        wrong = draws.chance("source_key", f"{register} wrong code", parameters.dirt("wrong_code", register))
        return f"case when {wrong} then '{extract.wrong_code}' else {column} end"
    if column == extract.date_column:
        share = parameters.dirt("impossible_date", register)
        wrong = draws.chance("source_key", f"{register} impossible date", share)
        return f"case when {wrong} then {_impossible(column, date_form)} else {_plain(column, date_form)} end"
    return column


def _plain(column: str, date_form: str | None) -> str:
    return column if date_form is None else f"strftime({column}, '{date_form}')"


def _impossible(column: str, date_form: str | None) -> str:
    """In text a day that no calendar has or a year a thousand years ago; in Parquet the latter or 2099."""
    if date_form is None:
        return f"case when source_key % 2 = 0 then date '{NEVER}' else date '2099-01-01' end"
    no_day = date_form.replace("%d", "30").replace("%m", "02").replace("%Y", "2015")
    return f"case when source_key % 2 = 0 then strftime(date '{NEVER}', '{date_form}') else '{no_day}' end"

"""The spine: one row per human, made from the population register and the acts of birth.

In three strides: population rows with a number of their own; population rows without one that resemble
nobody; newborn children whom the population register does not have yet.
"""

from collections.abc import Sequence

from familymap.engine.steps import Step
from familymap.people.claims import BANDED, NAMES, Stage
from familymap.people.identity import with_ids
from familymap.people.linkage import Linkage
from familymap.people.names import spellings
from familymap.people.number import valid
from familymap.people.scorer import bands
from familymap.people.subjects import Subject

PERSON_COLUMNS = (
    "person_id, iin, surname, given_name, patronymic, birth_date, sex, kato, spine_register, spine_key"
)
SKELETONS = "surname_skeleton, given_name_skeleton, patronymic_skeleton"
SPINE_COLUMNS = f"{PERSON_COLUMNS}, {SKELETONS}"


def number_keeper(population: Subject) -> Step:
    """Who keeps a number that stands twice: the record that had it in the run before, else the lowest key."""

    def build(register: str, previous: str) -> str:
        return f"""
            with twice as (
                select {population.iin} as iin from {register}
                where {population.iin} is not null group by {population.iin} having count(*) > 1
            )
            select t.iin, coalesce(min(p.spine_key), min(s.{population.key})) as spine_key
            from twice as t
            join {register} as s on s.{population.iin} = t.iin
            left join {previous} as p on p.spine_register = '{population.register}'
                and p.spine_key = s.{population.key}
            group by t.iin"""

    return Step(
        name="number_keeper",
        meaning="Personal numbers that stand twice in the population register, and who keeps them.",
        needs=(population.register, "previous_person"),
        build=build,
        key=("iin",),
        sealed=False,
    )


def numbered(population: Subject, linkage: Linkage) -> Step:
    """Population rows with a valid number of their own, but for those that a human gave to somebody else."""

    def build(
        register: str, keeper: str, previous: str, decision: str, surnames: str, given: str, patronymics: str
    ) -> str:
        people = f"""
            select s.{population.key} as spine_key, {population.description()},
                {population.column("sex", "varchar")},
                sn.skeleton as surname_skeleton, gn.skeleton as given_name_skeleton,
                pn.skeleton as patronymic_skeleton
            from {register} as s
            left join {keeper} as k on k.iin = s.{population.iin}
            left join {surnames} as sn on sn.raw = s.{population.surname}
            left join {given} as gn on gn.raw = s.{population.given_name}
            left join {patronymics} as pn on pn.raw = s.{population.patronymic}
            where {valid(f"s.{population.iin}", linkage.number)}
                and (k.spine_key is null or k.spine_key = s.{population.key})"""
        return f"""
            select i.person_id, i.iin, i.surname, i.given_name, i.patronymic, i.birth_date, i.sex,
                i.place as kato,
                '{population.register}' as spine_register, i.spine_key, {SKELETONS}, i.is_new
            from ({with_ids(people, population, previous, ())}) as i
            left join {decision} as d on d.register = '{population.register}' and d.role = '{population.role}'
                and d.source_key = i.spine_key
            where coalesce(d.person_id = i.person_id, true)"""

    spelled = tuple(f"{field}_spelling" for field in NAMES)
    return Step(
        name="spine_numbered",
        meaning="Persons whose population record has a valid number of its own.",
        needs=(population.register, "number_keeper", "previous_person", "link_decision_in_force",
               spelled[0], spelled[1], spelled[2]),
        build=build,
        sealed=False,
    )  # fmt: skip


def rarity(linkage: Linkage) -> Step:
    """How rare names and places are: only the borders that the country declares, as bands 0, 1, 2 …"""
    columns = {field: "kato" if field == "place" else f"{field}_skeleton" for field in BANDED}

    def build(people: str) -> str:
        return " union all ".join(
            f"select '{field}' as field, value, band "
            f"from ({bands(people, column, linkage.rarity)}) as {field}_bands"
            for field, column in columns.items()
        )

    return Step(
        name="rarity",
        meaning="Band of rarity of every name skeleton and place (0 = common).",
        needs=("spine_numbered",),
        build=build,
        key=("field", "value"),
        sealed=False,
    )


def surname_alias(sources: Sequence[Subject], linkage: Linkage) -> list[Step]:
    """Other surnames that people have borne, from acts that name them by number and birth date.

    Spelled in a step of its own: a filter over the spelling would be worked out many times a row on Spark.
    """

    def build_borne(people: str, *_: str) -> str:
        rows = " union all ".join(
            f"""select p.person_id, p.surname_skeleton as today, s.{source.surname} as raw
                from {source.register} as s
                join {people} as p on p.iin = s.{source.iin} and p.birth_date = s.{source.birth_date}
                where p.surname <> s.{source.surname}"""
            for source in sources
        )
        folds = spellings("surname", "select distinct raw from borne", linkage.names)
        return f"""
            with borne as ({rows}), folds as ({folds})
            select b.person_id, b.today, f.skeleton
            from borne as b join folds as f on f.raw = b.raw"""

    def build(borne: str) -> str:
        return f"""
            select distinct person_id, skeleton as surname_skeleton from {borne}
            where levenshtein(skeleton, today) > 2"""

    return [
        Step("surname_borne", "Surnames in acts that are written otherwise than today's, spelled alike.",
             ("spine_numbered", *dict.fromkeys(source.register for source in sources)), build_borne,
             sealed=False),
        Step("surname_alias", "Other surnames that people have borne.", ("surname_borne",), build,
             key=("person_id", "surname_skeleton"), sealed=False),
    ]  # fmt: skip


def newcomers(stage: Stage, subject: Subject, linkage: Linkage, earlier: tuple[str, ...]) -> list[Step]:
    """Rows of a spine register that are nobody known: persons of their own, and which rows speak of each.

    A row of the population register is a person unless it found one; a child's act of birth makes a person
    only when not even a doubtful candidate exists, for a doubtful one goes to a human first.
    """
    tiers = stage.tiers(linkage)
    makes_person = (stage.choice,) if subject.register == linkage.spine.population else tiers

    def build_rows(rows: str, claims: str, *known: str) -> str:
        placed = " union ".join(f"select claim_id from {table}" for table in known)
        valid_number = valid("r.iin", linkage.number)
        return f"""
            with nobody as (
                select r.source_key, r.claim_id, case when {valid_number} then r.iin end as iin,
                    case when {valid_number} then r.iin || ':' || coalesce(c.given_name, '')
                        else cast(r.claim_id as varchar) end as child
                from {rows} as r
                join {claims} as c on c.claim_id = r.claim_id and c.version = 1
                left join ({placed}) as p on p.claim_id = r.claim_id
                where p.claim_id is null
            )
            select source_key, claim_id, iin, min(source_key) over (partition by child) as spine_key
            from nobody"""

    def build_people(mentions: str, claims: str, register: str, previous: str, *taken: str) -> str:
        people = f"""
            select m.spine_key, case when o.iin is null
                    and row_number() over (partition by m.iin order by m.spine_key) = 1 then m.iin end as iin,
                {", ".join(subject.column(f, "varchar") for f in (*NAMES, "sex", "place"))},
                {subject.column("birth_date", "date")}, c.surname as surname_skeleton,
                c.given_name as given_name_skeleton, c.patronymic as patronymic_skeleton
            from {mentions} as m
            join {claims} as c on c.claim_id = m.claim_id and c.version = 1
            join {register} as s on s.{subject.key} = m.source_key
            left join (select iin from {taken[0]}) as o on o.iin = m.iin
            where m.source_key = m.spine_key"""
        return f"""
            select person_id, iin, surname, given_name, patronymic, birth_date, sex, place as kato,
                '{subject.register}' as spine_register, spine_key, {SKELETONS}, is_new
            from ({with_ids(people, subject, previous, taken)}) as i"""

    mentions = f"newcomer_{subject.name}_row"
    return [
        Step(mentions, "Rows of people whom nobody knows yet, and the row that stands for each.",
             (f"{stage.name}_row", f"{stage.name}_claim", *makes_person), build_rows, sealed=False),
        Step(f"newcomer_{subject.name}", "Persons known only from these rows.",
             (mentions, f"{stage.name}_claim", subject.register, "previous_person", *earlier), build_people,
             sealed=False),
    ]  # fmt: skip


def kept_id(newborn: Subject, population: Subject, stage: Stage) -> Step:
    """Who was known only from an act of birth and now stands in the population register keeps the id."""

    def build(
        numbered: str, others: str, numbers: str, rows: str, choice: str, previous: str, links: str
    ) -> str:
        return f"""
            with new_person as (
                select person_id from {numbered} where is_new
                union all select person_id from {others} where is_new
            ), linked as (
                select source_key, person_id from {numbers} where person_id is not null
                union all
                select r.source_key, c.person_id
                from {rows} as r join {choice} as c on c.claim_id = r.claim_id
            ), inherited as (
                select n.person_id, min(p.person_id) as kept_id
                from new_person as n
                join linked as l on l.person_id = n.person_id
                join {links} as b on b.source_key = l.source_key
                join {previous} as p on p.person_id = b.person_id and p.spine_register = '{newborn.register}'
                left join (select person_id from {numbered} union all select person_id from {others}) as t
                    on t.person_id = p.person_id
                where t.person_id is null
                group by n.person_id
            )
            select min(person_id) as person_id, kept_id from inherited group by kept_id"""

    return Step(
        name="kept_id",
        meaning="New population records whose person was known from an act of birth: the id that stays.",
        needs=("spine_numbered", f"newcomer_{population.name}", f"number_{newborn.name}", f"{stage.name}_row",
               stage.choice, "previous_person", f"previous_{newborn.link_table}"),
        build=build,
        key=("person_id",),
        sealed=False,
    )  # fmt: skip


def spine(population: Subject, newborn: Subject) -> Step:
    """All persons with the id that stays and the skeletons of their names."""

    def build(numbered: str, others: str, children: str, kept: str) -> str:
        columns = SPINE_COLUMNS.replace("person_id", "coalesce(k.kept_id, p.person_id) as person_id", 1)
        return f"""
            select {columns.replace(", iin", ", p.iin", 1)}
            from (select {SPINE_COLUMNS} from {numbered} union all select {SPINE_COLUMNS} from {others}) as p
            left join {kept} as k on k.person_id = p.person_id
            union all
            select {SPINE_COLUMNS} from {children}"""

    needs = ("spine_numbered", f"newcomer_{population.name}", f"newcomer_{newborn.name}", "kept_id")
    return Step("spine", "One row per human, with name skeletons.", needs, build, sealed=False)


def person(linkage: Linkage, deaths: Subject) -> Step:
    """The sealed table of persons."""

    def build(people: str, register: str, links: str) -> str:
        return f"""
            with dead as (
                select l.person_id, min(d.{linkage.spine.death_date}) as death_date
                from {links} as l join {register} as d on d.{deaths.key} = l.source_key
                where l.person_id is not null group by l.person_id
            )
            select p.person_id, p.iin, p.surname, p.given_name, p.patronymic, p.birth_date, p.sex, p.kato,
                d.death_date, p.spine_register, p.spine_key
            from {people} as p left join dead as d on d.person_id = p.person_id"""

    needs = ("spine", deaths.register, deaths.link_table)
    return Step("person", "One row per human, living or dead.", needs, build, key=("person_id",))

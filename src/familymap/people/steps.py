"""The people room as steps: from register tables to `person`, `link_…` and `link_review`."""

from collections.abc import Mapping, Sequence

from familymap.engine.steps import Step
from familymap.people import decisions, spine
from familymap.people.candidates import stage_steps
from familymap.people.claims import Stage
from familymap.people.identity import PREVIOUS_PERSON
from familymap.people.linkage import BadLinkage, Linkage
from familymap.people.links import by_number, links, spelling
from familymap.people.review import link_review
from familymap.people.subjects import SOLE_ROLE, RegisterContract, Subject, subjects_of

PREVIOUS_LINK = {"source_key": "bigint", "person_id": "bigint"}


def people_steps(contracts: Mapping[str, RegisterContract], linkage: Linkage) -> list[Step]:
    """Every step of the room. The tables they ask for: the registers and `optional_inputs`."""
    subjects = subjects_of(contracts, linkage)
    population = _subject(subjects, linkage.spine.population, SOLE_ROLE)
    newborn = _subject(subjects, linkage.spine.newborn, linkage.spine.newborn_role)
    deaths = _subject(subjects, linkage.spine.deaths, SOLE_ROLE)
    others = tuple(subject for subject in subjects if subject not in (population, newborn, deaths))
    first, second, third, last = _stages(population, newborn, deaths, others, linkage)
    return [
        *decisions.STEPS,
        spelling("surname", [population], linkage),
        spelling("given_name", subjects, linkage),
        spelling("patronymic", [population], linkage),
        spine.number_keeper(population),
        spine.numbered(population, linkage),
        spine.rarity(linkage),
        *spine.surname_alias(_alias_sources(subjects, linkage), linkage),
        *_round(first, linkage),
        *spine.newcomers(first, population, linkage, ("spine_numbered",)),
        *_round(second, linkage),
        *spine.newcomers(second, newborn, linkage, ("spine_numbered", f"newcomer_{population.name}")),
        spine.kept_id(newborn, population, second),
        spine.spine(population, newborn),
        *_round(third, linkage),
        *_round(last, linkage),
        links(population, first, linkage, newcomers=True),
        links(newborn, second, linkage, newcomers=True),
        links(deaths, third, linkage, newcomers=False),
        *(links(subject, last, linkage, newcomers=False) for subject in others),
        spine.person(linkage, deaths),
        link_review((second, third, last), linkage),
    ]


def searching_stages(contracts: Mapping[str, RegisterContract], linkage: Linkage) -> tuple[Stage, Stage]:
    """The rounds in which rows that make no person look for theirs among everybody: deaths, and the rest."""
    subjects = subjects_of(contracts, linkage)
    population = _subject(subjects, linkage.spine.population, SOLE_ROLE)
    newborn = _subject(subjects, linkage.spine.newborn, linkage.spine.newborn_role)
    deaths = _subject(subjects, linkage.spine.deaths, SOLE_ROLE)
    others = tuple(subject for subject in subjects if subject not in (population, newborn, deaths))
    return _stages(population, newborn, deaths, others, linkage)[2:]


def optional_inputs(contracts: Mapping[str, RegisterContract], linkage: Linkage) -> dict[str, dict[str, str]]:
    """Tables that may be empty, with their columns: the run before, and the decisions of humans."""
    newborn = _subject(subjects_of(contracts, linkage), linkage.spine.newborn, linkage.spine.newborn_role)
    return {
        "previous_person": PREVIOUS_PERSON,
        f"previous_{newborn.link_table}": PREVIOUS_LINK,
        "link_decision": decisions.LINK_DECISION,
    }


def _alias_sources(subjects: Sequence[Subject], linkage: Linkage) -> list[Subject]:
    return [
        _subject(subjects, register, role)
        for register, roles in linkage.surname_sources.items()
        for role in roles
    ]


def _stages(
    population: Subject, newborn: Subject, deaths: Subject, others: tuple[Subject, ...], linkage: Linkage
) -> tuple[Stage, Stage, Stage, Stage]:
    """Each round knows the persons that the rounds before it made; the last two know them all."""
    numbered, unnumbered = "spine_numbered", f"newcomer_{population.name}"
    columns = spine.SPINE_COLUMNS
    so_far = f"(select {columns} from {numbered} union all select {columns} from {unnumbered})"
    own, bars = f"number_{newborn.name}", linkage.thresholds
    everybody = ("spine", ("spine",), None)
    return (
        Stage(f"place_{population.name}", (population,), numbered, (numbered,), numbered, bars.spine_extra),
        Stage(f"place_{newborn.name}", (newborn,), so_far, (numbered, unnumbered), own, bars.spine_extra),
        Stage(f"place_{deaths.name}", (deaths,), *everybody, bars.deaths_extra),
        Stage("place", others, *everybody, 0.0),
    )


def _round(stage: Stage, linkage: Linkage) -> list[Step]:
    persons = stage.persons
    numbers = [by_number(subject, persons, stage.reads) for subject in stage.subjects]
    return [*numbers, *stage_steps(stage, linkage)]


def _subject(subjects: Sequence[Subject], register: str, role: str) -> Subject:
    for subject in subjects:
        if (subject.register, subject.role) == (register, role):
            return subject
    raise BadLinkage(
        f"The linkage file names the register «{register}» with the role «{role}», but no contract has it."
    )

"""A place in the queue for a dwelling, kept by Otbasy Bank since 24 May 2025.

No home of one's own for five years, or an only home that is unsafe; in Astana, Almaty and Shymkent three
years of registration. The register of rights shows what is owned today, not what was sold: the family is
asked for the five years. A family that stands in the queue was checked on entry and is not asked again; what
it sold since is not seen. Spouse and minor children count, so the condition is one of the family.
"""

from datetime import date

from familymap.rules import (
    Measure,
    any_of,
    asked,
    choose,
    condition,
    fact,
    family,
    first_known,
    full_years,
    one_of,
    person,
)

LAW = (
    "Law on housing relations; the queue at Otbasy Bank since 24 May 2025 (lada.kz 142581; mgorod.kz "
    "6 March 2026)"
)

KANDAS = asked(
    "housing_queue_entry_kandas",
    person,
    title={"kk": "Қандас мәртебесі бар", "ru": "Имеет статус кандаса", "en": "Has the status of a kandas"},
    question={
        "kk": "Сізде қандас мәртебесі бар ма?",
        "ru": "Есть ли у вас статус кандаса?",
        "en": "Do you have the status of a kandas?",
    },
)

OWNED_BEFORE = asked(
    "housing_queue_entry_owned_before",
    family,
    title={
        "kk": "Соңғы бес жылда өз үйі болған",
        "ru": "За последние пять лет было своё жильё",
        "en": "Owned a home within the last five years",
    },
    question={
        "kk": "Соңғы бес жылда сізде, жұбайыңызда немесе балаларыңызда өз үйі болды ма?",
        "ru": "Было ли у вас, супруга или детей своё жильё в последние пять лет?",
        "en": "Did you, your spouse or your children own a home in the last five years?",
    },
)


@fact(person, register="real_estate")
def housing_queue_entry_owns_safe_home(purpose, unsafe):
    """Owns a dwelling, or a share of one, that was not declared unsafe."""
    return any_of((purpose == "dwelling") & ~unsafe)


@fact(person)
def housing_queue_entry_long_enough(region, registered_since, as_of, housing_queue_entry_years_in_city):
    """Is registered in Astana, Almaty or Shymkent for three years, or anywhere else."""
    return choose(
        one_of(region, "71", "75", "79"),
        full_years(registered_since, as_of) >= housing_queue_entry_years_in_city,
        True,
    )


@condition(family, law=LAW)
def housing_queue_entry_adult_citizen(is_minor, citizenship, housing_queue_entry_kandas):
    """An adult of the family is a citizen or a kandas."""
    return any_of(~is_minor & ((citizenship == "KZ") | housing_queue_entry_kandas))


@condition(family, law=LAW)
def housing_queue_entry_without_home(
    owns_home, housing_queue_entry_owns_safe_home, housing_queue_entry_owned_before, family_in_housing_queue
):
    """Owned no home for five years, or owns only an unsafe one; who waits in the queue was checked."""
    return choose(
        any_of(owns_home),
        ~any_of(housing_queue_entry_owns_safe_home),
        first_known(~housing_queue_entry_owned_before, choose(family_in_housing_queue, True, None)),
    )


@condition(family, law=LAW)
def housing_queue_entry_registered_long_enough(is_minor, housing_queue_entry_long_enough):
    """An adult is registered long enough where they live."""
    return any_of(~is_minor & housing_queue_entry_long_enough)


MEASURE = Measure(
    name="housing_queue_entry",
    unit=family,
    law=LAW,
    since=date(2025, 5, 24),
    conditions=(
        "housing_queue_entry_adult_citizen",
        "housing_queue_entry_without_home",
        "housing_queue_entry_registered_long_enough",
    ),
    amount=None,
    period="in_kind",
    payee="parent_payee",
    received_fact="family_in_housing_queue",
    relieves=("home", "crowding", "unsafe_home"),
    proactive=False,
)

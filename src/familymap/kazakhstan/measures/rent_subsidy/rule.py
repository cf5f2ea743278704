"""Half of the rent, for families who wait for a dwelling and rent from a private owner meanwhile.

The income of the last six months counts; the registers hold the last quarter, which stands for it. The listed
groups were read in sources of 2022; whether others are admitted since was not found, so a family of none of
them cannot be told. Since the pilot of 2025 families of the highest of six groups of welfare are refused in
Shymkent and Karaganda region; that score is not rebuilt here. Rent and contract are known to the family
alone: it is asked.
"""

from datetime import date

from familymap.rules import Measure, amount, any_of, asked, condition, fact, family, one_of, round_nearest

LAW = "Rules of subsidising rent through Otbasy Bank, in force since May 2022 (the act was not seen)"

RENTS = asked(
    "rent_subsidy_rents_told",
    family,
    title={
        "kk": "Жеке адамнан шартпен жалға алып тұрады",
        "ru": "Снимает жильё у частного лица по договору",
        "en": "Rents from a private person under a contract",
    },
    question={
        "kk": "Тұрғын үйді жеке адамнан жазбаша шартпен жалға аласыз ба?",
        "ru": "Вы снимаете жильё у частного лица по письменному договору?",
        "en": "Do you rent your home from a private person under a written contract?",
    },
)

RENT = asked(
    "rent_subsidy_rent_told",
    family,
    "money",
    title={
        "kk": "Айлық жалдау ақысы",
        "ru": "Плата за аренду в месяц",
        "en": "Rent for a month",
    },
    question={
        "kk": "Шарт бойынша айына қанша теңге жалдау ақысын төлейсіз?",
        "ru": "Сколько тенге в месяц вы платите за аренду по договору?",
        "en": "How many tenge of rent do you pay a month under the contract?",
    },
)


@fact(family, law="Groups named in 2022 (bankchart.kz, qyzyljarnews.kz)")
def rent_subsidy_in_listed_group(
    four_or_more_children,
    adults_of_group_1_or_2,
    children_with_disability,
    receives_awarded_mother,
    housing_queue_category,
):
    """Large family, awarded mother, adult of group 1 or 2, child with a disability, or orphan."""
    return (
        four_or_more_children
        | (adults_of_group_1_or_2 > 0)
        | (children_with_disability > 0)
        | any_of(receives_awarded_mother)
        | any_of(one_of(housing_queue_category, "large_family", "orphan"))
    )


@condition(family, law=LAW)
def rent_subsidy_waits(family_in_housing_queue):
    """A member waits in the housing queue."""
    return family_in_housing_queue


@condition(family, law=LAW)
def rent_subsidy_owns_no_home(family_owns_home):
    """Nobody in the family owns a dwelling."""
    return ~family_owns_home


@condition(family, law=LAW)
def rent_subsidy_group_admitted(rent_subsidy_in_listed_group, rent_subsidy_other_groups_admitted):
    """Belongs to a group that is admitted."""
    return rent_subsidy_in_listed_group | rent_subsidy_other_groups_admitted


@condition(family, law=LAW)
def rent_subsidy_income_low(income_per_member, income_known_per_member, subsistence_minimum):
    """Has no more than one subsistence minimum per member; what is known can settle a «no»."""
    return (income_per_member <= subsistence_minimum) & (income_known_per_member <= subsistence_minimum)


@condition(family, law=LAW)
def rent_subsidy_rents(rent_subsidy_rents_told):
    """Rents from a private person under a contract."""
    return rent_subsidy_rents_told


@amount(family, law=LAW)
def rent_subsidy_amount(rent_subsidy_rent_told, rent_subsidy_share):
    """The share of the rent that the state pays."""
    return round_nearest(rent_subsidy_rent_told * rent_subsidy_share)


MEASURE = Measure(
    name="rent_subsidy",
    unit=family,
    law=LAW,
    since=date(2022, 5, 1),
    conditions=(
        "rent_subsidy_waits",
        "rent_subsidy_owns_no_home",
        "rent_subsidy_group_admitted",
        "rent_subsidy_income_low",
        "rent_subsidy_rents",
    ),
    amount="rent_subsidy_amount",
    period="month",
    payee="parent_payee",
    relieves=("income",),
    proactive=False,
)

"""The monthly allowance of whoever cares for an adult with disability of group 1, kin or not.

No register says who cares for whom. Another adult of the same home is taken for one who can: that is enough
to make an offer, and the consent confirms it. Where nobody else lives there, the household is asked. The
household is paid once for each cared-for adult. Amounts are rounded up, as disability allowances are.

Received is what is paid for each of them. Fewer payments leave it open, as does a carer who lives elsewhere:
that payment is not seen here. Somebody of the household who is paid for an adult elsewhere is taken for a
carer of this home.
"""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    asked,
    choose,
    condition,
    count_where,
    fact,
    household,
    known,
    largest_of,
    person,
    round_up,
    smallest,
    total,
)

LAW = (
    "Law of autumn 2021 on the protection of some groups of citizens (nur.kz 1936775); since 1 July "
    "2023 the Social Code"
)

HELPED_FROM_OUTSIDE = asked(
    "carer_group_one_helped_from_outside",
    household,
    title={
        "kk": "I топтағы адамды басқа үйде тұратын кісі күтеді",
        "ru": "За человеком с I группой ухаживает тот, кто живёт отдельно",
        "en": "Somebody who lives elsewhere cares for the person of group 1",
    },
    question={
        "kk": "Бірінші топтағы мүгедектігі бар адамды басқа жерде тұратын біреу тұрақты күте ме?",
        "ru": "Ухаживает ли постоянно за человеком с инвалидностью I группы кто-то, кто живёт отдельно?",
        "en": "Does somebody who lives elsewhere regularly care for the person with disability of group 1?",
    },
)


@fact(household)
def carer_group_one_other_adults(is_minor, disability_group):
    """Adults of the household who are not of group 1 themselves."""
    return count_where(~is_minor & (disability_group != "1"))


@condition(household, law=LAW)
def carer_group_one_someone_needs_care(household_group_1_adults):
    """An adult with disability of group 1 lives here."""
    return household_group_1_adults > 0


@condition(household, law=LAW)
def carer_group_one_someone_cares(carer_group_one_other_adults, carer_group_one_helped_from_outside):
    """Another adult lives in the same home, or the household tells that somebody from outside cares."""
    return (carer_group_one_other_adults > 0) | carer_group_one_helped_from_outside


@amount(household, law=LAW)
def carer_group_one_amount(household_group_1_adults, subsistence_minimum, carer_group_one_multiple):
    """A multiple of the subsistence minimum for each adult who is cared for."""
    return round_up(subsistence_minimum * carer_group_one_multiple) * household_group_1_adults


@fact(household)
def carer_group_one_payee(self, is_minor, disability_group):
    """An adult of the household who is not of group 1; who really cares is settled with the offer."""
    return smallest(self, where=~is_minor & (disability_group != "1"))


@fact(person, register="benefits")
def carer_group_one_payments(benefit_code, month, last_month):
    """Allowances for the care of an adult of group 1 paid to the person for the last month."""
    return count_where((benefit_code == "carer_group1") & (month == last_month))


@fact(household)
def carer_group_one_paid(carer_group_one_payments):
    """Allowances for the care of an adult of group 1 paid in the household for the last month."""
    return total(carer_group_one_payments)


@fact(household)
def carer_group_one_received(
    carer_group_one_paid, household_group_1_adults, carer_group_one_helped_from_outside
):
    """The care of every adult of group 1 is paid; open where fewer are, or the carer lives elsewhere."""
    return choose(
        carer_group_one_paid >= largest_of(household_group_1_adults, 1),
        True,
        choose(
            (carer_group_one_paid > 0)
            | (known(carer_group_one_helped_from_outside) & carer_group_one_helped_from_outside),
            None,
            False,
        ),
    )


MEASURE = Measure(
    name="carer_group_one",
    unit=household,
    law=LAW,
    since=date(2021, 11, 1),
    conditions=("carer_group_one_someone_needs_care", "carer_group_one_someone_cares"),
    amount="carer_group_one_amount",
    period="month",
    payee="carer_group_one_payee",
    received_as=("carer_group1",),
    received_fact="carer_group_one_received",
    relieves=("income",),
    proactive=False,
)

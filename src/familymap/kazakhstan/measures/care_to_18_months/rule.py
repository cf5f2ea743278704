"""The monthly allowance for the care of an infant whose mother has no social insurance.

Insured mothers get a payment of the State Social Insurance Fund instead. Until 2022 it ran to the first
birthday; since 2023 it runs to a year and a half, for children who were not yet one on 1 January 2023. The
tables round to the nearest tenge: 8.90 × 3,180 = 28,302 exactly, 6.81 × 4,325 = 29,453.25 is printed as
29,453.

A payment does not say for which child it is: all infants of the family are paid where there are as many
payments as infants, and where there are fewer it stays open for whom. Whoever was born after the month that
was paid is not paid yet. A parent who lives elsewhere and is paid is not seen.
"""

from datetime import date

from familymap.kazakhstan.portrait.periods import by_silence
from familymap.rules import (
    Measure,
    amount,
    any_of,
    asked,
    assume,
    choose,
    condition,
    count_where,
    fact,
    family,
    full_months,
    known,
    lookup,
    person,
    round_nearest,
    smallest_of,
    total,
)

LAW = "Social Code, art. 72; rules approved by Order 169 of 24 May 2023"

told_uninsured = asked(
    "infant_care_told_uninsured",
    family,
    title={
        "kk": "Бала күтімі үшін сақтандыру қорынан төлем алмайды",
        "ru": "Не получает выплату фонда страхования по уходу за ребёнком",
        "en": "Gets no payment of the insurance fund for the care of the child",
    },
    question={
        "kk": "Сәбиді күтіп отырған адамға Әлеуметтік сақтандыру қоры төлемейтіні рас па?",
        "ru": "Верно ли, что тому, кто растит малыша, не платит Фонд социального страхования?",
        "en": "Is it true that the Social Insurance Fund pays nothing to whoever cares for the baby?",
    },
)


@condition(person, law=LAW, name="infant_care_young_enough", until=date(2022, 12, 31))
def infant_care_below_one(birth_date, as_of, infant_care_months):
    """Has not yet had the first birthday."""
    return full_months(birth_date, as_of) < infant_care_months


@condition(person, law=LAW, name="infant_care_young_enough", since=date(2023, 1, 1))
def infant_care_below_a_year_and_a_half(
    birth_date, as_of, infant_care_months, infant_care_months_before, infant_care_longer_from
):
    """Is younger than a year and a half, and was not yet one when the allowance was made longer."""
    return (full_months(birth_date, as_of) < infant_care_months) & (
        full_months(birth_date, infant_care_longer_from) < infant_care_months_before
    )


@fact(person)
def infant_care_mother(youngest_child_birth_date, as_of, infant_care_months, listed_as_mother):
    """Is the mother of a child young enough for the allowance."""
    return by_silence(
        known(youngest_child_birth_date)
        & (full_months(youngest_child_birth_date, as_of) < infant_care_months),
        None,
        listed_as_mother,
    )


@fact(person, law="Social Code, chapter on compulsory social insurance")
def infant_care_insured(
    insurance_participant,
    works,
    insurance_category,
    listed_with_contributions,
    listed_with_contract,
    has_business,
    clinic_attached,
):
    """Has social insurance: contributions or a contract in two years, work now, or an insuring employer."""
    return by_silence(
        assume(
            insurance_participant | works | (insurance_category == "employee"),
            False,
            because="only paid contributions insure; work that nobody declared does not",
        ),
        insurance_participant | works | (insurance_category == "employee"),
        listed_with_contributions,
        listed_with_contract,
        has_business,
        clinic_attached,
    )


@fact(family)
def infant_care_mother_here(infant_care_mother):
    """The mother of an infant lives in the family."""
    return any_of(infant_care_mother)


@fact(family)
def infant_care_family_uninsured(
    receives_care_to_18m,
    infant_care_mother,
    infant_care_mother_here,
    infant_care_insured,
    infant_care_told_uninsured,
):
    """The mother of the infant has no insurance, or receives the allowance already; without a mother here
    the family is asked.
    """
    return any_of(receives_care_to_18m) | choose(
        infant_care_mother_here,
        ~any_of(infant_care_mother & infant_care_insured),
        infant_care_told_uninsured,
    )


@fact(person)
def infant_care_payee(role, infant_care_mother_here, mother_id, parent_payee):
    """Who is paid for an infant: the mother if the child lives with her, else the parent or guardian of the
    family.
    """
    return choose((role == "child") & infant_care_mother_here, mother_id, parent_payee)


@condition(person, law=LAW)
def infant_care_parent_uninsured(infant_care_family_uninsured):
    """The parent who cares for the child has no social insurance."""
    return infant_care_family_uninsured


@amount(person, law=LAW)
def infant_care_amount(birth_order, month_index, infant_care_multiples, infant_care_last_order):
    """The multiple of the monthly calculation index for this child among the mother's children."""
    return round_nearest(
        month_index * lookup(smallest_of(birth_order, infant_care_last_order), infant_care_multiples)
    )


@amount(person, law=LAW)
def infant_care_at_least(month_index, infant_care_multiples):
    """The allowance of a first child, where nobody knows how many were born before."""
    return round_nearest(month_index * lookup(1, infant_care_multiples))


@amount(person, law=LAW)
def infant_care_at_most(month_index, infant_care_multiples, infant_care_last_order):
    """The allowance of a fourth or later child, where nobody knows how many were born before."""
    return round_nearest(month_index * lookup(infant_care_last_order, infant_care_multiples))


@fact(person, register="benefits")
def infant_care_payments(benefit_code, month, last_month):
    """Allowances for infants paid to the person for the last month."""
    return count_where((benefit_code == "care_to_18m") & (month == last_month))


@fact(family)
def infant_care_paid(infant_care_payments):
    """Allowances for infants paid in the family for the last month."""
    return total(infant_care_payments)


@fact(family)
def infant_care_children(infant_care_young_enough, birth_date, month_begin):
    """Infants of the family who were born before this month."""
    return count_where(infant_care_young_enough & (birth_date < month_begin))


@fact(person)
def infant_care_received(is_minor, infant_care_paid, birth_date, month_begin, infant_care_children):
    """Is a child for whom the allowance is paid in the family; open where fewer are paid than infants."""
    return is_minor & choose(
        infant_care_paid > 0,
        (birth_date < month_begin) & choose(infant_care_paid >= infant_care_children, True, None),
        False,
    )


MEASURE = Measure(
    name="care_to_18_months",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=("infant_care_young_enough", "infant_care_parent_uninsured"),
    amount="infant_care_amount",
    at_least="infant_care_at_least",
    at_most="infant_care_at_most",
    period="month",
    payee="infant_care_payee",
    received_as=("care_to_18m",),
    received_fact="infant_care_received",
    excludes=("insurance_child_care",),
    relieves=("income",),
    proactive=True,
)

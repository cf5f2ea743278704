"""Income: of a person, a family and a household.

Income is counted per month and in two ways. `income_known` is what the registers know: a lower bound of
what the wages before deductions, pensions and benefits come to. `income` is exact and stays unknown as soon
as one member may earn what nobody declared.

What is assumed: whoever has no open business and no listed animals has no income of that kind; the basic
pension is part of the pension of those kinds that name it. `work` says who has no wage. Wages are taken
before tax and deductions, so an income known from wages alone can be a little above what arrives in the
hand. Assistance granted after a test of income (codes tsa, tsa_child, housing_aid) and the payment on a
birth, which comes once, are not part of income; `income_known_with_assistance` adds the first.

An adult equivalent follows the modified OECD scale: 1 for the first person from 14 years on, 0.5 for each
further one, 0.3 for each child below 14; it is counted in tenths.
"""

from familymap.kazakhstan.portrait.periods import by_silence, listed, within
from familymap.rules import (
    MONEY,
    any_of,
    asked,
    assume,
    choose,
    fact,
    family,
    first_known,
    household,
    known,
    largest_of,
    one_of,
    per,
    person,
    smallest,
    total,
)

# Wages and pensions


@fact(person, register="contributions", unit="KZT per quarter")
def wage_quarter(wage, month, quarter_begin, quarter_end):
    """Wages before deductions on which contributions were paid for the last whole quarter."""
    return total(wage, where=within(month, quarter_begin, quarter_end))


@fact(person, register="contributions", unit="KZT per quarter")
def wage_quarter_at_least(wage, month, quarter_begin, quarter_end):
    """Those wages of the last whole quarter that the register names; months without a sum are left out."""
    return total(wage, where=within(month, quarter_begin, quarter_end) & known(wage))


@fact(person, register="contributions")
def listed_with_contributions(month):
    """Contributions are listed, of whatever month."""
    return listed(month)


@fact(person, register="pensions", unit="KZT per month")
def pension_amount(amount, assigned_on, as_of):
    """Pension for one month."""
    return total(amount, where=assigned_on <= as_of)


@fact(person, register="pensions")
def has_pension(assigned_on, as_of):
    """Receives a pension."""
    return any_of(assigned_on <= as_of)


@fact(person, register="pensions")
def pension_holds_basic(kind, assigned_on, as_of):
    """The pension contains the basic one."""
    return any_of(one_of(kind, "basic", "age_and_basic") & (assigned_on <= as_of))


@fact(person, register="pensions")
def pension_since(assigned_on, as_of):
    """Day from which the first pension is assigned."""
    return smallest(assigned_on, where=assigned_on <= as_of)


# Income of a person


WAGE_TOLD = asked(
    "wage_told",
    person,
    MONEY,
    title={
        "kk": "айлық жалақы, отбасының айтуынша",
        "ru": "заработок в месяц, со слов семьи",
        "en": "monthly wage, as told by the family",
    },
    question={
        "kk": "Соңғы тоқсанда айына орта есеппен қанша жалақы алдыңыз? Жұмыс істемесеңіз, нөл деп жазыңыз.",
        "ru": "Сколько в среднем вы зарабатывали в месяц в прошлом квартале? Не работали – напишите ноль.",
        "en": "How much did you earn in an average month of last quarter? Write zero if you did not work.",
    },
)

OWN_INCOME_TOLD = asked(
    "own_income_told",
    person,
    MONEY,
    title={
        "kk": "кәсіптен немесе малдан түсетін айлық табыс, отбасының айтуынша",
        "ru": "доход в месяц от своего дела или скота, со слов семьи",
        "en": "monthly income from one's own business or animals, as told by the family",
    },
    question={
        "kk": "Кәсібіңізден немесе малыңыздан айына орта есеппен қанша табыс түседі?",
        "ru": "Сколько в среднем в месяц даёт вам ваше дело или скот?",
        "en": "How much do your business or your animals bring in an average month?",
    },
)


@fact(person, unit="KZT per month")
def wage_per_month(has_no_wage, wage_quarter, wage_told):
    """Average monthly wage of the last quarter; unknown for anybody who may work and is in no register."""
    return choose(has_no_wage, 0, first_known(per(wage_quarter, 3), wage_told))


@fact(person, unit="KZT per month")
def wage_per_month_known(wage_quarter_at_least, wage_told):
    """Average monthly wage of the last quarter, as far as contributions show it or the person told it."""
    return assume(
        first_known(per(wage_quarter_at_least, 3), wage_told),
        0,
        because="a lower bound counts only wages that are named",
    )


@fact(person)
def has_own_income_source(has_business, keeps_livestock, listed_in_household_book):
    """Has an open business or animals, and so may have an income that no register holds."""
    return has_business | by_silence(
        assume(
            keeps_livestock,
            False,
            because="whoever is in no household book is taken to live without income from animals",
        ),
        keeps_livestock,
        listed_in_household_book,
    )


@fact(person, unit="KZT per month")
def own_income(has_own_income_source, own_income_told):
    """Income from one's own business or animals; with a source, unknown until the family tells."""
    return first_known(own_income_told, choose(has_own_income_source, own_income_told, 0))


@fact(person, unit="KZT per month")
def pension_and_benefits(pension_amount, pension_holds_basic, amount_pension_basic, benefits_by_right):
    """Pension and the monthly benefits that do not depend on income; the basic pension counts once."""
    return pension_amount + choose(pension_holds_basic, 0, amount_pension_basic) + benefits_by_right


@fact(person, unit="KZT per month")
def person_income(wage_per_month, own_income, pension_and_benefits):
    """Monthly income of the person; unknown where a part of it is."""
    return wage_per_month + own_income + pension_and_benefits


@fact(person, unit="KZT per month")
def person_income_known(wage_per_month_known, own_income_told, pension_and_benefits):
    """Monthly income of the person, as far as it is known: a lower bound."""
    return (
        wage_per_month_known
        + assume(own_income_told, 0, because="a lower bound counts only what was told")
        + assume(pension_and_benefits, 0, because="a lower bound counts only what is listed")
    )


# Income of the family


@fact(family, unit="KZT per month")
def income(person_income):
    """Monthly income of the family; unknown where a member may earn what nobody declared."""
    return total(person_income)


@fact(family, unit="KZT per month")
def income_known(person_income_known):
    """Monthly income of the family, as far as the registers know it: a lower bound."""
    return total(person_income_known)


@fact(family, unit="KZT per month")
def income_per_member(income, members):
    """Monthly income for each member."""
    return per(income, members)


@fact(family, unit="KZT per month")
def income_known_per_member(income_known, members):
    """Known monthly income for each member: a lower bound."""
    return per(income_known, members)


@fact(family, unit="tenths of an adult")
def adult_equivalent_tenths(members_from_14, members):
    """Size of the family in tenths of an adult, by the modified OECD scale."""
    return largest_of(5 * members_from_14 + 5, 10) + 3 * (members - largest_of(members_from_14, 1))


@fact(family, unit="KZT per month")
def income_per_adult_equivalent(income, adult_equivalent_tenths):
    """Monthly income for each adult equivalent."""
    return per(income * 10, adult_equivalent_tenths)


@fact(family, unit="KZT per month")
def income_known_per_adult_equivalent(income_known, adult_equivalent_tenths):
    """Known monthly income for each adult equivalent: a lower bound."""
    return per(income_known * 10, adult_equivalent_tenths)


@fact(family, unit="KZT per month")
def wages_known(wage_per_month_known):
    """Monthly wages of all members, as far as they are known."""
    return total(wage_per_month_known)


@fact(family, unit="KZT per month")
def family_pensions(pension_amount):
    """Monthly pensions of all members."""
    return total(pension_amount)


@fact(family, unit="KZT per month")
def family_benefits(benefits_by_right):
    """Monthly benefits of all members that do not depend on income."""
    return total(benefits_by_right)


@fact(family, unit="KZT per month")
def family_assistance(assistance_received):
    """Assistance after a test of income, all members together."""
    return total(assistance_received)


@fact(family, unit="KZT per month")
def income_known_with_assistance(income_known, family_assistance):
    """Known monthly income together with the assistance received."""
    return income_known + family_assistance


@fact(family, unit="KZT per month")
def income_known_with_assistance_per_member(income_known_with_assistance, members):
    """Known monthly income together with the assistance received, for each member."""
    return per(income_known_with_assistance, members)


@fact(household, unit="KZT per month")
def household_income(person_income):
    """Monthly income of all who are registered at the dwelling; unknown where one's is."""
    return total(person_income)


@fact(household, unit="KZT per month")
def household_income_known(person_income_known):
    """Monthly income of all who are registered at the dwelling, as far as it is known: a lower bound."""
    return total(person_income_known)

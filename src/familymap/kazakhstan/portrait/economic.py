"""Income, work, debt and property.

Income is counted per month and in two ways. `income_known` is what the registers know: a lower bound of
what the wages before deductions, pensions and benefits come to. `income` is exact and stays unknown as soon
as one member may earn what nobody declared.

What is assumed: whoever is too young to work, or is registered as unemployed without contributions,
contract and business, has no wage; whoever has no open business and no listed animals has no income of that
kind; the basic pension is part of the pension of those kinds that name it. A person of pension age without
contributions may still work: their wage is unknown. Wages are taken before tax and deductions, so an income
known from wages alone can be a little above what arrives in the hand. Assistance granted after a test of
income (codes tsa, tsa_child, housing_aid) and the payment on a birth, which comes once, are not part of
income; `income_known_with_assistance` adds the first. Loans are debt and never income or wealth.

An adult equivalent follows the modified OECD scale: 1 for the first person from 14 years on, 0.5 for each
further one, 0.3 for each child below 14; it is counted in tenths.
"""

from familymap.kazakhstan.portrait.periods import open_on, running, within
from familymap.rules import (
    MONEY,
    add_months,
    any_of,
    asked,
    assume,
    choose,
    count_where,
    fact,
    family,
    first_known,
    household,
    known,
    largest,
    largest_of,
    one_of,
    per,
    person,
    ratio,
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


# Benefits received in the last month


@fact(person, register="benefits")
def receives_birth(benefit_code, month, month_begin, as_of):
    """Was paid the allowance on a birth in the last twelve months."""
    return any_of((benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of))


@fact(person, register="benefits", unit="KZT")
def amount_birth(benefit_code, amount, month, month_begin, as_of):
    """Allowance on a birth paid in the last twelve months."""
    return total(amount, where=(benefit_code == "birth") & within(month, add_months(month_begin, -12), as_of))


@fact(person, register="benefits")
def receives_care_to_18m(benefit_code, month, last_month):
    """Receives the allowance for the care of a child up to eighteen months."""
    return any_of((benefit_code == "care_to_18m") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_care_to_18m(benefit_code, amount, month, last_month):
    """Allowance for the care of a child up to eighteen months."""
    return total(amount, where=(benefit_code == "care_to_18m") & (month == last_month))


@fact(person, register="benefits")
def receives_large_family(benefit_code, month, last_month):
    """Receives the allowance for large families."""
    return any_of((benefit_code == "large_family") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_large_family(benefit_code, amount, month, last_month):
    """Allowance for large families."""
    return total(amount, where=(benefit_code == "large_family") & (month == last_month))


@fact(person, register="benefits")
def receives_awarded_mother(benefit_code, month, last_month):
    """Receives the allowance for awarded mothers."""
    return any_of((benefit_code == "awarded_mother") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_awarded_mother(benefit_code, amount, month, last_month):
    """Allowance for awarded mothers."""
    return total(amount, where=(benefit_code == "awarded_mother") & (month == last_month))


@fact(person, register="benefits")
def receives_disability(benefit_code, month, last_month):
    """Receives the disability allowance."""
    return any_of((benefit_code == "disability") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_disability(benefit_code, amount, month, last_month):
    """Disability allowance."""
    return total(amount, where=(benefit_code == "disability") & (month == last_month))


@fact(person, register="benefits")
def receives_child_disability_care(benefit_code, month, last_month):
    """Receives the allowance for raising a child with a disability."""
    return any_of((benefit_code == "child_disability_care") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_child_disability_care(benefit_code, amount, month, last_month):
    """Allowance for raising a child with a disability."""
    return total(amount, where=(benefit_code == "child_disability_care") & (month == last_month))


@fact(person, register="benefits")
def receives_carer_group1(benefit_code, month, last_month):
    """Receives the allowance for the care of an adult with disability of group 1."""
    return any_of((benefit_code == "carer_group1") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_carer_group1(benefit_code, amount, month, last_month):
    """Allowance for the care of an adult with disability of group 1."""
    return total(amount, where=(benefit_code == "carer_group1") & (month == last_month))


@fact(person, register="benefits")
def receives_survivor(benefit_code, month, last_month):
    """Receives the allowance for the loss of a breadwinner."""
    return any_of((benefit_code == "survivor") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_survivor(benefit_code, amount, month, last_month):
    """Allowance for the loss of a breadwinner."""
    return total(amount, where=(benefit_code == "survivor") & (month == last_month))


@fact(person, register="benefits")
def receives_tsa(benefit_code, month, last_month):
    """Receives targeted social assistance."""
    return any_of((benefit_code == "tsa") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_tsa(benefit_code, amount, month, last_month):
    """Targeted social assistance."""
    return total(amount, where=(benefit_code == "tsa") & (month == last_month))


@fact(person, register="benefits")
def receives_tsa_child(benefit_code, month, last_month):
    """Receives the supplement of targeted social assistance for young children."""
    return any_of((benefit_code == "tsa_child") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_tsa_child(benefit_code, amount, month, last_month):
    """Supplement of targeted social assistance for young children."""
    return total(amount, where=(benefit_code == "tsa_child") & (month == last_month))


@fact(person, register="benefits")
def receives_housing_aid(benefit_code, month, last_month):
    """Receives housing aid."""
    return any_of((benefit_code == "housing_aid") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_housing_aid(benefit_code, amount, month, last_month):
    """Housing aid."""
    return total(amount, where=(benefit_code == "housing_aid") & (month == last_month))


@fact(person, register="benefits")
def receives_pension_basic(benefit_code, month, last_month):
    """Receives the basic pension."""
    return any_of((benefit_code == "pension_basic") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def amount_pension_basic(benefit_code, amount, month, last_month):
    """Basic pension."""
    return total(amount, where=(benefit_code == "pension_basic") & (month == last_month))


@fact(person, register="benefits", unit="KZT per month")
def benefits_by_right(benefit_code, amount, month, last_month):
    """Monthly benefits that do not depend on income, without the basic pension."""
    return total(
        amount,
        where=(month == last_month)
        & ~one_of(benefit_code, "birth", "pension_basic", "tsa", "tsa_child", "housing_aid"),
    )


@fact(person, register="benefits", unit="KZT per month")
def assistance_received(benefit_code, amount, month, last_month):
    """Assistance granted after a test of income: targeted assistance, its supplement, housing aid."""
    return total(
        amount, where=(month == last_month) & one_of(benefit_code, "tsa", "tsa_child", "housing_aid")
    )


# Work


@fact(person, register="employment")
def has_contract(started_on, ended_on, as_of):
    """Has an employment contract that runs."""
    return any_of(running(started_on, ended_on, as_of))


@fact(person, register="employment")
def contract_since(started_on, ended_on, as_of):
    """First day of the longest contract that runs."""
    return smallest(started_on, where=running(started_on, ended_on, as_of))


@fact(person, register="unemployed")
def registered_unemployed(registered_on, closed_on, as_of):
    """Is registered as unemployed."""
    return any_of(open_on(registered_on, closed_on, as_of))


@fact(person, register="unemployed")
def unemployed_since(registered_on, closed_on, as_of):
    """Day since which the person is registered as unemployed."""
    return smallest(registered_on, where=open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_sole_trader(kind, registered_on, closed_on, as_of):
    """Is registered as a sole trader."""
    return any_of((kind == "sole_trader") & open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_company_founder(kind, registered_on, closed_on, as_of):
    """Is a founder of a company."""
    return any_of((kind == "founder") & open_on(registered_on, closed_on, as_of))


@fact(person, register="businesses")
def is_farm_head(kind, registered_on, closed_on, as_of):
    """Is the head of a registered farm."""
    return any_of((kind == "farm") & open_on(registered_on, closed_on, as_of))


@fact(person)
def has_business(is_sole_trader, is_company_founder, is_farm_head):
    """Has a registered business that is open."""
    return is_sole_trader | is_company_founder | is_farm_head


@fact(person)
def has_no_wage(
    age, wage_age_from, registered_unemployed, wage_quarter_at_least, wage_told, has_contract, has_business
):
    """Has no wage: too young, unemployed by registration or by own word, and nothing speaks of work."""
    return ~known(wage_quarter_at_least) & choose(
        known(wage_told),
        (wage_told == 0) & ~known(has_contract) & ~has_business,
        (age < wage_age_from) | (registered_unemployed & ~known(has_contract) & ~has_business),
    )


@fact(person)
def works(has_no_wage, has_contract, has_business, wage_quarter, wage_told):
    """Works: by a contract, a registered business, wages of the last quarter, or the person's own word."""
    return choose(
        has_no_wage, False, has_contract | has_business | (first_known(wage_quarter, wage_told) > 0)
    )


@fact(person)
def works_by_registers(works):
    """The registers show that the person works."""
    return works & known(works)


@fact(person)
def is_able_bodied(age, able_bodied_age_from, is_pension_age, disability_group, is_full_time_student):
    """Is of an age to work, without disability of group 1 or 2, and not in full-time study."""
    return (
        (age >= able_bodied_age_from)
        & ~is_pension_age
        & ~one_of(disability_group, "1", "2")
        & ~assume(
            is_full_time_student,
            False,
            because="whoever is in no register of education is taken for not studying full-time",
        )
    )


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
def has_own_income_source(has_business, keeps_livestock):
    """Has an open business or animals, and so may have an income that no register holds."""
    return has_business | assume(
        keeps_livestock,
        False,
        because="whoever is in no household book is taken to live without income from animals",
    )


@fact(person, unit="KZT per month")
def own_income(has_own_income_source, own_income_told):
    """Income from one's own business or animals; unknown until the family tells it."""
    return choose(has_own_income_source, own_income_told, 0)


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


# Work in the family


@fact(family)
def able_bodied_members(is_able_bodied):
    """Members who are able to work."""
    return count_where(is_able_bodied)


@fact(family)
def working_members(works):
    """Members who work; unknown where somebody may work and is in no register."""
    return count_where(works)


@fact(family)
def working_members_known(works_by_registers):
    """Members who work, as far as the registers show it: a lower bound."""
    return count_where(works_by_registers)


@fact(family)
def able_bodied_not_shown_working(is_able_bodied, works_by_registers):
    """Members able to work of whom no register shows that they work."""
    return count_where(is_able_bodied & ~works_by_registers)


@fact(family)
def unemployed_members(registered_unemployed):
    """Members registered as unemployed."""
    return count_where(registered_unemployed)


@fact(family)
def pensioners(has_pension):
    """Members who receive a pension."""
    return count_where(has_pension)


@fact(family)
def family_has_business(has_business):
    """A member has a registered business that is open."""
    return any_of(has_business)


@fact(family)
def family_founds_company(is_company_founder):
    """A member is a founder of a company."""
    return any_of(is_company_founder)


# Debt: strain, never wealth


@fact(person, register="loans")
def loans(opened_on, as_of):
    """Loans of banks and lenders that are not paid back."""
    return count_where(opened_on <= as_of)


@fact(person, register="loans", unit="KZT")
def debt(outstanding, opened_on, as_of):
    """Principal of all loans not yet paid back."""
    return total(outstanding, where=opened_on <= as_of)


@fact(person, register="loans", unit="KZT")
def debt_consumer(kind, outstanding, opened_on, as_of):
    """Principal of consumer loans not yet paid back."""
    return total(outstanding, where=(kind == "consumer") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_mortgage(kind, outstanding, opened_on, as_of):
    """Principal of mortgages not yet paid back."""
    return total(outstanding, where=(kind == "mortgage") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_auto(kind, outstanding, opened_on, as_of):
    """Principal of car loans not yet paid back."""
    return total(outstanding, where=(kind == "auto") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT")
def debt_micro(kind, outstanding, opened_on, as_of):
    """Principal of microcredits not yet paid back."""
    return total(outstanding, where=(kind == "micro") & (opened_on <= as_of))


@fact(person, register="loans", unit="KZT per month")
def debt_payment(monthly_payment, opened_on, as_of):
    """Payments due each month on all loans."""
    return total(monthly_payment, where=opened_on <= as_of)


@fact(person, register="loans")
def overdue_90(overdue_days, overdue_amount, opened_on, as_of, overdue_days_over, overdue_sum_over):
    """Has a loan that is overdue for more than 90 days with more than a trifling sum."""
    return any_of(
        (opened_on <= as_of) & (overdue_days > overdue_days_over) & (overdue_amount > overdue_sum_over)
    )


@fact(person, register="loans", unit="KZT")
def overdue_sum(overdue_amount, opened_on, as_of):
    """Overdue payments on all loans."""
    return total(overdue_amount, where=opened_on <= as_of)


@fact(family)
def family_loans(loans):
    """Loans of all members that are not paid back."""
    return total(loans)


@fact(family, unit="KZT")
def family_debt(debt):
    """Principal of all loans of the members."""
    return total(debt)


@fact(family, unit="KZT per month")
def family_debt_payment(debt_payment):
    """Payments due each month on all loans of the members."""
    return total(debt_payment)


@fact(family)
def family_overdue_90(overdue_90):
    """A member has a loan overdue for more than 90 days."""
    return any_of(overdue_90)


@fact(family)
def adults_overdue_90(overdue_90, is_minor):
    """Adults with a loan overdue for more than 90 days."""
    return count_where(overdue_90 & ~is_minor)


@fact(family, unit="KZT")
def family_overdue_sum(overdue_sum):
    """Overdue payments on all loans of the members."""
    return total(overdue_sum)


@fact(family, unit="share of income")
def debt_payment_share(family_debt_payment, income):
    """Share of the income that goes into loans; unknown where the income is."""
    return ratio(family_debt_payment, income)


@fact(family, unit="share of income")
def debt_payment_share_at_most(family_debt_payment, income_known):
    """Share of the known income that goes into loans: an upper bound."""
    return ratio(family_debt_payment, income_known)


# Vehicles


@fact(person, register="vehicles")
def cars(kind):
    """Passenger cars registered to the person."""
    return count_where(kind == "car")


@fact(person, register="vehicles")
def commercial_vehicles(kind):
    """Commercial vehicles registered to the person."""
    return count_where(kind == "commercial")


@fact(person, register="vehicles")
def farm_machinery(kind):
    """Farm machines registered to the person."""
    return count_where(kind == "machinery")


@fact(family)
def family_cars(cars):
    """Passenger cars of all members."""
    return total(cars)


@fact(family)
def family_commercial_vehicles(commercial_vehicles):
    """Commercial vehicles of all members."""
    return total(commercial_vehicles)


@fact(family)
def family_farm_machinery(farm_machinery):
    """Farm machines of all members."""
    return total(farm_machinery)


# Animals and plot


@fact(person, register="farms", unit="head")
def cattle_kept(cattle):
    """Cattle in the person's household book."""
    return total(cattle)


@fact(person, register="farms", unit="head")
def sheep_goats_kept(sheep_goats):
    """Sheep and goats in the person's household book."""
    return total(sheep_goats)


@fact(person, register="farms", unit="head")
def horses_kept(horses):
    """Horses in the person's household book."""
    return total(horses)


@fact(person, register="farms", unit="head")
def poultry_kept(poultry):
    """Poultry in the person's household book."""
    return total(poultry)


@fact(person, register="farms", unit="ha")
def plot_area(plot_ha):
    """Area of the plot in the person's household book."""
    return total(plot_ha)


@fact(person, register="farms")
def farm_counted_on(counted_on):
    """Day on which the household book was last filled in."""
    return largest(counted_on)


@fact(person)
def keeps_livestock(cattle_kept, sheep_goats_kept, horses_kept, poultry_kept):
    """Keeps animals by the household book."""
    return (cattle_kept > 0) | (sheep_goats_kept > 0) | (horses_kept > 0) | (poultry_kept > 0)


@fact(family)
def family_keeps_livestock(keeps_livestock):
    """A member keeps animals by the household book; unknown where no book is filled in."""
    return choose(any_of(known(keeps_livestock)), any_of(keeps_livestock & known(keeps_livestock)), None)


@fact(family, unit="head")
def family_cattle(cattle_kept):
    """Cattle in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(cattle_kept)), total(cattle_kept, where=known(cattle_kept)), None)


@fact(family, unit="head")
def family_sheep_goats(sheep_goats_kept):
    """Sheep and goats in the household books of the members; unknown where no book is filled in."""
    return choose(
        any_of(known(sheep_goats_kept)), total(sheep_goats_kept, where=known(sheep_goats_kept)), None
    )


@fact(family, unit="head")
def family_horses(horses_kept):
    """Horses in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(horses_kept)), total(horses_kept, where=known(horses_kept)), None)


@fact(family, unit="head")
def family_poultry(poultry_kept):
    """Poultry in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(poultry_kept)), total(poultry_kept, where=known(poultry_kept)), None)


@fact(family, unit="ha")
def family_plot_area(plot_area):
    """Area of the plots in the household books of the members; unknown where no book is filled in."""
    return choose(any_of(known(plot_area)), total(plot_area, where=known(plot_area)), None)

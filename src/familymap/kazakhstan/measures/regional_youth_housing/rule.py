"""Which young families may take the housing loan of their region: every region sets its own terms."""

from datetime import date

from familymap.rules import (
    Measure,
    amount,
    any_of,
    asked,
    choose,
    condition,
    fact,
    family,
    first_known,
    full_months,
    full_years,
    known,
    largest,
    lookup,
    person,
    smallest,
)

LAW = "Terms of the regions' own programmes (Zhaiyk zhastary, Almaty zhastary and others) with Otbasy Bank"

regional_youth_housing_official_work = asked(
    "regional_youth_housing_official_work",
    person,
    question={
        "kk": "Сіз ресми жұмыс істейсіз бе, зейнетақы жарнасы төлене ме?",
        "ru": "Вы работаете официально, с пенсионными взносами?",
        "en": "Do you work officially, with pension contributions?",
    },
    title={"kk": "ресми жұмыс", "ru": "официальная работа", "en": "official work"},
)

regional_youth_housing_almaty_field = asked(
    "regional_youth_housing_almaty_field",
    person,
    question={
        "kk": (
            "Алматы бағдарламасының тізіміндегі салада істейсіз бе? Олар: денсаулық, білім, ғылым, "
            "мәдениет, спорт, әлеуметтік сала, баспасөз, құқық қорғау, коммуналдық қызмет."
        ),
        "ru": (
            "Вы работаете в сфере из списка алматинской программы? Это медицина, образование, наука, "
            "культура, спорт, соцсфера, пресса, правоохрана, коммунальная служба."
        ),
        "en": (
            "Do you work in a field of the Almaty programme's list? They are health, education, science, "
            "culture, sport, social work, media, law enforcement and public utilities."
        ),
    },
    title={
        "kk": "Алматы бағдарламасының тізіміндегі салада жұмыс істеу",
        "ru": "работа в сфере из списка алматинской программы",
        "en": "work in a field of the Almaty programme's list",
    },
)

regional_youth_housing_had = asked(
    "regional_youth_housing_had",
    family,
    question={
        "kk": "Отбасыңыз өңірлік жастар бағдарламасымен үй алды ма?",
        "ru": "Ваша семья уже купила жильё по молодёжной программе региона?",
        "en": "Has your family already bought a home with the region's youth programme?",
    },
    title={
        "kk": "өңірлік жастар бағдарламасымен алған үй",
        "ru": "жильё, купленное по молодёжной программе региона",
        "en": "home bought with the region's youth programme",
    },
)


@fact(person, law=LAW)
def regional_youth_housing_young_partner(
    is_head_or_spouse,
    citizenship,
    age,
    region,
    regional_youth_housing_ages_from,
    regional_youth_housing_ages_below,
    regional_youth_housing_age_nowhere_above,
):
    """A citizen of the age that the region asks for; unknown for the young where its terms are not known."""
    return (
        is_head_or_spouse
        & (citizenship == "KZ")
        & (age <= regional_youth_housing_age_nowhere_above)
        & (age >= lookup(region, regional_youth_housing_ages_from))
        & (age < lookup(region, regional_youth_housing_ages_below))
    )


@fact(person, law=LAW)
def regional_youth_housing_settled_partner(
    regional_youth_housing_young_partner,
    registered_since,
    as_of,
    region,
    regional_youth_housing_months_registered,
):
    """A partner of the right age who has been registered in the region long enough."""
    return regional_youth_housing_young_partner & (
        full_months(registered_since, as_of) >= lookup(region, regional_youth_housing_months_registered)
    )


@fact(person, law=LAW)
def regional_youth_housing_working_partner(
    regional_youth_housing_settled_partner,
    has_contract,
    regional_youth_housing_official_work,
    region,
    regional_youth_housing_almaty_field,
):
    """A partner who may apply: of the right age, settled, in work that the programme accepts."""
    return (
        regional_youth_housing_settled_partner
        & first_known(has_contract, regional_youth_housing_official_work)
        & choose(region == "75", regional_youth_housing_almaty_field, True)
    )


@condition(family, law=LAW)
def regional_youth_housing_young(regional_youth_housing_young_partner):
    """One of the couple, or the parent alone, is a citizen of the age that the region asks for."""
    return any_of(regional_youth_housing_young_partner)


@condition(family, law=LAW)
def regional_youth_housing_settled(regional_youth_housing_settled_partner):
    """That partner has been registered in the region long enough."""
    return any_of(regional_youth_housing_settled_partner)


@condition(family, law=LAW)
def regional_youth_housing_at_work(regional_youth_housing_working_partner):
    """That partner does work that the programme accepts."""
    return any_of(regional_youth_housing_working_partner)


@condition(family, law=LAW)
def regional_youth_housing_no_home(family_owns_home):
    """Nobody in the family owns a home."""
    return ~family_owns_home


@fact(family)
def regional_youth_housing_applicant(self, regional_youth_housing_working_partner):
    """Who is known to fit; of two the one with the smaller number, so that one family is one application."""
    return smallest(
        self,
        where=regional_youth_housing_working_partner & known(regional_youth_housing_working_partner),
    )


@amount(family, law=LAW)
def regional_youth_housing_loan(family_region, regional_youth_housing_loans):
    """The loan of the region in which the head lives, at most."""
    return lookup(family_region, regional_youth_housing_loans)


@fact(person, register="marriages", role="husband")
def regional_youth_housing_husband_since(marriage_date):
    """The day on which a man last married."""
    return largest(marriage_date)


@fact(person, register="marriages", role="wife")
def regional_youth_housing_wife_since(marriage_date):
    """The day on which a woman last married."""
    return largest(marriage_date)


@fact(person)
def regional_youth_housing_years_married(
    married, regional_youth_housing_husband_since, regional_youth_housing_wife_since, as_of
):
    """Full years of the registered marriage in force; none for who is not married."""
    return choose(
        married,
        full_years(
            first_known(regional_youth_housing_husband_since, regional_youth_housing_wife_since), as_of
        ),
        0,
    )


@fact(family, law="Almaty zhastary, points of 2022 (qazweek.kz)")
def regional_youth_housing_points_at_least(regional_youth_housing_years_married, role, children_under_18):
    """Points of the Almaty programme as far as known: one for each year of marriage and each child."""
    return largest(regional_youth_housing_years_married, where=role == "head") + children_under_18


MEASURE = Measure(
    name="regional_youth_housing",
    unit=family,
    law=LAW,
    since=date(2021, 10, 14),
    conditions=(
        "regional_youth_housing_young",
        "regional_youth_housing_settled",
        "regional_youth_housing_at_work",
        "regional_youth_housing_no_home",
    ),
    amount="regional_youth_housing_loan",
    period="once",
    payee="regional_youth_housing_applicant",
    received_fact="regional_youth_housing_had",
    relieves=("home", "crowding"),
    # A loan given by points in a few weeks of the year: nobody gets one without asking for it.
    proactive=False,
)

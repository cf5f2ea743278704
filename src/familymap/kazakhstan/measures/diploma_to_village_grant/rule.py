"""Who gets the lifting grant for working in a village.

The work is that of a hospital, a school, an office or a farm, so a register shows it: who works by none of
them is not asked, and is heard if they say otherwise.
"""

from datetime import date

from familymap.rules import Measure, amount, asked, choose, condition, first_known, person

LAW = "Order 72 of the Minister of National Economy, 6 November 2014, on specialists who work in villages"

diploma_to_village_listed_work = asked(
    "diploma_to_village_listed_work",
    person,
    question={
        "kk": (
            "Ауылда дипломыңыз бойынша жұмыс істейсіз бе? Салалары: денсаулық, білім, әлеуметтік қорғау, "
            "мәдениет, спорт, ауыл шаруашылығы, ауыл әкімінің аппараты."
        ),
        "ru": (
            "Вы работаете в селе по диплому? Речь о медицине, образовании, соцзащите, культуре, спорте, "
            "сельском хозяйстве и аппарате сельского акима."
        ),
        "en": (
            "Do you work in the village in the field of your diploma? Meant are health, education, "
            "social protection, culture, sport, farming and the office of the rural akim."
        ),
    },
    title={
        "kk": "ауылда дипломы бойынша тізімдегі салада жұмыс істеу",
        "ru": "работа в селе по диплому в отрасли из списка",
        "en": "work in the village in a listed field of the diploma",
    },
)

diploma_to_village_home_there = asked(
    "diploma_to_village_home_there",
    person,
    question={
        "kk": "Соңғы екі жылда жұмыс істейтін ауылыңызда өз үйіңіз болды ма?",
        "ru": "Было ли у вас за последние два года своё жильё в селе, где вы работаете?",
        "en": "In the last two years, have you owned a home in the village where you work?",
    },
    title={
        "kk": "жұмыс істейтін ауылындағы өз үйі",
        "ru": "своё жильё в селе, где работает",
        "en": "own home in the village of work",
    },
)

diploma_to_village_grant_had = asked(
    "diploma_to_village_grant_had",
    person,
    question={
        "kk": "Сіз «Дипломмен ауылға» көтерме ақысын бұрын алдыңыз ба?",
        "ru": "Вы уже получали подъёмные по программе «С дипломом в село»?",
        "en": "Have you already received the lifting grant of «With a diploma to the village»?",
    },
    title={
        "kk": "бұрын алған көтерме ақы",
        "ru": "уже полученные подъёмные",
        "en": "lifting grant received before",
    },
)


@condition(person, law=LAW)
def diploma_to_village_lives_there(rural):
    """Lives in a village."""
    return rural


@condition(person, law=LAW)
def diploma_to_village_works_there(diploma_to_village_listed_work, is_minor, works_by_registers):
    """Works in the village in a listed field of the diploma; asked are adults whom registers show at work."""
    return first_known(diploma_to_village_listed_work, choose(works_by_registers & ~is_minor, None, False))


@condition(person, law=LAW)
def diploma_to_village_no_home_there(owns_home, diploma_to_village_home_there):
    """Has had no home of their own in that village for two years; who owns none anywhere is not asked."""
    return choose(owns_home, ~diploma_to_village_home_there, True)


@condition(person, law=LAW)
def diploma_to_village_no_arrears(overdue_sum):
    """Pays every loan on time."""
    return overdue_sum == 0


@amount(person, law=LAW)
def diploma_to_village_grant_amount(month_index, diploma_to_village_grant_multiple):
    """The lifting grant."""
    return month_index * diploma_to_village_grant_multiple


MEASURE = Measure(
    name="diploma_to_village_grant",
    unit=person,
    law=LAW,
    since=date(2021, 1, 1),
    conditions=(
        "diploma_to_village_lives_there",
        "diploma_to_village_works_there",
        "diploma_to_village_no_home_there",
        "diploma_to_village_no_arrears",
    ),
    amount="diploma_to_village_grant_amount",
    period="once",
    payee="self",
    received_fact="diploma_to_village_grant_had",
    relieves=("income",),
    # A district commission decides by the list of specialists that its villages need.
    proactive=False,
)

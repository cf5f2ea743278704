"""Reforms beside the law in one catalogue: every version answers as the reformed law does by itself."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from unittest.mock import patch

from familymap.measures.reforms import with_reforms
from familymap.rules.catalogue import Catalogue
from familymap.rules.unit import Evaluation, OneFamily
from familymap.rules.values import COUNT, MONEY
from tests.rules import land as made_up
from tests.rules.land import MEASURE, land, parameter


def reformed(**changed: object) -> Catalogue:
    """The made-up country with other values of these parameters."""
    types = {"grown_up_from": COUNT, "poor_below": MONEY}
    other = {name: parameter(name, types[name], value) for name, value in changed.items()}
    with patch.dict(made_up.PARAMETERS, other):
        return land()


REFORMS = {"older": reformed(grown_up_from=21), "richer": reformed(poor_below=Decimal("90000"))}


def one_family() -> OneFamily:
    members = [
        {"birth_date": date(1990, 1, 1), "wage": 30_000_000, "role": "parent", "self": 1},
        {"birth_date": date(2006, 1, 1), "wage": 5_000_000, "role": "child", "self": 2},
        {"birth_date": date(2020, 1, 1), "wage": None, "role": "child", "self": 3},
    ]
    return OneFamily(members, {"members": 3}, {"household_members": 3, "dwelling": 9_000})


def test_every_version_answers_as_the_reformed_law_by_itself() -> None:
    law = land()
    together, versions = with_reforms(law, REFORMS)
    told = Evaluation(together).complete(one_family())
    for reform, reformed_law in {**REFORMS, "law": law}.items():
        names = versions.get(reform, {})
        alone = Evaluation(reformed_law).complete(one_family())
        for name in reformed_law.rules:
            for of_all, of_one in (
                (told.family, alone.family),
                (told.household, alone.household),
                *zip(told.members, alone.members, strict=True),
            ):
                if name in of_one:
                    assert of_all[names.get(name, name)] == of_one[name], (reform, name)


def test_only_what_a_reform_touches_has_a_version() -> None:
    _, versions = with_reforms(land(), REFORMS)
    assert {"is_child", "income", "poor_child", "has_a_poor_child", "child_help"} <= versions["older"].keys()
    assert not {"age", "is_child", "income", "children", "crowded"} & versions["richer"].keys()
    assert {"poor_child", "has_a_poor_child", "child_amount", "child_help"} <= versions["richer"].keys()


def test_a_law_reformed_into_itself_has_no_versions() -> None:
    law = land()
    together, versions = with_reforms(law, {"same": land()})
    assert versions == {"same": {}}
    assert together.rules == law.rules and together.measures == law.measures


def test_versions_of_measures_name_versions_of_rules() -> None:
    paid = replace(MEASURE, received_as=("child_help",), received_fact="crowded")
    together, versions = with_reforms(
        land(measures=[paid]), {"older": replace(REFORMS["older"], measures={"child_help": paid})}
    )
    version = together.measures[versions["older"]["child_help"]]
    assert version.name == "child_help__older"
    assert version.conditions == ("has_a_poor_child__older", "did_not_refuse")
    assert version.amount == "child_amount__older"
    assert version.received_fact == "crowded"

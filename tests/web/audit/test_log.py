"""What stands in an entry."""

import json

import pytest
from django.db import transaction

from familymap.web.audit.actions import Action
from familymap.web.audit.log import record
from familymap.web.audit.models import Entry

from .conftest import AIGUL, SERIK

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_to_whom_and_why() -> None:
    number = record(
        AIGUL,
        Action.opened_card,
        subject="family",
        subject_id=1234,
        area="111010000",
        purpose="visit",
        detail={"b": 1, "a": "сәлем"},
    )
    entry = Entry.objects.get(pk=number)
    assert (entry.actor_id, entry.actor_name, entry.roles) == (7, "Айгүл Серікқызы", "social_worker 11")
    assert (entry.action, entry.subject, entry.subject_id) == ("opened_card", "family", "1234")
    assert (entry.area, entry.purpose, entry.detail) == ("111010000", "visit", '{"a": "сәлем", "b": 1}')


def test_a_duty_for_the_whole_country_is_told_from_none() -> None:
    assert Entry.objects.get(pk=record(SERIK, Action.searched)).roles == "supervisor *"


def test_a_personal_number_never_stands_in_the_log() -> None:
    number = record(AIGUL, Action.searched, purpose="about 900101300123", detail={"iin": "900101300123"})
    entry = Entry.objects.get(pk=number)
    assert entry.purpose == "about ••••••••0123"
    assert json.loads(entry.detail) == {"iin": "••••••••0123"}


def test_what_is_undone_leaves_no_trace_and_what_has_no_trace_is_undone() -> None:
    before = Entry.objects.count()
    with pytest.raises(RuntimeError, match="the page broke"), transaction.atomic():
        record(AIGUL, Action.opened_card, subject="family", subject_id=1)
        raise RuntimeError("the page broke")
    assert Entry.objects.count() == before


def test_an_unknown_deed_is_refused() -> None:
    with pytest.raises(ValueError, match="looked"):
        record(AIGUL, "looked")  # type: ignore[arg-type]


def test_every_deed_has_its_words() -> None:
    assert all(str(action.label) for action in Action)

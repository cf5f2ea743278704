"""The card on paper: whole, readable by machines that read aloud, in every language."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from familymap.web.accounts.roles import Role
from tests.web.conftest import ClientAs
from tests.web.families.conftest import Known, opened

pytestmark = pytest.mark.django_db

SAID = {
    "kk": ("Отбасына кім кіреді", "Тиесілі, бірақ алынбайды", "Не сұрау керек", "Отбасы жағдайы", "ЖСН"),
    "ru": ("Кто входит в семью", "Положено, но не получают", "О чём спросить", "Портрет семьи", "ИИН"),
    "en": ("Who belongs, and how we know", "Due and not received", "What to ask", "Portrait", "IIN"),
}


def paper(client: Client, family: Known, language: str) -> PdfReader:
    answer = client.get(f"/families/{family.family_id}/card-{language}.pdf")
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    return PdfReader(BytesIO(answer.content))


@pytest.mark.parametrize("language", SAID)
def test_the_text_can_be_taken_out_again(client_as: ClientAs, ours: Known, language: str) -> None:
    client = client_as(Role.social_worker, ours.region, language="en")
    opened(client, ours)
    text = " ".join(" ".join(page.extract_text() for page in paper(client, ours, language).pages).split())
    for words in (*SAID[language], ours.surname):
        assert words in text, words
    assert ours.iins[0] not in text and ours.iins[0][-4:] in text


def test_kazakh_letters_come_out_as_they_went_in(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    text = "".join(page.extract_text() for page in paper(client, ours, "kk").pages)
    missing = [letter for letter in "әғқңөұүһі" if letter not in text.lower()]
    assert len(missing) <= 1, missing  # «һ» is rare; all others stand on every card
    assert "\ufffd" not in text


def test_it_is_tagged_and_says_its_language(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    read = paper(client, ours, "kk")
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "kk"  # type: ignore[index]
    assert "pdfuaid:part" in root["/Metadata"].get_object().get_data().decode()  # type: ignore[index]
    assert read.metadata and ours.surname in str(read.metadata.title)


def test_no_paper_in_a_language_that_is_not_ours(client_as: ClientAs, ours: Known) -> None:
    client = client_as(Role.social_worker, ours.region)
    opened(client, ours)
    assert client.get(f"/families/{ours.family_id}/card-de.pdf").status_code == 404

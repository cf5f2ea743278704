"""`familymap areas import`, as a person types it."""

from pathlib import Path

import pytest

from familymap.cli import main
from familymap.places.area import kept, read_areas
from tests.places.files import Rows, square, write

GOOD: Rows = [({"kato": "59"}, square(68, 53, 3)), ({"kato": "5936"}, square(68, 53))]


def test_boundaries_are_loaded_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write(GOOD, tmp_path / "areas.gpkg")
    assert main(["areas", "import", str(file), "--store", str(tmp_path), "--lang", "ru"]) == 0
    said = capsys.readouterr().out
    assert "области: 1" in said and "районы: 1" in said
    assert [area.code for area in read_areas(kept(tmp_path))] == ["59", "5936"]


@pytest.mark.parametrize(("language", "said"), [("kk", "Ештеңе сақталған жоқ"), ("en", "Nothing was kept")])
def test_a_fault_is_said_in_the_language_of_the_person(
    language: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write([({"kato": "88"}, square(68, 53))], tmp_path / "areas.geojson")
    assert main(["areas", "import", str(file), "--store", str(tmp_path), "--lang", language]) == 1
    assert said in capsys.readouterr().err

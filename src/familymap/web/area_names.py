"""What an area is called, where a duty or a record names only its code."""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

from django.utils.translation import gettext

from familymap.declarations import read_tree

REGION = 2
"""How many digits of a KATO code name the region."""


def area_name(code: str, language: str) -> str:
    """The region's name, with the code behind it where the area is smaller; '' is the whole country."""
    if not code:
        return gettext("whole country")
    region = _regions().get(code[:REGION], {}).get(language, "")
    if len(code) == REGION and region:
        return region
    return f"{region}, {code}" if region else code


@cache
def _regions() -> Mapping[str, Mapping[str, str]]:
    content, _ = read_tree(Path(str(resources.files("familymap"))) / "kazakhstan" / "places" / "regions.yaml")
    return {one["kato"]: one["names"] for one in content["regions"]}

"""The card of a family told in one language: what the page and the paper show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_noop

from familymap.web.area_names import area_name
from familymap.web.families.changes import changes
from familymap.web.families.dues import Dues, dues
from familymap.web.families.members import Member, full_name, members, short_names
from familymap.web.families.portrait import Side, Whose, sides
from familymap.web.families.texts import text
from familymap.web.families.words import Speaker
from familymap.web.serving.cards import FamilyCard

HEADING = gettext_noop("Family: {name}")
AS_OF = gettext_noop("as of {day}")


@dataclass(frozen=True)
class Story:
    """A family in words. `changes` is None where there is no publication to compare with."""

    family_id: int
    heading: str
    lead: str
    as_of: date
    known_at: date
    members: Sequence[Member]
    sides: Sequence[Side]
    dues: Dues
    changes: Sequence[str] | None

    @property
    def lacking(self) -> int:
        """How much the family lacks for certain, on all sides of life."""
        return sum(side.lacking for side in self.sides)


def tell(speaker: Speaker, card: FamilyCard) -> Story:
    """The whole card, without anything that could hurt within the family."""
    names = short_names(card.members, speaker.language)
    whose = [Whose(names[one.person_id], one.facts) for one in card.members]
    place = area_name(card.area, speaker.language) if card.area else ""
    day = text(AS_OF, speaker.language, day=speaker.day(speaker.reference.as_of))
    return Story(
        card.family_id,
        text(HEADING, speaker.language, name=full_name(card.members[0], speaker.language)),
        " · ".join(filter(None, (place, day))),
        speaker.reference.as_of,
        speaker.reference.known_at,
        members(speaker, card),
        sides(speaker, card.facts, card.home.facts if card.home else {}, whose),
        dues(speaker, card, names),
        changes(speaker, card, names),
    )

"""The one door to a family: whoever reads a card, an explanation or a paper has come through here.

It looks at the role, at the area, and at the purpose that was stated, and leaves a trace of every reading.
"""

from collections.abc import Mapping

from django.db import transaction

from familymap.web.accounts.actor import Actor
from familymap.web.audit import log
from familymap.web.audit.actions import Action
from familymap.web.families import openings
from familymap.web.families.declaration import Card
from familymap.web.families.models import Opening
from familymap.web.serving import cards, search
from familymap.web.serving.cards import FamilyCard
from familymap.web.serving.scope import EVERYWHERE


class NotYours(LookupError):
    """There is no such family, or it is not this person's to read; nobody is told which."""


class NoPurpose(RuntimeError):
    """The family is this person's to read, and the purpose has not been stated, or long ago."""


def open_card(
    actor: Actor,
    family_id: int,
    action: Action = Action.opened_card,
    detail: Mapping[str, object] | None = None,
) -> tuple[FamilyCard, Opening]:
    """The card, and the opening by which it is read; the reading stands in the log when this returns.

    Raises NotYours or NoPurpose.
    """
    opening = openings.current(actor, family_id)
    card = _own_card(actor, family_id)
    if card is None and opening is not None and opening.outside:
        card = cards.family(family_id, frozenset({opening.area}))
    if card is None:
        raise _not_yours(actor, family_id)
    if opening is None:
        raise NoPurpose(str(family_id))
    told = {**(detail or {}), **({"opening": opening.pk} if opening.outside else {})}
    log.record(
        actor,
        action,
        subject="family",
        subject_id=family_id,
        area=card.area or "",
        purpose=opening.purpose,
        detail=told,
    )
    return card, opening


def check(actor: Actor, family_id: int) -> None:
    """Whether the actor may state a purpose for this family. Raises NotYours."""
    if _own_card(actor, family_id) is None:
        raise _not_yours(actor, family_id)


def _own_card(actor: Actor, family_id: int) -> FamilyCard | None:
    """The card where it lies in the areas in which the actor reads cards. Nothing of it may be shown yet."""
    scope = actor.scope(*openings.READERS)
    return cards.family(family_id, scope) if scope else None


def state_purpose(actor: Actor, family_id: int, purpose: str, declared: Card) -> Opening:
    """Say why a family of the own area is opened. Raises NotYours or openings.NotStated."""
    card = _own_card(actor, family_id)
    if card is None:
        raise _not_yours(actor, family_id)
    return openings.state(actor, family_id, card.area or "", purpose, declared)


@transaction.atomic
def state_purpose_outside(actor: Actor, family_id: int, purpose: str, reason: str, declared: Card) -> Opening:
    """Say why a family of another area has to be opened; one of the own area is opened as any other.

    Raises NotYours where there is no such family, openings.NotStated or openings.TooMany.
    """
    found = search.by_family(family_id, EVERYWHERE, limit=1)
    if not found or not actor.has(*openings.READERS):
        raise NotYours(str(family_id))
    area = found[0].area or ""
    if actor.covers(area, *openings.READERS):
        return openings.state(actor, family_id, area, purpose, declared)
    opening = openings.state_outside(actor, family_id, area, purpose, reason, declared)
    log.record(
        actor,
        Action.opened_outside_area,
        subject="family",
        subject_id=family_id,
        area=area,
        purpose=purpose,
        detail={"opening": opening.pk, "reason": opening.reason},
    )
    return opening


def _not_yours(actor: Actor, family_id: int) -> NotYours:
    """The attempt stands in the log too."""
    log.record(actor, Action.refused, subject="family", subject_id=family_id)
    return NotYours(str(family_id))

"""Looking for a family: what was asked, what was found, and the trace that is left."""

from collections.abc import Callable, Mapping, Sequence

from familymap.web.accounts.actor import Actor
from familymap.web.audit import log
from familymap.web.audit.actions import Action
from familymap.web.families.openings import READERS
from familymap.web.serving import search
from familymap.web.serving.scope import EVERYWHERE
from familymap.web.serving.search import Found

WAYS: Mapping[str, Callable[..., list[Found]]] = {
    "iin": search.by_iin,
    "name": search.by_name,
    "address": search.by_address,
    "family": search.by_family,
}


def find(actor: Actor, way: str, asked: str | int) -> Sequence[Found]:
    """People of the actor's areas; how many were found stands in the log, never an IIN."""
    found = WAYS[way](asked, scope=actor.scope(*READERS))
    told = {} if way == "iin" else {"asked": asked}
    families = sorted({one.family_id for one in found})
    log.record(actor, Action.searched, detail={"way": way, "found": len(found), "families": families, **told})
    return found


def find_anywhere(actor: Actor, who: str) -> int | None:
    """The family of exactly this IIN or number, wherever it lives; nothing else of it is told."""
    if len(who) == 12:
        found = search.by_iin(who, scope=EVERYWHERE, limit=1)
    else:
        found = search.by_family(int(who), scope=EVERYWHERE, limit=1)
    family_id = found[0].family_id if found else None
    told = {"way": "outside", "families": [family_id] if family_id else []}
    log.record(actor, Action.searched, detail=told)
    return family_id

"""Which differences between two publications may be shown: not a small one, nor what would betray it.

A difference of 1 to limit - 1 families says that so few moved, were born or lost something, and it adds up
over areas like any other number. So it is held back, and with it the smallest other one within the same area
until at least two are held back there and what they make together is no small difference itself.
"""

from collections.abc import Mapping, Sequence

Bounds = tuple[float | None, float | None]


def shown_changes(levels: Sequence[Mapping[str, Bounds | None]], limit: int) -> dict[str, Bounds]:
    """Area → its difference, where it may be shown. `levels` go from the country down; None is held back."""
    shown: dict[str, Bounds] = {}
    outer: set[str] | None = None
    for changes in levels:
        groups: dict[str, dict[str, Bounds | None]] = {}
        for area, change in changes.items():
            groups.setdefault(_around(area, changes, outer), {})[area] = change
        kept: set[str] = set()
        for around, inside in groups.items():
            if outer is not None and around not in outer:
                continue
            held = _held(inside, limit, outer is not None)
            kept |= {area for area in inside if area not in held}
        shown |= {area: change for area in kept if (change := changes[area]) is not None}
        outer = kept
    return shown


def _around(area: str, level: Mapping[str, Bounds | None], outer: set[str] | None) -> str:
    """The shown area in which an area lies; «» where there is none."""
    if outer is None:
        return ""
    if len(outer) == 1 and not next(iter(outer)).isdigit():
        return next(iter(outer))
    return next((code for code in (area[:4], area[:2]) if code in outer and code != area), "")


def _held(inside: Mapping[str, Bounds | None], limit: int, with_others: bool) -> set[str]:
    held = {area for area, change in inside.items() if change is None or _is_small(change, limit)}
    if not held or not with_others:
        return held
    waiting = sorted(set(inside) - held, key=lambda area: (_size(inside[area]), area))
    while waiting and (len(held) < 2 or _is_small(_together(inside, held), limit)):
        held.add(waiting.pop(0))
    return held


def _is_small(change: Bounds, limit: int) -> bool:
    return any(end is not None and 0 < abs(end) < limit for end in change)


def _together(inside: Mapping[str, Bounds | None], held: set[str]) -> Bounds:
    known = [change for area in held if (change := inside[area]) is not None]
    return sum(change[0] or 0 for change in known), sum(change[1] or 0 for change in known)


def _size(change: Bounds | None) -> float:
    return abs(change[0] or 0) if change else 0.0

"""Pages of families: search, purpose, card, questions, why, paper."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from familymap.texts import LANGUAGES
from familymap.web import publishing
from familymap.web.accounts import access
from familymap.web.accounts.actor import Request
from familymap.web.audit.actions import Action
from familymap.web.errors import NothingPublished
from familymap.web.families import door, openings, paper
from familymap.web.families.asking import asking
from familymap.web.families.finding import find, find_anywhere
from familymap.web.families.forms import OutsideForm, PurposeForm, SearchForm
from familymap.web.families.members import short_names
from familymap.web.families.reference import Reference, reference
from familymap.web.families.story import tell
from familymap.web.families.why import NotAsSealed, NothingToExplain, outline, work_out
from familymap.web.families.words import Speaker
from familymap.web.serving.cards import FamilyCard

View = Callable[..., HttpResponse]

NO_SUCH_FAMILY = gettext_noop("No family was found by this number. Check the digits.")
TOO_MANY = gettext_noop(
    "You have opened as many families outside your area today as one day allows. Speak to your supervisor."
)


def published() -> Reference:
    """What cards are told with now. Raises NothingPublished."""
    publication = publishing.current(settings.FAMILYMAP_STORE)
    if publication is None:
        raise NothingPublished
    return reference(settings.FAMILYMAP_STORE, publication.run.run_id)


def through_the_door(view: View) -> View:
    """What the door says becomes a page: 404 for what is not one's own, a question for a missing purpose."""

    @never_cache
    @wraps(view)
    def guarded(request: Request, family_id: int, *args: Any, **more: Any) -> HttpResponse:
        try:
            answer = view(request, family_id, *args, **more)
        except door.NotYours:
            raise Http404 from None
        except door.NoPurpose:
            answer = redirect("families:open", family_id)
            if request.htmx:
                answer = HttpResponse(headers={"HX-Redirect": answer["Location"]})
        answer["Cache-Control"] = "no-store"
        return answer

    return guarded


def speaker(found: FamilyCard, language: str | None = None) -> Speaker:
    """Everything this card is told with, in the reader's language or another: the rules of its own run."""
    return Speaker(reference(settings.FAMILYMAP_STORE, found.run_id), language or get_language() or "kk")


@never_cache
@require_http_methods(["GET", "POST"])
def search(request: Request) -> HttpResponse:
    """Search first: there is no list of people to leaf through. What was asked travels in no address."""
    published()
    form = SearchForm(request.POST or None)
    reviews = access.may_open("families:openings", request.actor)
    waiting = len(openings.to_review(request.actor)) if reviews else None
    shown: dict[str, Any] = {"form": form, "found": None, "waiting": waiting}
    if request.method == "POST" and form.is_valid():
        shown["found"] = find(request.actor, form.cleaned_data["way"], form.cleaned_data["asked"])
    return _unstored(render(request, "families/search.html", shown))


@through_the_door
@require_http_methods(["GET", "POST"])
def open_family(request: Request, family_id: int) -> HttpResponse:
    """Why this family is opened; then its card."""
    told = published()
    door.check(request.actor, family_id)
    form = PurposeForm(told.card, request.POST or None)
    if request.method == "POST" and form.is_valid():
        door.state_purpose(request.actor, family_id, form.cleaned_data["purpose"], told.card)
        return redirect("families:card", family_id)
    return render(
        request, "families/open.html", {"form": form, "family_id": family_id, "rules": told.card.opening}
    )


@never_cache
@require_http_methods(["GET", "POST"])
def outside(request: Request) -> HttpResponse:
    """A family of another area: exactly which, why, and what makes it necessary."""
    told = published()
    form = OutsideForm(told.card, request.POST or None)
    if request.method == "POST" and form.is_valid():
        family_id = find_anywhere(request.actor, form.cleaned_data["who"])
        if family_id is not None and _stated_outside(request, form, family_id, told):
            return redirect("families:card", family_id)
        if family_id is None:
            form.add_error("who", _(NO_SUCH_FAMILY))
    left = max(told.card.opening.outside_a_day - openings.outside_today(request.actor), 0)
    shown = {"form": form, "rules": told.card.opening, "left": left}
    return _unstored(render(request, "families/outside.html", shown))


@through_the_door
@require_safe
def card(request: Request, family_id: int) -> HttpResponse:
    """The card of a family."""
    return _card(request, family_id, Action.opened_card)


@through_the_door
@require_POST
def iin(request: Request, family_id: int, person_id: int) -> HttpResponse:
    """One member's IIN in full: the card with it, or that line alone for a script."""
    return _card(request, family_id, Action.revealed_iin, person_id)


@through_the_door
@require_safe
def questions(request: Request, family_id: int) -> HttpResponse:
    """What to ask the family so that what cannot be told can be: a page, or a part of the card."""
    found, _opening = door.open_card(request.actor, family_id, Action.opened_card, {"part": "questions"})
    say = speaker(found)
    names = short_names(found.members, say.language)
    story = tell(say, found)
    shown = {
        "story": story,
        "asking": asking(say, work_out(say.reference, family_id), story.dues.cannot_tell, names),
    }
    template = "families/questions_part.html" if request.htmx else "families/questions.html"
    return render(request, template, shown)


@through_the_door
@require_safe
def why(request: Request, family_id: int, measure: str, person_id: int | None = None) -> HttpResponse:
    """Why a measure is due, is not, or cannot be told."""
    detail = {"measure": measure, **({"person": person_id} if person_id else {})}
    found, _opening = door.open_card(request.actor, family_id, Action.opened_why, detail)
    say = speaker(found)
    names = short_names(found.members, say.language)
    shown: dict[str, Any] = {"family_id": family_id, "title": say.measure(measure)}
    try:
        explanation = work_out(say.reference, family_id).explain(measure, person_id, names)
    except NothingToExplain:
        raise Http404 from None
    except NotAsSealed:
        return render(request, "families/why.html", shown)
    shown |= {"explanation": explanation, "parts": outline(explanation, say.language)}
    return render(request, "families/why.html", shown)


@through_the_door
@require_safe
def on_paper(request: Request, family_id: int, language: str) -> HttpResponse:
    """The card as a PDF in one of the languages."""
    if language not in LANGUAGES:
        raise Http404
    found, _opening = door.open_card(request.actor, family_id, Action.printed, {"language": language})
    say = speaker(found, language)
    today = timezone.localdate()
    names = short_names(found.members, language)
    story = tell(say, found)
    asked = asking(say, work_out(say.reference, family_id), story.dues.cannot_tell, names)
    answer = HttpResponse(paper.pdf(say, story, asked, request.actor.name, today), "application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="family-{family_id}-{language}.pdf"'
    return answer


def _card(request: Request, family_id: int, action: Action, person_id: int | None = None) -> HttpResponse:
    detail = {"person": person_id} if person_id else None
    found, opening = door.open_card(request.actor, family_id, action, detail)
    say = speaker(found)
    purpose = say.reference.card.purposes[opening.purpose]
    story = tell(say, found)
    shown: dict[str, Any] = {"story": story, "opening": opening, "purpose": say.of(purpose)}
    if person_id is not None:
        revealed = {one.person_id: one.iin for one in found.members}
        if not revealed.get(person_id):
            raise Http404
        shown |= {"revealed": person_id, "iin": revealed[person_id]}
        if request.htmx:
            return render(request, "families/iin.html", shown)
    return render(request, "families/card.html", shown)


def _stated_outside(request: Request, form: OutsideForm, family_id: int, told: Reference) -> bool:
    """Whether the purpose is stated now; if not, the form says what is missing."""
    stated = form.cleaned_data
    try:
        door.state_purpose_outside(request.actor, family_id, stated["purpose"], stated["reason"], told.card)
    except door.NotYours:
        form.add_error("who", _(NO_SUCH_FAMILY))
    except openings.TooMany:
        form.add_error(None, _(TOO_MANY))
    else:
        return True
    return False


def _unstored(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer

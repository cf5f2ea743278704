"""Pages of people who sign in: the one-time link, one's own account, the people of an administrator."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from familymap.web.accounts import forms, links, services
from familymap.web.accounts.actor import Request
from familymap.web.accounts.models import Duty, User


@never_cache
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a one-time link. Looking at it uses nothing up: only the button does."""
    try:
        if request.method == "GET":
            return render(request, "accounts/link.html", {"person": links.owner(token)})
        user = links.use(token)
    except links.LinkUsedUp:
        return render(request, "accounts/link_used_up.html", status=410)
    record_authentication(request, user, "link")
    user.backend = "allauth.account.auth_backends.AuthenticationBackend"
    answer: HttpResponse = perform_login(request, Login(user=user, email_verification="none"))
    return answer


@require_http_methods(["GET", "POST"])
def me(request: Request) -> HttpResponse:
    """Who I am here, what my duties are, how I sign in; and signing out everywhere."""
    user = _me(request)
    if request.method == "POST":
        services.sign_out_everywhere(user)
        return redirect("account_login")
    now = timezone.now()
    shown = {
        "duties": user.duties.order_by("role", "area"),
        "sessions": user.sessions.filter(expire_date__gt=now).count(),
    }
    return render(request, "accounts/me.html", shown)


@require_http_methods(["GET", "POST"])
def people(request: Request) -> HttpResponse:
    """Everybody who signs in, and taking somebody on."""
    form = forms.NewPerson(request.POST or None)
    if request.method == "POST" and form.is_valid():
        taken = services.take_on(**form.cleaned_data, by=request.actor)
        return redirect("accounts:person", taken.pk)
    everybody = User.objects.prefetch_related("duties").order_by("-is_active", "username")
    return render(request, "accounts/people.html", {"people": everybody, "form": form})


@require_http_methods(["GET", "POST"])
def person(request: Request, user_id: int) -> HttpResponse:
    """One of them: duties, a link, letting them go."""
    user = get_object_or_404(User, pk=user_id)
    form = forms.NewDuty(request.POST if request.POST.get("do") == "give" else None)
    shown = {"person": user, "form": form}
    if request.method == "POST":
        done = _done(request, user, form)
        if isinstance(done, str):
            shown["link"] = request.build_absolute_uri(done)
        elif done:
            return redirect("accounts:person", user.pk)
    shown["duties"] = user.duties.order_by("role", "area")
    return render(request, "accounts/person.html", shown)


def _done(request: Request, user: User, form: forms.NewDuty) -> bool | str:
    """Do what the button says; whether it was done, or the link that was made."""
    match request.POST.get("do"):
        case "give" if form.is_valid():
            services.give_duty(user, form.cleaned_data["role"], form.cleaned_data["area"], request.actor)
        case "give":
            return False
        case "end":
            services.end_duty(get_object_or_404(Duty, pk=request.POST.get("duty"), user=user), request.actor)
        case "link":
            return links.make(user, by=request.actor)
        case "let_go" if user.pk != request.actor.user_id:
            services.let_go(user, request.actor)
            messages.success(request, _("Every session and duty of this person has ended."))
        case _:
            raise Http404
    return True


def _me(request: Request) -> User:
    return get_object_or_404(User, pk=request.user.pk)

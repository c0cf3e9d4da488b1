"""The doors: the sign-in link, the invitation, the choice of a workspace; language and theme."""

from typing import cast

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.base.access import memberships
from likely.base.entry import user_of_entry
from likely.base.invite import accept, read_invite
from likely.base.member import User
from likely.lib.refusal import Refusal
from likely.web.access import choose_workspace, refused
from likely.web.account import INVITED
from likely.web.frame import THEME_COOKIE, THEMES

YEAR_SECONDS = 365 * 24 * 3600


@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by link. It writes nothing but the session."""
    try:
        user = user_of_entry(token)
    except Refusal as refusal:
        return refused(request, refusal, status=410)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("overview")


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invite = read_invite(token)
        if request.method == "POST" and request.user.is_authenticated:
            choose_workspace(request, accept(invite, request.user))
            return redirect("overview")
    except Refusal as refusal:
        return refused(request, refusal, status=410)
    request.session[INVITED] = token
    if request.user.is_authenticated:
        return render(request, "web/join.html", {"invite": invite})
    known = User.objects.filter(email=invite.email).exists()
    door = reverse("account_login" if known else "account_signup")
    return redirect(f"{door}?next={request.path}" if known else door)


@login_required
def choose(request: HttpRequest) -> HttpResponse:
    found = memberships(cast(User, request.user))
    if request.method == "POST":
        chosen = next((one for one in found if str(one.workspace_id) == request.POST.get("workspace")), None)
        if chosen is not None:
            choose_workspace(request, chosen)
            return redirect("overview")
    return render(request, "web/choose.html", {"memberships": found})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES) or not check_for_language(wanted):
        return HttpResponseBadRequest()
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=wanted)
    answer = _back(request)
    answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=YEAR_SECONDS, samesite="Lax")
    return answer


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("theme", "")
    if wanted not in THEMES:
        return HttpResponseBadRequest()
    answer = _back(request)
    answer.set_cookie(THEME_COOKIE, wanted, max_age=YEAR_SECONDS, samesite="Lax")
    return answer


def _back(request: HttpRequest) -> HttpResponse:
    """To where the switch stood, if that is one of our own pages."""
    wanted = request.POST.get("next", "/")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if own else "/")

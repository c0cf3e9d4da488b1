"""Who may open which page. Every staff view carries `member`, which says what role it needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from likely.base.access import memberships, reaches
from likely.base.member import Member, Role, User
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal

CHOSEN = "workspace"  # session key: the id of the workspace that was chosen
P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request whose sender is a member of `workspace`."""

    workspace: Workspace
    member: Member
    user: User


StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def member(role: Role = Role.VIEWER) -> Callable[[StaffView[P]], View[P]]:
    """Let in members of the chosen workspace with at least `role`.

    Anybody unknown is sent to sign in, a lower role gets 403, and a Refusal becomes its page. Objects
    are for the view to fetch inside `request.workspace`: a foreign one is a 404, like one that never was.
    """

    def guard(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            found = _membership(request)
            if found is None:
                return redirect("choose")
            staff = cast(StaffRequest, request)
            staff.member, staff.workspace = found, found.workspace
            return _answer(staff, role, view, *args, **kwargs)

        cast(Any, guarded).needed_role = role
        return cast(View[P], guarded)

    return guard


def actor(request: StaffRequest) -> str:
    """The sender's name in the journal."""
    return f"user:{request.user.email}"


def choose_workspace(request: HttpRequest, found: Member) -> None:
    request.session[CHOSEN] = str(found.workspace_id)


def refused(request: HttpRequest, refusal: Refusal, status: int = 422) -> HttpResponse:
    """The page of a refusal: what happened, what to do next."""
    return render(request, "web/refused.html", {"refusal": refusal}, status=status)


def _membership(request: HttpRequest) -> Member | None:
    """The membership in the chosen workspace, or the only one there is."""
    found = memberships(cast(User, request.user))
    chosen = request.session.get(CHOSEN)
    if len(found) == 1:
        return found[0]
    return next((one for one in found if str(one.workspace_id) == chosen), None)


def _answer(
    request: StaffRequest, role: Role, view: StaffView[P], *args: P.args, **kwargs: P.kwargs
) -> HttpResponseBase:
    if not reaches(request.member.role, role):
        raise PermissionDenied
    try:
        answer = view(request, *args, **kwargs)
    except Refusal as refusal:
        answer = refused(request, refusal)
    if not answer.has_header("Cache-Control"):
        answer["Cache-Control"] = "no-store"  # a workspace's figures stay out of shared caches
    return answer

"""The properties of people: which there are, of what type, under which label."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.property import Property, declare
from likely.web.access import StaffRequest, actor, member
from likely.web.import_mapping import TYPE_NAMES

TYPES: Final = tuple(TYPE_NAMES.items())


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def properties(request: StaffRequest) -> HttpResponse:
    """GET: all of them. POST: one is declared, or said anew; managers only."""
    may_edit = reaches(request.member.role, Role.MANAGER)
    refusal = None
    if request.method == "POST" and may_edit:
        try:
            _declare(request)
            return redirect("people-properties")
        except Refusal as found:
            refusal = found
    context = {
        "properties": Property.objects.of(request.workspace).order_by("label", "key"),
        "types": TYPES,
        "may_edit": may_edit,
        "refusal": refusal,
        "sent": request.POST,
    }
    return render(request, "web/people_properties.html", context, status=422 if refusal else 200)


def _declare(request: StaffRequest) -> None:
    sent = request.POST
    if not sent.get("key", "").strip() and not sent.get("label", "").strip():
        raise Refusal("no_name", "A name is missing.", cure="Give it one.", field="key")
    choices = sent.get("choices", "").splitlines()
    declare(
        request.workspace,
        sent.get("key") or sent.get("label", ""),
        sent.get("type", ""),
        sent.get("label", ""),
        choices,
        actor(request),
    )

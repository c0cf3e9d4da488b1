"""Chat rooms of units: which unit has one, setting it, a line into it as a test, taking it away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.unit_room import room_of_unit
from likely.base.member import Role
from likely.channels.channel import SendError
from likely.channels.unit_room import drop_room, keep_room, rooms_of
from likely.lib.refusal import Refusal
from likely.people.unit import Unit, UnitTree, tree_of
from likely.web.access import StaffRequest, actor, member
from likely.web.channels import chat_setup, sent_as_a_test
from likely.web.not_sent import why_not

PER_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Row:
    """room: what may be shown of its own; above: the unit whose room it uses; None: the workspace's."""

    unit: Unit
    indent: int
    room: str
    above: Unit | None


@member(Role.MANAGER)
@require_safe
def unit_rooms(request: StaffRequest) -> HttpResponse:
    tree, rooms = tree_of(request.workspace), rooms_of(request.workspace)
    page = Paginator(tree.units, PER_PAGE).get_page(request.GET.get("page"))
    rows = [_row(one, tree, rooms) for one in page]
    context = {"rows": rows, "page": page, "set_up": chat_setup(request) is not None}
    return render(request, "web/unit_rooms.html", context)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def unit_room(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    found = _found(request, unit_id)
    if chat_setup(request) is None:
        return redirect("channel", "chat")
    if request.method != "POST":
        return _page(request, found)
    try:
        keep_room(found, request.POST.get("room", ""), actor(request))
    except Refusal as refusal:
        return _page(request, found, refusal=refusal, status=422)
    messages.success(request, _("%(unit)s has a room of its own.") % {"unit": found.name})
    return redirect("unit-room", found.pk)


@member(Role.MANAGER)
@require_POST
def unit_room_test(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    """A line into the room, which asks nothing."""
    found = _found(request, unit_id)
    if chat_setup(request) is None or found.pk not in rooms_of(request.workspace):
        return redirect("unit-room", found.pk)
    outcome = sent_as_a_test(request, "chat", room=str(found.pk))
    if isinstance(outcome, SendError):
        return _page(request, found, failed=why_not(outcome.words), status=422)
    messages.success(request, _("The provider took the test message."))
    return redirect("unit-room", found.pk)


@member(Role.MANAGER)
@require_POST
def unit_room_drop(request: StaffRequest, unit_id: UUID) -> HttpResponse:
    found = _found(request, unit_id)
    if drop_room(found, actor(request)):
        messages.success(request, _("%(unit)s has no room of its own any more.") % {"unit": found.name})
    return redirect("unit-rooms")


def _found(request: StaffRequest, unit_id: UUID) -> Unit:
    return get_object_or_404(Unit.objects.of(request.workspace).select_related("workspace"), pk=unit_id)


def _row(unit: Unit, tree: UnitTree, rooms: Mapping[UUID, str]) -> Row:
    room = rooms.get(unit.pk, "")
    return Row(unit, tree.depths[unit.pk], room, None if room else room_of_unit(unit, tree, rooms))


def _page(
    request: StaffRequest, unit: Unit, refusal: Refusal | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    tree = tree_of(request.workspace)
    context = {
        "row": _row(unit, tree, rooms_of(request.workspace)),
        "path": tree.path(tree.by_id[unit.pk]),
        "refusal": refusal,
        **more,
    }
    return render(request, "web/unit_room.html", context, status=status)

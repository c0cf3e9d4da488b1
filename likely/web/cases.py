"""Cases: the queue with its filters, the board, and what is done with many at once (L01)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from likely.act.case import Case, Opening, may_own, open_case
from likely.act.case_list import (
    MOST_COUNTED,
    SORTS,
    VIEWS,
    CaseQuestion,
    board_of,
    cases_of,
    counted,
    first_page,
    page_of_cases,
)
from likely.act.case_priority import LEVELS
from likely.act.case_work import LONGEST_TAG, assign_case, move_case, tag_case
from likely.base.member import Role
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.lib.sort_order import head
from likely.people.segment import Segment
from likely.stats.scale import GROUPS
from likely.web.access import StaffRequest, actor, member
from likely.web.asked_segment import MOST_OFFERED, segment_asked
from likely.web.said import said
from likely.web.workspace_clock import on_workspace_clock

PER_PAGE: Final = 50
PER_COLUMN: Final = 20  # of the board
LONGEST_SEARCH: Final = 120  # characters
BOARD: Final = "board"
MOVES: Final = ("take", "wait", "go_on", "resolve", "close")  # with many at once
# What the page says beside the name of the view
FILTERS: Final = ("owner", "group", "level", "tag", "words", "segment")


@member(Role.AGENT)
@require_safe
@on_workspace_clock
def cases(request: StaffRequest) -> HttpResponse:
    """Most urgent first; as=board: a column a state."""
    asked = _asked(request)
    shown = _board(request, asked) if request.GET.get("as") == BOARD else _queue(request, asked)
    is_narrowed = any(getattr(asked, name) for name in FILTERS)
    context = {
        "asked": asked,
        "is_narrowed": is_narrowed or asked.view != "open",
        "nothing_ever": not Case.objects.of(request.workspace).exists(),
        "owners": may_own(request.workspace).values(),
        "groups": GROUPS,
        "levels": LEVELS,
        "segments": Segment.objects.of(request.workspace).order_by("name")[:MOST_OFFERED],
        "moves": MOVES,
    }
    return render(request, "web/cases.html", context | shown)


@member(Role.AGENT)
@require_POST
def bulk(request: StaffRequest) -> HttpResponse:
    """One deed with each case that was ticked; what can't be done with one stops no other."""
    done, refusals = 0, []
    for case in _ticked(request):
        try:
            _do(request, case)
            done += 1
        except Refusal as refusal:
            refusals.append(refusal)
    if done:
        told = ngettext("%(n)s case changed.", "%(n)s cases changed.", done)
        messages.success(request, told % {"n": done})
    if refusals:
        told = ngettext("%(n)s case stays as it was.", "%(n)s cases stay as they were.", len(refusals))
        messages.error(request, f"{told % {'n': len(refusals)}} {said(refusals[0])}")
    if not done and not refusals:
        messages.info(request, _("No case was ticked."))
    address = redirect("cases")
    address["Location"] += _back(request)
    return address


@member(Role.AGENT)
@require_POST
def open_for_response(request: StaffRequest, response_id: UUID) -> HttpResponse:
    """By hand; it is the case of whoever opens it."""
    rows = Response.objects.of(request.workspace).select_related("person__account", "workspace")
    response, now = get_object_or_404(rows, pk=response_id), timezone.now()
    case, is_new = open_case(response, Opening(owner_rule="nobody"), actor(request), now)
    if is_new and case.owner_id is None:
        assign_case(case, request.user.pk, actor(request), now)
    return redirect("case", case.pk)


def _queue(request: StaffRequest, asked: CaseQuestion) -> dict[str, object]:
    found = cases_of(request.workspace, asked, timezone.now())
    order = head(request.GET.get("sort", ""), SORTS, SORTS[0])
    after = request.GET.get("after", "")
    if after:
        rows, following = page_of_cases(request.workspace, found, after, PER_PAGE, order.by)
        n = counted(found)
    else:
        rows, following, n = first_page(found, PER_PAGE, order.by)
    return {
        "cases": rows,
        "next": following,
        "head": order,
        "n": min(n, MOST_COUNTED),
        "is_more": n > MOST_COUNTED,
    }


def _board(request: StaffRequest, asked: CaseQuestion) -> dict[str, object]:
    columns = list(board_of(request.workspace, asked, PER_COLUMN, timezone.now()))
    return {"is_board": True, "columns": columns, "cases": any(one.cases for one in columns)}


def _move(request: StaffRequest, case: Case) -> None:
    move_case(case, request.POST.get("move", ""), actor(request), timezone.now())


def _mine(request: StaffRequest, case: Case) -> None:
    assign_case(case, request.user.pk, actor(request), timezone.now())


def _give(request: StaffRequest, case: Case) -> None:
    assign_case(case, owner_told(request), actor(request), timezone.now())


def _tag(request: StaffRequest, case: Case) -> None:
    tag_case(case, request.POST.get("tag", ""), actor(request), timezone.now())


DEEDS: Final[Mapping[str, Callable[[StaffRequest, Case], None]]] = {
    "mine": _mine,
    "give": _give,
    "move": _move,
    "tag": _tag,
}


def _do(request: StaffRequest, case: Case) -> None:
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Refusal("choice_unknown", f"deed must be one of {', '.join(DEEDS)}.", field="deed")
    deed(request, case)


def owner_told(request: StaffRequest) -> UUID | None:
    """Whom the form names; nobody where it is empty."""
    told = request.POST.get("owner", "")
    owner = _id(told)
    if told and owner is None:
        raise Refusal("owner_unknown", "Nobody of that name works on cases here.", field="owner")
    return owner


def _back(request: StaffRequest) -> str:
    """Where the queue was: a query, and nothing that could lead elsewhere."""
    back = request.POST.get("back", "")
    return f"?{back}" if back and back.isprintable() and back.isascii() else ""


def _ticked(request: StaffRequest) -> list[Case]:
    ids = [id for one in request.POST.getlist("case")[:PER_PAGE] if (id := _id(one))]
    return list(Case.objects.of(request.workspace).filter(pk__in=ids).order_by("-urgency"))


def _asked(request: StaffRequest) -> CaseQuestion:
    told = {name: request.GET.get(name, "").strip() for name in ("view", "group", "level", "tag", "words")}
    asked = CaseQuestion(
        view=told["view"] if told["view"] in VIEWS else "open",
        member=request.user.pk,
        owner=_id(request.GET.get("owner", "")),
        group=told["group"] if told["group"] in GROUPS else "",
        level=told["level"] if told["level"] in LEVELS else "",
        tag=told["tag"][:LONGEST_TAG],
        words=told["words"][:LONGEST_SEARCH],
    )
    return replace(asked, segment=segment_asked(request.workspace, request.GET.get("in", "")))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

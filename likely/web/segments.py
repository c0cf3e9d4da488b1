"""Saved segments: the list with who is in each, and the editor with a count that follows the typing."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.segment import (
    Segment,
    change_segment,
    drop_segment,
    make_segment,
    read_rule,
    used_by,
    words_of,
)
from likely.people.segment_meaning import Vocabulary, understand
from likely.people.segment_parse import LONGEST as LONGEST_RULE
from likely.people.segment_rows import how_many, people_in
from likely.people.segment_words import wording
from likely.web.access import StaffRequest, actor, member
from likely.web.segment_said import clauses, fault_parts, fault_words

PER_PAGE: Final = 20  # each is counted, one after the other, when it comes into view
SAMPLE: Final = 10  # people


@member(Role.AGENT)
@require_safe
def segments(request: StaffRequest) -> HttpResponse:
    """By name; the cursor is the last one's name."""
    rows = Segment.objects.of(request.workspace).filter(name__gt=request.GET.get("after", ""))
    page = list(rows.order_by("name")[: PER_PAGE + 1])
    words = words_of(request.workspace)
    context = {
        "segments": [{"segment": one, "fault": _broken(one, words)} for one in page[:PER_PAGE]],
        "next": page[PER_PAGE - 1].name if len(page) > PER_PAGE else "",
        "may_edit": reaches(request.member.role, Role.ANALYST),
    }
    return render(request, "web/segments.html", context)


@member(Role.AGENT)
@require_safe
def count(request: StaffRequest, segment_id: UUID) -> HttpResponse:
    """How many are in it: the part of the list that comes once it is seen."""
    found = _segment(request, segment_id)
    try:
        n, more = how_many(found.people(timezone.now()))
    except Refusal as refusal:
        return render(request, "web/segment_count.html", {"fault": fault_words(refusal)})
    return render(request, "web/segment_count.html", {"n": n, "more": more})


@member(Role.ANALYST)
@require_http_methods(["GET", "HEAD", "POST"])
def new_segment(request: StaffRequest) -> HttpResponse:
    if request.method == "POST":
        try:
            made = make_segment(request.workspace, *_typed(request), actor(request))
            messages.success(request, _("Saved."))
            return redirect("saved-segment", made.pk)
        except Refusal as refusal:
            return _editor(request, None, refusal)
    return _editor(request, None)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: StaffRequest, segment_id: UUID) -> HttpResponse:
    found = _segment(request, segment_id)
    if request.method == "POST":
        try:
            _may_edit(request)
            change_segment(found, *_typed(request), actor(request))
            messages.success(request, _("Saved."))
            return redirect("saved-segment", found.pk)
        except Refusal as refusal:
            return _editor(request, _segment(request, segment_id), refusal)
    return _editor(request, found)


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, segment_id: UUID) -> HttpResponse:
    found = _segment(request, segment_id)
    try:
        drop_segment(found, actor(request))
    except Refusal as refusal:
        return _editor(request, found, refusal)
    messages.success(request, _("Removed."))
    return redirect("saved-segments")


@member(Role.AGENT)
@require_safe
def look(request: StaffRequest) -> HttpResponse:
    """Who would be in it: the part of the editor that follows the typing."""
    own = Segment.objects.of(request.workspace).filter(name=request.GET.get("own", "")).first()
    seen = _seen(request, request.GET.get("rule", ""), own.name if own else "")
    return render(request, "web/segment_look.html", seen)


def _editor(request: StaffRequest, found: Segment | None, refusal: Refusal | None = None) -> HttpResponse:
    is_sent = request.method == "POST" and "rule" in request.POST
    name, rule = _typed(request) if is_sent else (found.name, found.rule) if found else _begun(request)
    context = {
        "segment": found,
        "name": name,
        "rule": rule,
        "refusal": None if refusal is None or refusal.field == "rule" else fault_words(refusal),
        "clauses": clauses(request.workspace, found.name if found else ""),
        "used_by": used_by(found) if found else [],
        "may_edit": reaches(request.member.role, Role.ANALYST),
        "may_drop": reaches(request.member.role, Role.MANAGER),
        **_seen(request, rule, found.name if found else ""),
    }
    return render(request, "web/segment.html", context, status=422 if refusal else 200)


def _seen(request: StaffRequest, rule: str, own: str) -> dict[str, Any]:
    """The count and some of the people, or what is wrong with the condition."""
    if not rule.strip():
        return {"is_empty": True}
    try:
        understood = read_rule(request.workspace, rule, own)
    except Refusal as refusal:
        return {"fault": fault_words(refusal), "parts": fault_parts(refusal, rule)}
    found = people_in(request.workspace, understood, timezone.now())
    some = list(found.order_by("-pk")[: SAMPLE + 1])
    n, more = (len(some), False) if len(some) <= SAMPLE else how_many(found)  # few were all looked for once
    return {"n": n, "more": more, "people": some[:SAMPLE], "canonical": wording(understood)}


def _broken(one: Segment, words: Vocabulary) -> str:
    """What is wrong with its condition by now; "": nothing."""
    try:
        understand(one.rule, words, one.name)
    except Refusal as refusal:
        return fault_words(refusal)
    return ""


def _begun(request: StaffRequest) -> tuple[str, str]:
    """rule: a condition to begin with."""
    return "", request.GET.get("rule", "")[:LONGEST_RULE]


def _typed(request: StaffRequest) -> tuple[str, str]:
    return request.POST.get("name", ""), request.POST.get("rule", "")


def _segment(request: StaffRequest, segment_id: UUID) -> Segment:
    rows = Segment.objects.of(request.workspace).select_related("workspace")
    return get_object_or_404(rows, pk=segment_id)


def _may_edit(request: StaffRequest) -> None:
    if not reaches(request.member.role, Role.ANALYST):
        raise Refusal("role_too_low", "Segments are changed by analysts, managers and owners.")

"""The page about time: periods, windows, levels, the alarm, what happened, a year before, and who moved."""

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from likely.act.annotation import KINDS, Annotation, annotate, drop_annotation
from likely.analyse.course import Course, make_course
from likely.analyse.flow import Waves, waves
from likely.base.access import reaches
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.store.slice import GRAINS, Grain
from likely.web.access import StaffRequest, actor, member
from likely.web.asked_segment import segments_offered
from likely.web.insight import Insight, file_of
from likely.web.question import Question, chips, read_question
from likely.web.said import said
from likely.web.table_seen import table_seen
from likely.web.trend_flow import flow_insight
from likely.web.trend_insights import Asked, grains, trend_insights
from likely.web.words import period_words

WINDOWS: Final = (7, 14, 28, 56, 91)  # days
USUAL_WINDOW: Final = 28
SHOWN: Final = 50  # annotations


@member()
@require_safe
def trend(request: StaffRequest) -> HttpResponse:
    return _page(request)


@member()
@require_safe
def trend_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    question = _question(request)
    course = _course(request, question)
    return file_of(_insights(request, question, course), name, kind)


@member(Role.ANALYST)
@require_POST
def add_annotation(request: StaffRequest) -> HttpResponse:
    sent = request.POST
    try:
        day = _day(sent.get("day", ""))
        annotate(request.workspace, day, sent.get("kind", ""), sent.get("text", ""), actor(request))
    except Refusal as refusal:
        return _page(request, refusal)
    messages.success(request, _("Noted."))
    return redirect("trend")


@member(Role.MANAGER)
@require_POST
def drop(request: StaffRequest, annotation_id: UUID) -> HttpResponse:
    drop_annotation(
        get_object_or_404(Annotation.objects.of(request.workspace), pk=annotation_id), actor(request)
    )
    messages.success(request, _("Removed."))
    return redirect("trend")


def _page(request: StaffRequest, refusal: Refusal | None = None) -> HttpResponse:
    question = _question(request)
    course = _course(request, question)
    context: dict[str, Any] = {
        "question": question,
        "others": question.others,
        "surveys": question.names.surveys,
        "segments": segments_offered(request.workspace),
        "chips": chips(question),
        "period": period_words(question.slice.since, question.slice.until),
        "course": course,
        "insights": _insights(request, question, course).values(),
        "grains": grains(),
        "grain": _grain(request),
        "window": _window(request),
        "window_choices": WINDOWS,
        "notes": _notes(request)[::-1][:SHOWN],
        "kinds": [(kind, kind_label(kind)) for kind in KINDS],
        "may_annotate": reaches(request.member.role, Role.ANALYST),
        "may_drop": reaches(request.member.role, Role.MANAGER),
        "refusal": said(refusal) if refusal else "",
        "today": question.today,
    }
    return render(request, "web/trend.html", context, status=422 if refusal else 200)


def kind_label(kind: str) -> str:
    labels = {
        "release": _("Release"),
        "price": _("Price"),
        "campaign": _("Campaign"),
        "incident": _("Incident"),
        "other": _("Something else"),
    }
    return labels.get(kind, kind)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_seen(request), request.GET, cut=False)


def _course(request: StaffRequest, question: Question) -> Course:
    return make_course(
        question.table,
        question.slice,
        question.today,
        smallest=request.workspace.smallest_group,
        grain=_grain(request),
        window_days=_window(request),
        marks={str(one.pk): one.day for one in _notes(request)},
        target=request.workspace.target_score,
        narrowed=question.segment is not None,
    )


def _insights(request: StaffRequest, question: Question, course: Course) -> dict[str, Insight]:
    asked = Asked(_window(request), _notes(request), request.workspace.target_score, question.slice.since)
    made = trend_insights(course, asked)
    halves = _halves(question, course)
    found = None if halves is None else _waves(request, question, halves)
    if found is not None and halves is not None and (moved := flow_insight(found, halves)):
        made[moved.name] = moved
    return made


def _waves(request: StaffRequest, question: Question, halves: tuple[date, date, date]) -> Waves | None:
    """The same people in both halves of the period."""
    first, middle, last = halves
    before = question.slice.between(first, middle - timedelta(days=1))
    after = question.slice.between(middle, last)
    return waves(question.table, before, after, smallest=request.workspace.smallest_group)


def _halves(question: Question, course: Course) -> tuple[date, date, date] | None:
    """The first day of the period, of its second half, and the last one."""
    if not course.periods:
        return None
    first = question.slice.since or course.periods[0].start
    last = min(question.slice.until or question.today, question.today)
    if (last - first).days < 13:
        return None
    return first, first + (last - first + timedelta(days=1)) / 2, last


def _notes(request: StaffRequest) -> list[Annotation]:
    return list(Annotation.objects.of(request.workspace).order_by("day", "created_at"))


def _grain(request: StaffRequest) -> Grain | None:
    return next((grain for grain in GRAINS if grain == request.GET.get("grain")), None)


def _window(request: StaffRequest) -> int:
    asked = request.GET.get("window", "")
    return next((days for days in WINDOWS if str(days) == asked), USUAL_WINDOW)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("not_a_day", "day: this is no day.", field="day") from None

"""The page about segments: one part against another, each value, two cuts crossed, and what stands out."""

from dataclasses import dataclass, replace
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.bin_atoms import settled
from likely.analyse.contrast import (
    AGAINST,
    Against,
    Contrast,
    against_other,
    against_period,
    against_rest,
    context_of,
)
from likely.analyse.heat import Heat, heat
from likely.analyse.small_groups import too_few
from likely.analyse.surprise import Surprises, surprises
from likely.ask.experiment import ARM
from likely.base.workspace import Workspace
from likely.lib.thrift import Thrift
from likely.store.aggregate import counts
from likely.store.cut_name import column_asked
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.web.access import StaffRequest, member
from likely.web.asked_segment import segments_offered
from likely.web.compare_insights import (
    contrast_insight,
    heat_insight,
    surprises_insight,
    values_insight,
)
from likely.web.insight import Insight, file_of
from likely.web.overview import newest_stamp
from likely.web.question import Question, chips, read_question
from likely.web.segments_than import Than, is_hidden, read_than, than_offered
from likely.web.table_seen import sees_masked, table_seen
from likely.web.words import period_words

CUTS: Final = 6  # crossed with each other in the search: 15 queries, once for the same answers
FOUND: Final = Thrift[Surprises](times=10, longest=200)


@dataclass(frozen=True, slots=True)
class Compared:
    """What the page was asked. cross: the second cut. hidden: the slice is too small to be shown."""

    question: Question
    everything: Responses
    against: Against
    than: Than | None
    cross: str
    n: int
    hidden: bool

    @property
    def cross_column(self) -> str:
        return column_asked(self.cross)

    @property
    def by(self) -> str:
        return next(iter(self.question.slice.by), "")


@member()
@require_safe
def compare(request: StaffRequest) -> HttpResponse:
    asked = _asked(request)
    question = asked.question
    offered = segments_offered(request.workspace)
    context: dict[str, Any] = {
        "question": question,
        "others": question.others,
        "surveys": question.names.surveys,
        "segments": offered,
        "chips": chips(question),
        "period": period_words(question.slice.since, question.slice.until),
        "asked": asked,
        "insights": [one for one in _insights(request.workspace, asked).values() if one.name != "surprises"],
        "cuts": question.cuts,
        "against": asked.against,
        "againsts": [(name, against_label(name)) for name in AGAINST],
        "than": request.GET.get("than", ""),
        "thans": than_offered(question, asked.everything, offered) if asked.n else [],
    }
    return render(request, "web/compare.html", context)


@member()
@require_safe
def standing_out(request: StaffRequest) -> HttpResponse:
    """What stands out, by itself: looking for it takes longer than the rest of the page."""
    asked = _asked(request)
    found = None if asked.hidden or not asked.n else _surprises(request, asked)
    return render(request, "web/compare_surprises.html", {"question": asked.question, "insight": found})


@member()
@require_safe
def compare_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    asked = _asked(request)
    made = _insights(request.workspace, asked)
    if name == "surprises" and asked.n and not asked.hidden:
        made[name] = _surprises(request, asked)
    return file_of(made, name, kind)


def against_label(name: Against) -> str:
    labels = {
        "rest": _("all others"),
        "before": _("the period before"),
        "year": _("the same days a year before"),
        "other": _("another part"),
    }
    return labels[name]


def _asked(request: StaffRequest) -> Compared:
    everything = table_seen(request)
    question = read_question(request.workspace, everything, request.GET)
    than = read_than(request.workspace, question, everything, request.GET.get("than", ""))
    wanted = request.GET.get("against", "")
    against = next((one for one in AGAINST if one == wanted), "other" if than else AGAINST[0])
    by = next(iter(question.slice.by), "")
    cross = _cross(question, everything, request.GET.get("cross", ""), by, request.workspace.smallest_group)
    n = counts(question.table, question.slice.cut()).total().answered
    small = question.narrowed and too_few(question.table, question.slice, request.workspace.smallest_group)
    return Compared(question, everything, against, than, cross, n, small)


def _cross(question: Question, everything: Responses, wanted: str, by: str, smallest: int) -> str:
    """The second cut: the one that is wanted, else the first that is not the first cut."""
    column = column_asked(wanted)
    if column != column_asked(by) and column in (*question.columns, *question.ratings):
        slice = question.slice.cut(cut_named(everything, wanted))
        return settled(question.table, slice, everything, smallest, *([by] if by else [])).by[0]
    return next((one for one in question.columns if one not in (column_asked(by), "kind")), "")


def _insights(workspace: Workspace, asked: Compared) -> dict[str, Insight]:
    """By name, in the order of the page."""
    if asked.hidden or not asked.n:
        return {}
    made: list[Insight | None] = []
    found = _contrast(workspace, asked)
    if found is not None:
        made.append(contrast_insight(found, *_names(asked), against_label(asked.against)))
    crossed = _heat(workspace, asked)
    if crossed is not None:
        made += [values_insight(crossed, asked.question.names), heat_insight(crossed, asked.question.names)]
    return {one.name: one for one in made if one is not None}


def _contrast(workspace: Workspace, asked: Compared) -> Contrast | None:
    """None where the page asks for no comparison that could be made."""
    question, smallest = asked.question, workspace.smallest_group
    table, slice = question.table, question.slice.cut()
    if asked.against == "rest":
        return against_rest(table, slice, asked.everything, smallest) if _is_part(question) else None
    if asked.against == "other":
        if asked.than is None:
            return None
        if is_hidden(asked.than, question, smallest):
            return Contrast(None, None, None, "too_few", 0, "too_few")
        return against_other(table, slice, asked.everything, asked.than.narrow, smallest)
    if slice.since is None or slice.until is None:
        return None
    return against_period(table, slice, asked.against, smallest)


def _is_part(question: Question) -> bool:
    """Whether the answers are some of those to the same questions: else there are no others."""
    return question.segment is not None or context_of(question.slice) != question.slice.cut()


def _names(asked: Compared) -> tuple[str, str]:
    """What both sides are called."""
    told = [chip.text for chip in chips(replace(asked.question, period="all"))]
    mine = " · ".join(told) or _("everybody")
    if asked.against == "other" and asked.than:
        return mine, asked.than.label
    if asked.against in ("before", "year"):
        return (_("now") if not told else mine), against_label(asked.against)
    return mine, against_label("rest")


def _heat(workspace: Workspace, asked: Compared) -> Heat | None:
    if not asked.by or not asked.cross:
        return None
    slice = asked.question.slice.cut()
    return heat(asked.question.table, slice, asked.by, asked.cross, smallest=workspace.smallest_group)


def _surprises(request: StaffRequest, asked: Compared) -> Insight:
    """Remembered while the answers are the same; else made anew at most a tenth of the time."""
    workspace, masked = request.workspace, sees_masked(request)
    question, slice = asked.question, asked.question.slice.cut()
    # An experiment has a page of its own, which knows when its arms may be compared.
    cuts = [one for one in question.columns if one != "kind" and not one.startswith(ARM)][:CUTS]
    key = (workspace.pk, workspace.smallest_group, slice, question.of_segment, tuple(cuts), masked)
    stamp = newest_stamp(workspace)
    found = FOUND.get(
        key, lambda: surprises(question.table, slice, cuts, smallest=workspace.smallest_group), stamp
    )
    return surprises_insight(found, question.names)

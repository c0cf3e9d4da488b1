"""The page of benchmarks: the score beside what others published, and what the workspace quotes itself."""

from functools import partial
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from likely.act.quoted_benchmark import (
    FIRST_YEAR,
    LAST_YEAR,
    MOST_ANSWERS,
    BenchmarkFacts,
    QuotedBenchmark,
    drop_benchmark,
    quote,
    quoted_by,
)
from likely.analyse.held_against import Held, held_against
from likely.analyse.segments import score_of
from likely.analyse.small_groups import too_few
from likely.base.access import reaches
from likely.base.member import Role
from likely.base.workspace import Workspace
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.figure import grouped, probability, signed
from likely.lib.measured import Rows, in_full, span
from likely.lib.refusal import Refusal
from likely.stats.score import Score
from likely.store.aggregate import counts
from likely.templatetags.names import benchmark_name
from likely.web.access import StaffRequest, actor, member
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method, file_of
from likely.web.insight_page import around
from likely.web.question import Question, read_question
from likely.web.said import said
from likely.web.table_seen import table_seen
from likely.web.trend_methods import judged_together, score_table

FORMULA: Final = (
    "n not told: score − figure, by the score test of the figure taken as exact\n"
    "n told: MOVER of both intervals, that of the figure ± z·√((1 − t²)/n) at its widest"
)


class QuoteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Of whom"), max_length=120)
    points = forms.FloatField(label=gettext_lazy("Points"), min_value=-100, max_value=100)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=200)
    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    n = forms.IntegerField(
        label=gettext_lazy("Answers it rests on"),
        min_value=1,
        max_value=MOST_ANSWERS,
        required=False,
        help_text=gettext_lazy("Empty: not told. Then its own error is not known."),
    )

    def facts(self) -> BenchmarkFacts:
        return BenchmarkFacts(**self.cleaned_data)


@member()
@require_safe
def benchmarks(request: StaffRequest) -> HttpResponse:
    return _page(request, QuoteForm(label_suffix=""))


@member(Role.MANAGER)
@require_POST
def quote_benchmark(request: StaffRequest) -> HttpResponse:
    form = QuoteForm(request.POST, label_suffix="")
    if form.is_valid():
        try:
            quote(request.workspace, form.facts(), actor(request))
            messages.success(request, _("Quoted. The score is held against it from now on."))
            return redirect("benchmarks")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(said(refusal)))
    return _page(request, form, 422)


@member(Role.MANAGER)
@require_POST
def benchmark_drop(request: StaffRequest, benchmark_id: UUID) -> HttpResponse:
    found = get_object_or_404(QuotedBenchmark.objects.of(request.workspace), pk=benchmark_id)
    drop_benchmark(found, actor(request))
    messages.success(request, _("Removed."))
    return redirect("benchmarks")


@member()
@require_safe
def benchmark_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The picture of the page, or its numbers."""
    question = _question(request)
    return file_of(_insights(question, request.workspace), name, kind)


def _page(request: StaffRequest, form: QuoteForm, status: int = 200) -> HttpResponse:
    question = _question(request)
    context = {
        **around(request.workspace, question),
        "insights": _insights(question, request.workspace).values(),
        "form": form,
        "own": QuotedBenchmark.objects.of(request.workspace).order_by("-points", "name"),
        "may_edit": reaches(request.member.role, Role.MANAGER),
    }
    return render(request, "web/benchmarks.html", context, status=status)


def _question(request: StaffRequest) -> Question:
    return read_question(request.workspace, table_seen(request), request.GET, cut=False)


def _insights(question: Question, workspace: Workspace) -> dict[str, Insight]:
    table, slice = question.table, question.slice
    score = score_of(counts(table, slice.cut()).total())
    if score is None or (question.narrowed and too_few(table, slice, workspace.smallest_group)):
        return {}
    made = benchmark_insight(score, held_against(score, quoted_by(workspace)))
    return {made.name: made}


def benchmark_insight(score: Score, held: tuple[Held, ...]) -> Insight:
    above = sum(one.verdict == "above" for one in held)
    words = {"score": in_full(score, _), "above": above, "n": len(held)}
    finding = _("%(score)s: surely above %(above)d of %(n)d quoted figures") % words
    effects = [
        Effect(
            f"{_name(one)} ({_points(one)})", one.gap.value, one.gap.low, one.gap.high, signed(one.gap.value)
        )
        for one in held
    ]
    table = Rows(
        (
            _("Of whom"), _("We are"), _("Their score"), _("Difference"), _("Interval"), _("Year"),
            _("Source"), _("Answers"),
        ),
        tuple(_cells(one) for one in held),
    )  # fmt: skip
    assumes = (
        _("They asked other people in other words: a reference, not a target, and never computed with."),
        _("Where a source does not tell how many answered, the figure’s own error is unknown and left out."),
        judged_together(),
        "p: " + ", ".join(f"{_name(one)} {probability(one.gap.p)}" for one in held[:6]),
    )
    method = Method(
        _("Score test against a figure (Tango 1998)"), FORMULA, assumes, score_table((_("Our score"), score))
    )
    drawn = partial(_effects, effects, table, finding)
    beside = _(
        "Each line is our score less the figure: right of 0 we are above it, filled where that is sure."
    )
    return Insight(Chart("benchmarks", finding, drawn, table), method, (beside,))


def _name(one: Held) -> str:
    return one.quoted.name if one.quoted.own else str(benchmark_name(one.quoted.name))


def _cells(one: Held) -> tuple[str, ...]:
    quoted, gap = one.quoted, one.gap
    words = {"above": _("above"), "below": _("below")}
    return (
        _name(one),
        words.get(one.verdict, _("no difference told")),
        _points(one),
        signed(gap.value),
        span(gap.low, gap.high, _),
        str(quoted.year),
        quoted.source,
        grouped(quoted.n) if quoted.n else _("not stated"),
    )


def _points(one: Held) -> str:
    return signed(one.quoted.points, 1 if one.quoted.points % 1 else 0)


def _effects(effects: list[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)

"""The page of two populations side by side: both must be happy (N10)."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.populations import Populations, counted_populations
from likely.base.access import reaches
from likely.base.member import Role
from likely.people.account import Account
from likely.store.aggregate import Counts
from likely.store.people_counts import ACCOUNT, POPULATION, Asked, people_counts
from likely.store.schema import DIMENSIONS
from likely.store.slice_moments import moments
from likely.templatetags.names import population_name
from likely.web.access import StaffRequest, member
from likely.web.insight import Insight, file_of
from likely.web.population_insights import no_populations, population_insights
from likely.web.question import PERIODS, Question, read_question
from likely.web.satisfied import survey_of
from likely.web.table_seen import table_seen
from likely.web.words import period_words

MOST_PLACES: Final = 40  # the most answered of a property or account


@dataclass(frozen=True, slots=True)
class Asking:
    """first, second: the populations. by: the place. offered: all populations that answered, most first."""

    question: Question
    first: str
    second: str
    by: str
    places: list[tuple[str, str]]
    offered: list[str]
    found: Populations | None = None
    insights: dict[str, Insight] = field(default_factory=dict)


@member()
@require_safe
def populations(request: StaffRequest) -> HttpResponse:
    asked = _asked(request)
    context = {
        "question": asked.question,
        "surveys": asked.question.names.surveys,
        "period": period_words(asked.question.slice.since, asked.question.slice.until),
        "periods": PERIODS,
        "asked": asked,
        "populations": [(one, population_name(one)) for one in asked.offered],
        "insights": asked.insights.values(),
    }
    return render(request, "web/populations.html", context)


@member()
@require_safe
def population_file(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """One picture of the page, or its numbers."""
    return file_of(_asked(request).insights or no_populations(), name, kind)


def _asked(request: StaffRequest) -> Asking:
    question = read_question(request.workspace, table_seen(request), request.GET, bins=False)
    since, until = moments(request.workspace, question.slice)
    asked = Asked(request.workspace, since, until, survey_of(question.slice))
    places = _places(request, question)
    by = next(
        (name for name, _label in places if name == request.GET.get("by")), places[0][0] if places else ""
    )
    counted = people_counts(asked, *filter(None, (by,)), POPULATION)  # once: it looks at every answer
    sizes = {key[0]: cell.answered for key, cell in counted.over(POPULATION).cells.items()}
    offered = sorted((str(name) for name in sizes if name), key=lambda name: (-sizes[name], name))
    first = _one_of(request.GET.get("first", ""), offered)
    second = _one_of(request.GET.get("second", ""), [one for one in offered if one != first])
    if not (first and second and by):
        return Asking(question, first, second, by, places, offered)
    found = _found(request, counted, (first, second))
    label = _label(request, question, by)
    insights = population_insights(found, label)
    return Asking(question, first, second, by, places, offered, found, insights)


def _one_of(wanted: str, offered: list[str]) -> str:
    return wanted if wanted in offered else next(iter(offered), "")


def _found(request: StaffRequest, counted: Counts, pair: tuple[str, str]) -> Populations:
    line, smallest = request.workspace.target_score, request.workspace.smallest_group
    return counted_populations(counted, pair, line=float(line or 0), smallest=smallest)


def _places(request: StaffRequest, question: Question) -> list[tuple[str, str]]:
    """Properties; accounts for who may see them."""
    own = [(one, question.names.column(one)) for one in question.columns if one not in DIMENSIONS]
    seen: Any = getattr(request, "member", None)
    if seen is not None and reaches(seen.role, Role.AGENT):
        own.append((ACCOUNT, _("Account")))
    return own


def _label(request: StaffRequest, question: Question, by: str) -> Any:
    if by != ACCOUNT:
        return partial(question.names.value, by)
    names = {
        str(one.pk): str(one) for one in Account.objects.of(request.workspace).only("name", "external_id")
    }
    return lambda id: names.get(id, id)

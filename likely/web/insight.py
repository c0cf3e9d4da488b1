"""A picture with its verdict, and how that was computed: what every page of analysis is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import Http404, HttpResponse

from likely.lib.handed_out import named
from likely.lib.measured import Rows
from likely.web.chart import FORMS
from likely.web.drawing import Chart


@dataclass(frozen=True, slots=True)
class Method:
    """How a verdict was computed, for whoever opens the box below it.

    name: of the method, with its author and year. formula: as plain text, lines as they are.
    assumes: sentences. rows: the small table that all of it came from.
    """

    name: str
    formula: str
    assumes: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class Insight:
    """chart: its title is the finding. said: further sentences below the picture."""

    chart: Chart
    method: Method
    said: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.chart.name


def file_of(insights: Mapping[str, Insight], name: str, kind: str) -> HttpResponse:
    """The picture or the numbers of one of them as a file; a 404 for what there is not."""
    found = insights.get(name)
    if found is None or kind not in FORMS:
        raise Http404
    answer = FORMS[kind](found.chart)
    named(answer, f"{name}.{kind}", inline=True)
    cast(Any, answer).insight = found  # for a board on which it is pinned
    return answer

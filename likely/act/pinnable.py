"""Which charts may stand on a board: those whose files have an address that is named here."""

from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve

from likely.lib.refusal import Refusal

# names of the addresses that give a chart's files; none of them shows what a single person said
PINNABLE: Final = (
    "chart", "trend-file", "segments-file", "driver-file", "journey-file", "team-file", "weight-file",
    "goal-file",
    "experiment-file", "recovery-file", "theme-file", "population-file",
    "benchmark-file", "followed-file",
)  # fmt: skip
KIND: Final = ".csv"


def read_chart(address: str) -> tuple[str, str]:
    """The chart and the query of /trend/periods.csv?period=90; a Refusal for what can't be pinned."""
    path, _mark, query = address.partition("?")
    chart = path.removesuffix(KIND)
    if match_of(chart) is None:
        raise Refusal("not_a_chart", "This is no chart that can be pinned.", field="chart")
    told = [(name, value) for name, value in QueryDict(query).items() if value]
    return chart, urlencode(told)


def match_of(chart: str) -> ResolverMatch | None:
    """What makes the chart; None where there is no such chart any more."""
    try:
        found = resolve(chart + KIND)
    except Resolver404:
        return None
    return found if found.url_name in PINNABLE else None

"""Who moved: the same people in the first and in the second half of the period."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.analyse.flow import Waves
from likely.lib.chart_flow import flow_bands, flow_rows
from likely.lib.figure import grouped, probability
from likely.stats.scale import GROUPS
from likely.web.drawing import Chart
from likely.web.insight import Insight
from likely.web.trend_methods import flow_method

SURE = 0.05


def flow_insight(found: Waves, halves: tuple[date, date, date]) -> Insight | None:
    """None where too few answered in both halves. halves: first day, first of the second half, last day."""
    if found.both is None:
        return None
    cells = [[0] * 3 for _group in GROUPS]
    for move in found.both.moves:
        cells[GROUPS.index(move.before)][GROUPS.index(move.after)] = move.n
    first, middle, last = halves
    names = _days(first, middle - timedelta(days=1)), _days(middle, last)
    finding = _finding(found)
    made = Chart("moved", finding, partial(_draw, cells, names, finding), flow_rows(cells, _))
    n = sum(map(sum, cells))
    said = ngettext(
        "%(n)s person answered in both halves of the period.",
        "%(n)s people answered in both halves of the period.",
        n,
    ) % {"n": grouped(n)}
    return Insight(made, flow_method(found), (said,))


def _finding(found: Waves) -> str:
    flow = found.both
    assert flow is not None  # noqa: S101 - asked only where there is one
    figures = {"rose": grouped(flow.rose), "fell": grouped(flow.fell), "p": probability(flow.p_direction)}
    if flow.p_direction > SURE:
        return _("As many rose as fell, as far as can be told: %(rose)s up, %(fell)s down") % figures
    if flow.rose > flow.fell:
        return _("More people rose than fell: %(rose)s up, %(fell)s down, real (%(p)s)") % figures
    return _("More people fell than rose: %(fell)s down, %(rose)s up, real (%(p)s)") % figures


def _draw(cells: Sequence[Sequence[int]], names: tuple[str, str], title: str, width: int) -> str:
    return flow_bands(cells, names, title=title, width=width, gettext=_)


def _days(first: date, last: date) -> str:
    return " – ".join(date_format(day, "DATE_FORMAT") for day in (first, last))

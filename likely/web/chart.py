"""One chart of the overview by itself: a picture, a drawing, or its numbers."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any, Final, cast

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from likely.lib.csv_cell import plain_cell
from likely.lib.figure import MINUS
from likely.lib.handed_out import named
from likely.lib.picture import standalone, to_png
from likely.web.access import StaffRequest, member
from likely.web.drawing import Chart, charts
from likely.web.overview import funnel_of
from likely.web.question import read_question
from likely.web.satisfied import board_shown
from likely.web.table_seen import table_seen

WIDTH: Final = 800  # px
THIN: Final = "\u202f"  # between thousands
FIGURE: Final = re.compile(rf"[+{MINUS}]?\d+(?:{THIN}\d{{3}})*(?:\.\d+)?", re.ASCII)


def as_png(chart: Chart) -> HttpResponse:
    return HttpResponse(to_png(chart.draw(WIDTH)), content_type="image/png")


def as_svg(chart: Chart) -> HttpResponse:
    return HttpResponse(standalone(chart.draw(WIDTH)), content_type="image/svg+xml")


def as_csv(chart: Chart) -> HttpResponse:
    text = io.StringIO()
    rows = csv.writer(text)
    for row in (chart.rows.header, *chart.rows.cells):
        rows.writerow([plain_cell(_counted(cell)) for cell in row])
    return HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")


def _counted(cell: str) -> str:
    """A figure that stands alone as programs read one: −4 610 becomes -4610. All other text stays."""
    return cell.replace(MINUS, "-").replace(THIN, "") if FIGURE.fullmatch(cell) else cell


FORMS: Final[dict[str, Callable[[Chart], HttpResponse]]] = {"png": as_png, "svg": as_svg, "csv": as_csv}


@member()
@require_safe
def chart(request: StaffRequest, name: str, kind: str) -> HttpResponse:
    """The chart of the slice in the query string, which is the same as the overview's."""
    question = read_question(request.workspace, table_seen(request), request.GET)
    surveys = question.names.surveys
    steps = funnel_of(request.workspace, question.slice, surveys)
    board, measured = board_shown(request.workspace, question, surveys)
    drawn = charts(board, steps, question.names, measured.steps if measured else None).get(name)
    if drawn is None or kind not in FORMS:
        raise Http404
    answer = FORMS[kind](drawn)
    named(answer, f"{name}.{kind}", inline=True)
    cast(Any, answer).chart = drawn  # for a board on which it is pinned
    return answer

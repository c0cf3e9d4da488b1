"""The pictures of the page about segments: each with its finding, its numbers, and how it was computed."""

from collections.abc import Mapping, Sequence
from functools import partial

from django.utils.translation import gettext as _

from likely.analyse.contrast import Contrast
from likely.analyse.heat import Heat
from likely.analyse.segments import NO_VALUE
from likely.analyse.surprise import Surprise, Surprises
from likely.lib import chart
from likely.lib.chart_heat import HeatMark, heat_table
from likely.lib.figure import grouped, percent, probability, rounded, signed
from likely.lib.measured import Rows, in_full, span
from likely.web.column_names import ColumnNames
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method
from likely.web.trend_methods import MOVER, difference_name, independent, judged_together, score_table
from likely.web.verdict import gap_said

MOST_LINES = 14  # of a picture; the table beside it has all
NOTHING = Rows((), ())


def contrast_insight(found: Contrast, name: str, other: str, against: str) -> Insight:
    """name, other: what both sides are called."""
    if found.mine is None or found.other is None or found.gap is None:
        return _no_contrast(found)
    finding = gap_said(name, other, found.gap, found.verdict, found.mine, found.other)
    rows = [chart.ScoreRow(name, found.mine, found.verdict), chart.ScoreRow(other, found.other)]
    draw = partial(_dots, rows, None, finding)
    told = Rows(
        (_("Name"), _("Score"), _("Interval (95 %)"), _("Answers")),
        (
            *(row[:4] for row in chart.score_dots_rows(rows, _).cells),
            (_("Difference"), signed(found.gap.value), span(found.gap.low, found.gap.high, _), ""),
        ),
    )
    said = []
    if found.shared:
        said.append(_("%(n)s answers belong to both and are on neither side.") % {"n": grouped(found.shared)})
    method = Method(
        f"{difference_name()}, {probability(found.gap.p)}",
        MOVER,
        (_("Compared with: %(what)s. Days and surveys are the same on both sides, but for a comparison with "
           "earlier days.") % {"what": against}, independent()),
        score_table((name, found.mine), (other, found.other)),
    )  # fmt: skip
    return Insight(Chart("contrast", finding, draw, told), method, tuple(said))


def _no_contrast(found: Contrast) -> Insight:
    reasons = {
        "too_few": _("Too few answers on one side, or in what both share, to be shown."),
        "the_same": _("Both are the same answers."),
        "nothing_left": _("There are no other answers to compare with."),
    }
    finding = reasons.get(found.why, reasons["too_few"])
    draw = partial(_dots, [], None, finding)
    return Insight(Chart("contrast", finding, draw, NOTHING), Method("–", "–", (), NOTHING))


def _dots(rows: list[chart.ScoreRow], reference: chart.Mark | None, title: str, width: int) -> str:
    return chart.score_dots(rows, reference, title=title, width=width, gettext=_)


def values_insight(crossed: Heat, names: ColumnNames) -> Insight:
    """Each value of the first cut against all others."""
    column = crossed.by[0]
    rows = [chart.ScoreRow(_value(column, one.value, names), one.score, one.verdict) for one in crossed.rows]
    finding = _values_finding(names.column(column), rows)
    draw = partial(_dots, rows[:MOST_LINES], None, finding)
    table = score_table(*((_value(column, one.value, names), one.score) for one in crossed.rows if one.score))
    assumes = (_("Each value is held against all other answers together, without its own."),)
    method = Method(difference_name(), MOVER, (*assumes, independent(), judged_together()), table)
    return Insight(Chart("values", finding, draw, chart.score_dots_rows(rows, _)), method, _small_said(rows))


def _values_finding(name: str, rows: Sequence[chart.ScoreRow]) -> str:
    low = [(row.score.value, row.label) for row in rows if row.verdict == "below" and row.score]
    high = [(row.score.value, row.label) for row in rows if row.verdict == "above" and row.score]
    parts = []
    if high:
        parts.append(_("%(value)s is above the others (%(points)s)") % _named(max(high)))
    if low:
        parts.append(_("%(value)s is below (%(points)s)") % _named(min(low)))
    if not parts:
        return _("%(name)s: no value can be told from the rest") % {"name": name}
    words = {"name": name, "first": parts[0], "second": parts[-1]}
    return (_("%(name)s: %(first)s, %(second)s") if len(parts) > 1 else _("%(name)s: %(first)s")) % words


def _named(pair: tuple[float, str]) -> dict[str, str]:
    return {"value": pair[1], "points": signed(pair[0])}


def _small_said(rows: Sequence[chart.ScoreRow]) -> tuple[str, ...]:
    if all(row.score for row in rows):
        return ()
    return (
        _("Small groups are hidden, and others with them, so that no sum or difference gives them away."),
    )


def heat_insight(crossed: Heat, names: ColumnNames) -> Insight:
    """The first cut down, the second across."""
    down, across = crossed.by
    rows, columns = crossed.rows, crossed.columns
    marks = {
        (at, place): HeatMark(cell.score, cell.verdict)
        for at, row in enumerate(rows)
        for place, column in enumerate(columns)
        if (cell := crossed.at(row.value, column.value)).score
    }
    finding = _heat_finding(crossed, names)
    table = heat_rows(crossed, names)
    down_names = [_value(down, one.value, names) for one in rows]
    across_names = [_value(across, one.value, names) for one in columns]
    draw = partial(_heat, down_names, across_names, marks, table, finding)
    told = zip((" · ".join(row[:2]) for row in table.cells), crossed.cells, strict=True)
    method = Method(
        difference_name(),
        MOVER,
        (
            _("Each cell is held against all other answers together, without its own."),
            _(
                "A cell is hidden where it is small, or where its neighbours would give it away: what the "
                "sums leave open must be at least a group that may be shown."
            ),
            judged_together(),
        ),
        score_table(*((name, cell.score) for name, cell in told if cell.score)),
    )
    said = []
    if not all(cell.score for cell in crossed.cells):
        said.append(_("Cells without a figure hold too few answers, or would give away one that does."))
    if crossed.left_out:
        said.append(
            _("Only the 40 most answered values of each are crossed; %(n)s are left out.")
            % {"n": grouped(crossed.left_out)}
        )
    return Insight(Chart("heat", finding, draw, table), method, tuple(said))


def heat_rows(crossed: Heat, names: ColumnNames) -> Rows:
    """One line a cell: both values, score, interval, answers, against all others."""
    down, across = crossed.by
    return Rows(
        (
            names.column(down),
            names.column(across),
            _("Score"),
            _("Interval (95 %)"),
            _("Answers"),
            _("Against the rest"),
        ),
        tuple(
            (
                _value(down, cell.row, names),
                _value(across, cell.column, names),
                *(
                    (
                        signed(cell.score.value),
                        span(cell.score.low, cell.score.high, _),
                        grouped(cell.score.n),
                    )
                    if cell.score
                    else (_("not shown"), "", "")
                ),
                chart.verdict_said(chart.ScoreRow("", cell.score, cell.verdict), _) if cell.score else "",
            )
            for cell in crossed.cells
        ),
        names=2,
    )


def _heat(
    rows: list[str],
    columns: list[str],
    marks: Mapping[tuple[int, int], HeatMark],
    table: Rows,
    title: str,
    width: int,
) -> str:
    return heat_table(rows, columns, marks, table, title=title, width=width, gettext=_)


def _heat_finding(crossed: Heat, names: ColumnNames) -> str:
    told = [cell for cell in crossed.cells if cell.score and cell.verdict in ("above", "below")]
    if not told:
        shown = sum(1 for cell in crossed.cells if cell.score)
        return _("%(n)s cells, and none can be told from the rest") % {"n": shown}
    most = max(told, key=lambda cell: (abs(cell.score.value) if cell.score else 0, cell.row, cell.column))
    low = [cell for cell in told if cell.verdict == "below"] or [most]
    worst = min(low, key=lambda cell: cell.score.value if cell.score else 0)
    assert worst.score is not None  # noqa: S101 - only cells with a score are told
    where = f"{_value(crossed.by[0], worst.row, names)} · {_value(crossed.by[1], worst.column, names)}"
    shape = (
        _("%(where)s is below all others: %(points)s")
        if worst.verdict == "below"
        else _("%(where)s is above all others: %(points)s")
    )
    return shape % {"where": where, "points": signed(worst.score.value)}


def surprises_insight(found: Surprises, names: ColumnNames) -> Insight:
    """Segments that stand out among all values and pairs of values."""
    finding = _surprises_finding(found, names)
    rows = [
        chart.ScoreRow(_where(one, names), one.score, "above" if one.difference.value > 0 else "below")
        for one in found.found
    ]
    table = Rows(
        (_("Segment"), _("Score"), _("All others"), _("Difference"), "p"),
        tuple(
            (
                _where(one, names),
                in_full(one.score, _),
                in_full(one.rest, _),
                span(one.difference.low, one.difference.high, _),
                probability(one.p).removeprefix("p "),
            )
            for one in found.found
        ),
    )
    draw = partial(_dots, rows[:MOST_LINES], None, finding)
    method = Method(
        _("Search over all values and pairs of values, judged together (Benjamini & Hochberg 1995)"),
        "p(i) ≤ i/m · 0.05",
        (
            _("%(n)s segments of at least 30 answers were compared; of those named here at most %(rate)s are "
              "false on average.") % {"n": grouped(found.looked_at), "rate": percent(found.rate)},
            _("A pair of values must stand out three times: against all others, within its row, and within "
              "its column (Berger 1982)."),
        ),
        NOTHING,
    )  # fmt: skip
    return Insight(Chart("surprises", finding, draw, table), method)


def _surprises_finding(found: Surprises, names: ColumnNames) -> str:
    if not found.found:
        return _("Of %(n)s segments none stands out") % {"n": grouped(found.looked_at)}
    first = found.found[0]
    shape = (
        _("Of %(n)s segments %(where)s stands out most: %(points)s points above all others")
        if first.difference.value > 0
        else _("Of %(n)s segments %(where)s stands out most: %(points)s points below all others")
    )
    points = abs(rounded(first.difference.value))
    return shape % {"n": grouped(found.looked_at), "where": _where(first, names), "points": points}


def _where(one: Surprise, names: ColumnNames) -> str:
    return " · ".join(f"{names.column(column)} {_value(column, value, names)}" for column, value in one.where)


def _value(column: str, value: str, names: ColumnNames) -> str:
    return names.value(column, "" if value == NO_VALUE else value)

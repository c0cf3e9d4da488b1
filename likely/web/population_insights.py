"""Two populations as pictures: both scores with what lies between, and every place where both are."""

from collections.abc import Callable
from functools import partial

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from likely.analyse.populations import Balance, Populations, Side
from likely.lib import chart
from likely.lib.chart_balance import Place, balance_plane
from likely.lib.figure import signed
from likely.lib.measured import Rows, in_full, span
from likely.stats.score import Score
from likely.templatetags.names import population_name
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method
from likely.web.trend_methods import MOVER, difference_name, independent, judged_together, score_table
from likely.web.verdict import gap_said

Label = Callable[[str], str]


def population_insights(found: Populations, label: Label) -> dict[str, Insight]:
    """label: of a place."""
    made = [_both(found)]
    if any(one.gap for one in found.units):
        made.append(_balance(found, label))
    return {one.name: one for one in made}


def no_populations() -> dict[str, Insight]:
    """What stands where only one population has answered."""
    title, rows = _("Only one population has answered in this view"), Rows((_("Name"),), ())
    empty = Chart("both", title, partial(_plane, [], rows, ("", ""), 0.0, title), rows)
    return {"both": Insight(empty, Method("", "", (), rows))}


def _names(found: Populations) -> tuple[str, str]:
    return capfirst(population_name(found.first)), capfirst(population_name(found.second))


def _both(found: Populations) -> Insight:
    one, names = found.all, _names(found)
    if one.first is None or one.second is None or one.gap is None:
        finding = _("Too few answers of one of them to be shown.")
    else:
        finding = gap_said(*names, one.gap, one.verdict, one.first, one.second)
    rows = [chart.ScoreRow(names[0], one.first), chart.ScoreRow(names[1], one.second)]
    table = Rows(
        (_("Name"), _("Score"), _("Interval (95 %)"), _("Answers")),
        tuple(row[:4] for row in chart.score_dots_rows(rows, _).cells),
    )
    mark = chart.Mark(_("happy above"), found.line)
    draw = partial(_dots, rows, mark, finding)
    assumes = (
        _line_said(found),
        _(
            "Whose population is known counts by it; answers to an employee survey are those of employees, "
            "all others of customers."
        ),
        independent(),
    )
    method = Method(
        difference_name(), MOVER, assumes, score_table(*zip(names, (one.first, one.second), strict=True))
    )
    return Insight(Chart("both", finding, draw, table), method, (_balance_said(one.balance, names),))


def _line_said(found: Populations) -> str:
    return _("Happy: the whole interval is above %(line)s, the workspace’s target or 0 without one.") % {
        "line": signed(found.line)
    }


def _balance_said(balance: Balance, names: tuple[str, str]) -> str:
    words = {"first": names[0], "second": names[1]}
    return {
        "both": _("Both are happy."),
        "neither": _("Neither is happy."),
        "first": _("%(first)s are happy, %(second)s are not.") % words,
        "second": _("%(second)s are happy, %(first)s are not.") % words,
        "too_few": _("Too few answers of one of them to say whether both are happy."),
        "unclear": _("Whether both are happy can’t be told yet."),
    }[balance]


def balance_word(balance: Balance, names: tuple[str, str]) -> str:
    """In a cell of the table."""
    return {
        "both": _("both happy"),
        "neither": _("neither happy"),
        "first": _("only %(name)s") % {"name": names[0]},
        "second": _("only %(name)s") % {"name": names[1]},
        "too_few": _("too few answers"),
        "unclear": _("can’t be told yet"),
    }[balance]


def _balance(found: Populations, label: Label) -> Insight:
    names = _names(found)
    shown = [one for one in found.units if one.first and one.second]
    places = [
        Place(label(one.name), one.first.value, one.second.value, one.balance != "unclear")
        for one in shown
        if one.first and one.second
    ]
    rows = Rows(
        (_("Place"), names[0], names[1], _("Difference"), _("Interval"), _("Balance")),
        tuple(_row(one, label, names) for one in found.units),
    )
    finding = _balance_finding(shown, label, names)
    draw = partial(_plane, places, rows, names, found.line, finding)
    told = [(f"{label(one.name)} · {name}", score) for one in shown for name, score in _sides(one, names)]
    assumes = (
        _line_said(found),
        _("A grey place: one of the intervals holds the line, so that its side can’t be told."),
        _("Small groups are hidden, and others with them, so that no sum or difference gives them away."),
        independent(),
        judged_together(),
    )
    method = Method(difference_name(), MOVER, assumes, score_table(*told))
    return Insight(Chart("balance", finding, draw, rows), method, ())


def _sides(one: Side, names: tuple[str, str]) -> list[tuple[str, Score | None]]:
    return [(names[0], one.first), (names[1], one.second)]


def _balance_finding(shown: list[Side], label: Label, names: tuple[str, str]) -> str:
    happy = sum(one.balance == "both" for one in shown)
    apart = [one for one in shown if one.verdict in ("above", "below") and one.gap]
    said = _("Both are happy in %(happy)d of %(n)d places") % {"happy": happy, "n": len(shown)}
    if not apart:
        return _("%(said)s; nowhere can the two be told apart") % {"said": said}
    widest = max(apart, key=lambda one: abs(one.gap.value) if one.gap else 0.0)
    lower = names[0] if widest.verdict == "below" else names[1]
    words = {"said": said, "place": label(widest.name), "name": lower}
    return _("%(said)s; farthest apart in %(place)s, where %(name)s are lower") % words


def _row(one: Side, label: Label, names: tuple[str, str]) -> tuple[str, ...]:
    scores = [in_full(score, _) if score else _("too few answers") for score in (one.first, one.second)]
    gap = (signed(one.gap.value), span(one.gap.low, one.gap.high, _)) if one.gap else ("", "")
    return (label(one.name), *scores, *gap, balance_word(one.balance, names))


def _dots(rows: list[chart.ScoreRow], mark: chart.Mark, title: str, width: int) -> str:
    return chart.score_dots(rows, mark, title=title, width=width, gettext=_)


def _plane(
    places: list[Place], rows: Rows, names: tuple[str, str], line: float, title: str, width: int
) -> str:
    return balance_plane(places, rows, names=names, at=line, title=title, width=width, gettext=_)

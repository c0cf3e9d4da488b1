"""The pictures of the page about reasons: each with its finding, its numbers, and how it was computed."""

from collections.abc import Callable, Sequence
from functools import partial

from django.utils.translation import gettext as _

from likely.analyse.theme_board import ThemeBoard
from likely.analyse.theme_effects import Side, ThemeCourse, ThemeEffect
from likely.lib.chart_effect import Effect, effect_lines
from likely.lib.chart_reach import Reach, reach_plane
from likely.lib.figure import grouped, percent, probability, signed
from likely.lib.measured import Rows, with_interval
from likely.stats.estimate import Estimate
from likely.web.drawing import Chart
from likely.web.insight import Insight
from likely.web.theme_methods import course_method, effect_method, side_method

Say = Callable[[str], str]  # the name of a theme
MOST_LINES = 24


def theme_insights(board: ThemeBoard, say: Say) -> dict[str, Insight]:
    """By name, in the order of the page; those without anything to say are left out, the first never."""
    made = [_reaches(board, say), _sides(board, say), _courses(board, say)]
    return {one.name: one for one in made if one is not None}


def _reaches(board: ThemeBoard, say: Say) -> Insight:
    points = [
        Reach(say(one.theme), one.share.value / 100, one.effect.value, one.effect.low, one.effect.high)
        for one in board.themes
    ]
    finding = finding_of(board, say)
    rows = effect_rows(board, say)
    draw = partial(_plane, points, rows, finding)
    return Insight(Chart("themes", finding, draw, rows), effect_method(board, say))


def finding_of(board: ThemeBoard, say: Say) -> str:
    """The theme that moves the score most, of those that can be told from zero."""
    told = [one for one in board.themes if one.effect.low > 0 or one.effect.high < 0]
    down = next((one for one in told if one.effect.value < 0), None)
    up = next((one for one in told if one.effect.value > 0), None)
    if down is not None:
        words = _("%(theme)s pulls the score down most: %(effect)s points for the %(share)s who speak of it")
    elif up is not None:
        words = _("%(theme)s lifts the score most: %(effect)s points for the %(share)s who speak of it")
    else:
        return _("No theme can be told to go with a higher or a lower score")
    one = down or up
    assert one is not None  # noqa: S101 - for the type checker
    return words % {
        "theme": say(one.theme),
        "effect": with_interval(one.effect, _),
        "share": percent(one.share.value / 100),
    }


def effect_rows(board: ThemeBoard, say: Say) -> Rows:
    """Theme, comments, share, score, effect, adjusted effect."""
    return Rows(
        (
            _("Theme"),
            _("Comments"),
            _("Share"),
            _("Score with it"),
            _("Effect"),
            _("Effect, other themes held"),
            "p",
        ),
        tuple(
            (
                say(one.theme),
                grouped(one.n),
                percent(one.share.value / 100, 1),
                with_interval(one.score, _),
                with_interval(one.effect, _),
                adjusted_words(one),
                probability(one.p).removeprefix("p "),
            )
            for one in board.themes
        ),
    )


def adjusted_words(one: ThemeEffect) -> str:
    return with_interval(one.adjusted, _) if one.adjusted else "–"


def _plane(points: Sequence[Reach], rows: Rows, title: str, width: int) -> str:
    return reach_plane(points, rows, title=title, width=width, gettext=_)


def _sides(board: ThemeBoard, say: Say) -> Insight | None:
    """Praise and blame of each theme as points of the whole score: they cancel in a theme's total."""
    found = [
        (words % {"theme": say(one.theme)}, side)
        for one in board.themes
        for words, side in ((_("%(theme)s praised"), one.praise), (_("%(theme)s blamed"), one.blame))
        if side is not None
    ]
    if not found:
        return None
    found.sort(key=lambda pair: -abs(pair[1].impact.value))
    found = found[:MOST_LINES]
    effects = [_line(label, side.impact) for label, side in found]
    label, side = found[0]
    finding = _("%(side)s moves the whole score by %(points)s points, the most of all") % {
        "side": label,
        "points": with_interval_of_one(side.impact),
    }
    rows = Rows(
        (_("Side"), _("Comments"), _("Effect"), _("Points of the whole score")),
        tuple(_side_cells(label, side) for label, side in found),
    )
    draw = partial(_lines, effects, rows, finding)
    said = _("Points: what the score of all comments would be off by without these comments.")
    return Insight(Chart("sides", finding, draw, rows), side_method(), (said,))


def _side_cells(label: str, side: Side) -> tuple[str, ...]:
    return label, grouped(side.n), with_interval(side.effect, _), with_interval_of_one(side.impact)


def with_interval_of_one(figure: Estimate) -> str:
    """With one decimal, as points of the whole score are often small."""
    ends = _("{low} to {high}").format(low=signed(figure.low, 1), high=signed(figure.high, 1))
    return f"{signed(figure.value, 1)} ({ends})"


def _line(label: str, figure: Estimate) -> Effect:
    return Effect(label, figure.value, figure.low, figure.high, signed(figure.value, 1))


def _lines(effects: Sequence[Effect], rows: Rows, title: str, width: int) -> str:
    return effect_lines(effects, rows, title=title, width=width, gettext=_)


def _courses(board: ThemeBoard, say: Say) -> Insight | None:
    known = {one.theme for one in board.themes}
    found = [one for one in board.courses.values() if one.theme in known or one.course != "steady"]
    if not found:
        return None
    moved = [one for one in found if one.course != "steady"]
    finding = course_words(moved[0], say) if moved else _("No theme became rarer or more frequent")
    found.sort(key=lambda one: (one.course == "steady", one.p, one.theme))
    effects = [_course_line(one, say) for one in found[:MOST_LINES]]
    rows = Rows(
        (_("Theme"), _("Change of its share"), "p", _("Told")),
        tuple(
            (
                say(one.theme),
                with_interval_of_one(one.change),
                probability(one.p).removeprefix("p "),
                course_name(one),
            )
            for one in found
        ),
    )
    draw = partial(_lines, effects, rows, finding)
    said = _("Drawn: percent of the comments of the last 28 days minus percent of those before.")
    return Insight(Chart("courses", finding, draw, rows), course_method(board, say), (said,))


def _course_line(one: ThemeCourse, say: Say) -> Effect:
    """With 0 in it where, judged with all the others, the change can't be told."""
    change, told = one.change, one.course != "steady"
    low, high = (change.low, change.high) if told else (min(change.low, 0.0), max(change.high, 0.0))
    return Effect(say(one.theme), change.value, low, high, signed(change.value, 1))


def course_name(one: ThemeCourse | None) -> str:
    if one is None:
        return ""
    names = {"new": _("new"), "rising": _("rising"), "falling": _("falling"), "steady": _("steady")}
    return names[one.course]


def course_words(one: ThemeCourse, say: Say) -> str:
    words = {
        "new": _("%(theme)s is new: %(points)s percent points in the last 28 days"),
        "rising": _("%(theme)s is spoken of more: %(points)s percent points in the last 28 days"),
        "falling": _("%(theme)s is spoken of less: %(points)s percent points in the last 28 days"),
    }
    return words.get(one.course, "%(theme)s") % {
        "theme": say(one.theme),
        "points": signed(one.change.value, 1),
    }

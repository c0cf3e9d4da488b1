"""The pictures of the page about time: each with its finding, its numbers, and how it was computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.act.annotation import Annotation
from likely.analyse.alarm_delay import delays
from likely.analyse.course import Course
from likely.analyse.findings import PeriodScore
from likely.analyse.level import LevelChange
from likely.analyse.verdict_words import changes_words, watch_words
from likely.lib import chart
from likely.lib.chart_alarm import AlarmMark, alarm_line
from likely.lib.figure import grouped, percent, probability, signed
from likely.lib.measured import Measured, Rows, in_full, span
from likely.stats.cusum import Alarm
from likely.stats.difference import difference
from likely.store.slice import Grain
from likely.web.drawing import Chart
from likely.web.insight import Insight
from likely.web.trend_methods import (
    alarm_method,
    before_after_method,
    levels_method,
    periods_method,
    target_method,
    windows_method,
    year_method,
)
from likely.web.verdict import change_said
from likely.web.words import change_words, moved, period_label, told

MOST_MARKS = 12  # annotations in one picture


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked. notes: annotations, the oldest first."""

    window_days: int
    notes: Sequence[Annotation]
    target: int | None
    since: date | None


def trend_insights(course: Course, asked: Asked) -> dict[str, Insight]:
    """By name, in the order of the page; those without anything to say are left out."""
    made = [_periods(course, asked), _levels(course, asked), _windows(course, asked), _alarm(course, asked)]
    made += [_marks(course, asked), _year(course), _target(course)]
    return {one.name: one for one in made if one is not None}


def day_said(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _periods(course: Course, asked: Asked) -> Insight | None:
    if not course.periods:
        return None
    labels = {one.period: period_label(one, course.grain) for one in course.periods}
    verdicts = {one.period: one.verdict for one in course.changes}
    points = [
        chart.TrendPoint(labels[one.period], one.score, verdicts.get(one.period, ""))
        for one in course.periods
    ]
    last = course.changes[-1] if course.changes else None
    finding = change_words(last, labels[last.period]) if last else _("One period has enough answers so far")
    draw = partial(_line, points, _marked(asked.notes, course.periods), finding, asked.target)
    made = Chart("periods", finding, draw, chart.trend_rows(points, _))
    return Insight(made, periods_method(course), tuple(_last_step(course)))


def _last_step(course: Course) -> list[str]:
    """The last change in full, with what would tell where nothing can be told."""
    shown = [one.score for one in course.periods if one.score]
    if len(shown) < 2 or not course.changes:
        return []
    from_to, change = (shown[-2], shown[-1]), course.changes[-1]
    if change.verdict != "same":
        return []
    return [change_said(*from_to, difference(from_to[1], from_to[0]), change.verdict)]


def _line(
    points: list[chart.TrendPoint],
    marks: list[chart.Annotation],
    title: str,
    target: float | None,
    width: int,
) -> str:
    return chart.trend_line(points, marks, title=title, width=width, target=target, gettext=_)


def _marked(notes: Sequence[Annotation], periods: Sequence[PeriodScore]) -> list[chart.Annotation]:
    """The annotations that lie in the picture, the newest 12."""
    starts = [one.start for one in periods]
    inside = [one for one in notes if starts and one.day >= starts[0]]
    return [chart.Annotation(_position(one.day, starts), one.text) for one in inside[-MOST_MARKS:]]


def _position(day: date, starts: Sequence[date]) -> float:
    """In periods from the first: a day in the middle of the third lies at 2.5."""
    place = max(sum(1 for start in starts if start <= day) - 1, 0)
    if place + 1 >= len(starts):
        return float(place)
    length = (starts[place + 1] - starts[place]).days
    return place + min((day - starts[place]).days / length, 1.0)


def _levels(course: Course, asked: Asked) -> Insight | None:
    weeks = [one for one in course.weeks if one.score]
    if len(weeks) < 2:
        return None
    finding = changes_words(course.levels, _, day_said)
    points = [chart.TrendPoint(day_said(one.start), one.score) for one in course.weeks]
    starts = [one.start for one in course.weeks]
    marks = [
        chart.Annotation(
            _position(one.day, starts), f"{signed(one.before.value)} → {signed(one.after.value)}"
        )
        for one in course.levels
    ]
    rows = Rows(
        (_("New level since (between)"), _("Before"), _("After"), "p"),
        tuple(
            (
                _between(one),
                in_full(one.before, _),
                in_full(one.after, _),
                probability(one.p).removeprefix("p "),
            )
            for one in course.levels
        ),
    )
    draw = partial(_line, points, marks, finding, asked.target)
    return Insight(Chart("levels", finding, draw, rows), levels_method(course))


def _between(one: LevelChange) -> str:
    """The day of the change, and the days that it lies between where it could be others."""
    day = day_said(one.day)
    if one.earliest == one.latest:
        return day
    return f"{day} ({day_said(one.earliest)} – {day_said(one.latest)})"


def _windows(course: Course, asked: Asked) -> Insight | None:
    shown = [one for one in course.windows if one.score]
    if len(shown) < 2:
        return None
    fresh = [one for one in course.windows if one.fresh]
    last = shown[-1]
    words = {"above": _("higher than the window before"), "below": _("lower than the window before")}
    words |= {"same": _("no evidence of change"), "too_few": _("nothing to compare with")}
    assert last.score is not None  # noqa: S101 - it is shown
    finding = _("The last %(days)s days: %(score)s, %(told)s") % {
        "days": asked.window_days,
        "score": in_full(last.score, _),
        "told": words[last.verdict],
    }
    points = [chart.TrendPoint(day_said(one.last), one.score) for one in course.windows]
    table = [chart.TrendPoint(day_said(one.last), one.score, one.verdict) for one in fresh]
    draw = partial(_line, points, [], finding, asked.target)
    made = Chart("windows", finding, draw, chart.trend_rows(table, _))
    said = _(
        "The line moves with every day, but windows that share days share answers. The table has only "
        "windows that share none, each held against the one before."
    )
    gaps = (course.windows[-1].last - course.windows[0].last).days >= len(course.windows)
    left_out = (_("Days are left out where two windows would give a few answers away by their difference."),)
    return Insight(made, windows_method(course, asked.window_days), (said, *(left_out if gaps else ())))


def _alarm(course: Course, asked: Asked) -> Insight | None:
    watch = course.watch
    if watch is None:
        return None
    first = max(asked.since or watch.start, watch.start)
    path = watch.path[(first - watch.start).days :]
    seen = [one for one in watch.alarms if one.day >= first]
    marks = [AlarmMark((one.day - first).days, day_said(one.day)) for one in seen]
    finding = watch_words(watch, _, day_said)
    rows = Rows(
        (_("Day of the alarm"), _("Since"), _("Usual"), _("Change")), tuple(_alarm_row(one) for one in seen)
    )
    last = date.fromordinal(watch.start.toordinal() + len(watch.path) - 1)
    draw = partial(_alarm_line, path, marks, (day_said(first), day_said(last)), rows, finding)
    made = Chart("alarm", finding, draw, rows)
    return Insight(made, alarm_method(watch), (_delay_said(course.answers_a_day),))


def _alarm_row(one: Alarm) -> tuple[str, ...]:
    return (
        day_said(one.day),
        day_said(one.since),
        signed(one.level),
        _("about %(points)s") % {"points": signed(one.change)},
    )


def _alarm_line(
    path: Sequence[float],
    marks: list[AlarmMark],
    ends: tuple[str, str],
    rows: Rows,
    title: str,
    width: int,
) -> str:
    return alarm_line(path, marks, ends, rows, title=title, width=width, gettext=_)


def _delay_said(answers_a_day: float) -> str:
    """How soon a dip would be seen with so many answers a day."""
    measured_at, found = delays(answers_a_day)
    parts = [
        _("%(points)s points: %(seen)s seen, after %(days)s days")
        % {"points": one.points, "seen": percent(one.seen / 100), "days": one.days}
        for one in found
    ]
    return _(
        "How soon a dip of four weeks is seen, as measured at about %(n)s answers a day (here: %(here)s) – "
        "%(parts)s."
    ) % {"n": measured_at, "here": grouped(round(answers_a_day)), "parts": "; ".join(parts)}


def _marks(course: Course, asked: Asked) -> Insight | None:
    found = [(one, course.marks[str(one.pk)]) for one in asked.notes if str(one.pk) in course.marks]
    if not found:
        return None
    rows = [
        chart.ScoreRow(f"{note.text}, {day_said(note.day)}", one.difference, one.verdict)
        for note, one in found[::-1]
    ]
    told_rows = Rows(
        (_("What happened"), _("Before"), _("After"), _("Difference"), _("Verdict")),
        tuple(
            (
                f"{note.text}, {day_said(note.day)}",
                _score_cell(one.before),
                _score_cell(one.after),
                span(one.difference.low, one.difference.high, _) if one.difference else "",
                told(one.verdict, one.difference.p) if one.difference else _("too few answers"),
            )
            for note, one in found[::-1]
        ),
    )
    newest, result = found[-1]
    if result.before and result.after and result.difference:
        said = change_said(result.before, result.after, result.difference, result.verdict)
    else:
        said = _("Too few answers to compare.")
    finding = f"{newest.text}: {said}"
    draw = partial(_dots, rows, chart.Mark(_("no change"), 0.0), finding)
    made = Chart("marks", finding, draw, told_rows)
    sentence = _("That something changed does not say what changed it: what else happened in these days?")
    return Insight(made, before_after_method(asked.window_days, found), (sentence,))


def _dots(rows: list[chart.ScoreRow], reference: chart.Mark | None, title: str, width: int) -> str:
    return chart.score_dots(rows, reference, title=title, width=width, gettext=_)


def _score_cell(score: Measured | None) -> str:
    return in_full(score, _) if score else _("too few answers")


def _year(course: Course) -> Insight | None:
    year = course.year
    if year is None or year.now is None or year.then is None or year.difference is None:
        return None
    said = change_said(year.then, year.now, year.difference, year.verdict, grows=False)
    finding = _("Against the same days a year before: %(said)s") % {"said": said}
    rows = [chart.ScoreRow(_("now"), year.now, year.verdict), chart.ScoreRow(_("a year before"), year.then)]
    made = Chart("year", finding, partial(_dots, rows, None, finding), chart.score_dots_rows(rows, _))
    return Insight(made, year_method(year.now, year.then, year.difference))


def _target(course: Course) -> Insight | None:
    aim = course.aim
    if aim is None:
        return None
    finding = _(
        "The target of %(points)s is reached by the end of the quarter with %(chance)s probability"
    ) % {
        "points": signed(aim.points),
        "chance": _chance(aim.reached),
    }
    marks = [chart.Mark(_("target"), float(aim.points))]
    draw = partial(_score_line, aim.score, marks, finding)
    made = Chart("target", finding, draw, chart.score_line_rows(aim.score, marks, _))
    said = ngettext(
        "%(days)s day of the quarter is left, with about %(more)s answers to come.",
        "%(days)s days of the quarter are left, with about %(more)s answers to come.",
        aim.days,
    ) % {"days": aim.days, "more": grouped(aim.more)}
    now = _("So far in the quarter: %(moved)s against the target.") % {"moved": moved(aim.gap.value)}
    return Insight(made, target_method(aim), (now, said))


def _chance(p: float) -> str:
    """Never 0 and never 100: nothing to come is certain."""
    if 0.01 <= p <= 0.99:
        return percent(p)
    return (_("more than %(share)s") if p > 0.5 else _("less than %(share)s")) % {
        "share": percent(0.99 if p > 0.5 else 0.01)
    }


def _score_line(score: Measured, marks: list[chart.Mark], title: str, width: int) -> str:
    return chart.score_line(score, marks, title=title, width=width, gettext=_)


def grains() -> tuple[tuple[Grain, str], ...]:
    return (
        ("day", _("Days")),
        ("week", _("Weeks")),
        ("month", _("Months")),
        ("quarter", _("Quarters")),
        ("year", _("Years")),
    )

"""Goals in words, in the language that is active."""

from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.act.goal import IN_TIME, RESPONSE_RATE, SCORE, Goal
from likely.act.goal_progress import Progress
from likely.lib.figure import grouped, percent, rounded, signed
from likely.lib.measured import in_full
from likely.stats.score import Score

MEASURE_WORDS: Final = {
    SCORE: gettext_lazy("Score"),
    RESPONSE_RATE: gettext_lazy("Response rate"),
    IN_TIME: gettext_lazy("Cases answered in time"),
}
NO_BREAK: Final = "\u00a0"


def unit_name(goal: Goal) -> str:
    return str(goal.unit) if goal.unit else _("Everybody")


def target_words(goal: Goal) -> str:
    return signed(goal.target) if goal.measure == SCORE else percent(goal.target / 100)


def figure_words(progress: Progress) -> str:
    """With interval and n; why there is none."""
    figure = progress.figure
    if figure is None:
        return _("not begun") if not progress.begun else _("too few yet")
    if isinstance(figure, Score) or figure.unit == "points":
        return in_full(figure, _)
    ends = _("{low} to {high}").format(low=rounded(figure.low), high=rounded(figure.high))
    return f"{percent(figure.value / 100)} ({ends}) · n{NO_BREAK}{grouped(figure.n)}"


def chance_words(progress: Progress) -> str:
    """How likely it is to be there in the end; or how it ended."""
    if progress.over:
        if progress.figure is None:
            return _("ended, too few to tell")
        return _("reached") if progress.on_target else _("missed")
    if progress.chance is None:
        return "–"
    if progress.chance < 0.01:
        return _("less than %(p)s") % {"p": percent(0.01)}
    if progress.chance > 0.99:
        return _("more than %(p)s") % {"p": percent(0.99)}
    return percent(progress.chance)


def goal_line(progress: Progress) -> str:
    """In one sentence, as a digest says it."""
    goal = progress.goal
    told = {
        "unit": unit_name(goal),
        "measure": str(MEASURE_WORDS[goal.measure]),
        "figure": figure_words(progress),
        "target": target_words(goal),
        "day": date_format(goal.until, "DATE_FORMAT"),
        "chance": chance_words(progress),
    }
    if progress.chance is None or progress.over:
        return _("%(unit)s, %(measure)s: %(figure)s; the target is %(target)s by %(day)s.") % told
    said = _("%(unit)s, %(measure)s: %(figure)s; %(chance)s likely to reach %(target)s by %(day)s.")
    return said % told

"""How the verdicts about time are computed: the boxes that can be opened below each picture."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from likely.act.annotation import Annotation
from likely.analyse.course import Aim, Course
from likely.analyse.flow import Waves
from likely.analyse.level import BeforeAfter
from likely.lib.figure import grouped, number, probability, signed
from likely.lib.measured import Rows, in_full, span
from likely.stats.cusum import LEARNING_ANSWERS, LEARNING_DAYS, Watch
from likely.stats.difference import Difference
from likely.stats.score import Score
from likely.web.insight import Method

MOVER = "θ = a − b\nlow = θ − √((a − lowₐ)² + (highᵦ − b)²)\nhigh = θ + √((highₐ − a)² + (b − lowᵦ)²)"
FORMULA_OF_LEVELS = "F = between sides / within sides, largest over all days; p by 999 shuffles"
FORMULA_OF_ALARM = "S = max(0, S before − m·u − m²/2)\nu = error / (σ·√f),  m = δ / (σ·√f),  alarm at S > h"


def independent() -> str:
    return _("Answers on the two sides come from different people, or count as if they did.")


def judged_together() -> str:
    return _(
        "All comparisons of one table are judged together: of those called real at most 5 % are false on "
        "average (Benjamini & Hochberg 1995)."
    )


def score_cells(label: str, score: Score | None) -> tuple[str, ...]:
    """Label, detractors, passives, promoters, score, interval."""
    if score is None:
        return (label, _("too few answers"), "", "", "", "")
    groups = (score.detractors, score.passives, score.promoters)
    return (label, *map(grouped, groups), signed(score.value, 1), span(score.low, score.high, _))


def score_table(*rows: tuple[str, Score | None]) -> Rows:
    header = (_("Name"), _("Detractors"), _("Passives"), _("Promoters"), _("Score"), _("Interval (95 %)"))
    return Rows(header, tuple(score_cells(*row) for row in rows))


def difference_name() -> str:
    return _("Difference of two scores from their intervals (MOVER, Zou & Donner 2008)")


def periods_method(course: Course) -> Method:
    rows = score_table(*((one.period, one.score) for one in course.periods if one.score))
    return Method(difference_name(), MOVER, (independent(), judged_together()), rows)


def windows_method(course: Course, days: int) -> Method:
    assumes = (
        _("Windows of %(days)s days; two are compared only where they share no day.") % {"days": days},
        independent(),
        judged_together(),
    )
    rows = score_table(*((one.last.isoformat(), one.score) for one in course.windows if one.fresh))
    return Method(difference_name(), MOVER, assumes, rows)


def levels_method(course: Course) -> Method:
    assumes = (
        _("Between two changes the level stays what it is; a slow drift looks like several steps."),
        _("At most 5 % of courses without any change are given one. It says when, never why."),
    )
    sides = [pair for one in course.levels for pair in ((_("before"), one.before), (_("after"), one.after))]
    name = _("Change points by binary segmentation, with permutation tests")
    return Method(name, FORMULA_OF_LEVELS, assumes, score_table(*sides))


def alarm_method(watch: Watch) -> Method:
    assumes = (
        _("The usual level and the effect of the weekday are learnt from the days before, %(weeks)s weeks "
          "and %(answers)s answers at least.") % {"weeks": LEARNING_DAYS // 7, "answers": LEARNING_ANSWERS},
        _("The threshold h is found by simulating this very stream without a dip, so that a false alarm "
          "comes about once in %(days)s days, however often it is looked at.")
        % {"days": grouped(round(watch.false_alarm_days))},
        _("An alarm is never taken back by what comes later."),
    )  # fmt: skip
    rows = Rows(
        (_("Figure"), _("Value")),
        (
            (_("Usual level"), signed(watch.level, 1) if watch.level is not None else _("still learning")),
            ("h", number(watch.threshold, 2) if watch.threshold is not None else "–"),
            (_("Days watched"), grouped(len(watch.path))),
            (_("Share of h on the last day"), number(watch.path[-1], 2) if watch.path else "–"),
        ),
    )
    return Method(_("Sequential likelihood of a lasting dip (Page 1954)"), FORMULA_OF_ALARM, assumes, rows)


def before_after_method(days: int, found: Sequence[tuple[Annotation, BeforeAfter]]) -> Method:
    assumes = (
        _("%(days)s days on either side of the day; the day itself belongs to the time after.")
        % {"days": days},
        independent(),
        judged_together(),
    )
    sides = [
        (f"{note.text}, {side}", score)
        for note, one in found
        for side, score in ((_("before"), one.before), (_("after"), one.after))
    ]
    return Method(difference_name(), MOVER, assumes, score_table(*sides))


def year_method(now: Score, then: Score, gap: Difference) -> Method:
    assumes = (_("A year before is 52 weeks before, so that Mondays meet Mondays."), independent())
    rows = score_table((_("now"), now), (_("a year before"), then))
    return Method(f"{difference_name()}, {probability(gap.p)}", MOVER, assumes, rows)


def score_pair(score: Score) -> tuple[str, str]:
    return (_("Score"), in_full(score, _))


def target_method(aim: Aim) -> Method:
    assumes = (
        _("The answers to come are as many a day as in the last 91 days, from people like those so far."),
        _("No trend and no season is in it."),
    )
    rows = Rows(
        (_("Figure"), _("Value")),
        (
            score_pair(aim.score),
            (_("Answers expected"), grouped(aim.more)),
            (_("Score minus target"), f"{signed(aim.gap.value, 1)} ({span(aim.gap.low, aim.gap.high, _)})"),
            ("p", probability(aim.gap.p)),
        ),
    )
    formula = "shares ~ Dirichlet(d + ½, n₀ + ½, p + ½)\nP(100·(p − d)/n ≥ target), 40 000 draws"
    return Method(_("Predictive distribution of the quarter's score"), formula, assumes, rows)


def flow_method(found: Waves) -> Method:
    assumes = (
        _("Of several answers of a person in one time the last counts."),
        _(
            "Only those who answered in both times are in the picture; who stayed away may have moved "
            "elsewhere."
        ),
    )
    rows = score_table((_("everybody before"), found.before), (_("everybody after"), found.after))
    name = _("Paired change (t); rose against fell by the exact sign test; shares by Stuart & Maxwell")
    return Method(name, "dᵢ = after − before of one person\nmean(d) ± t·s/√n", assumes, rows)

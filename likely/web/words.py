"""Changes as sentences: never without whether they can be told from noise."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.analyse.board import Board, Gap
from likely.analyse.report import Change, PeriodScore
from likely.lib.chart import POINTS, Scale
from likely.lib.figure import grouped, probability, rounded, signed
from likely.lib.measured import in_full
from likely.stats.sample_size import answers_still_needed
from likely.stats.score import Score
from likely.stats.verdict import Verdict
from likely.store.slice import Grain

NO_BREAK: Final = "\u00a0"
MARGINS: Final = (20, 10, 5, 3, 2, 1)  # points; the first that is clearly narrower than what there is


def told(verdict: Verdict, p: float) -> str:
    """real (p 0.003), or within noise."""
    return (
        _("within noise")
        if verdict == "same"
        else _("real (%(p)s)") % {"p": probability(p).replace(" ", NO_BREAK)}
    )


def moved(points: float) -> str:
    """up 4, down 12, unchanged."""
    whole = rounded(points)
    if whole == 0:
        return _("unchanged")
    return (_("up %(points)s") if whole > 0 else _("down %(points)s")) % {"points": abs(whole)}


def period_label(period: PeriodScore, grain: Grain | None) -> str:
    """Mar 2026 for a month, 3 Mar 2026 for a day, 2026-W10, 2026-Q1 and 2026 as they are."""
    if grain == "month":
        return date_format(period.start, "YEAR_MONTH_FORMAT")
    return date_format(period.start, "DATE_FORMAT") if grain == "day" else period.period


def change_words(change: Change, label: str, scale: Scale = POINTS) -> str:
    """Mar 2026: down 12 to +31, real (p 0.003)."""
    return _("%(period)s: %(moved)s to %(score)s, %(told)s") % {
        "period": label,
        "moved": moved(change.after - change.before),
        "score": scale.write(change.after),
        "told": told(change.verdict, change.p),
    }


def gap_words(gap: Gap) -> str:
    """up 4, within noise."""
    return f"{moved(gap.difference.value)}, {told(gap.verdict, gap.difference.p)}"


def target_words(gap: Gap) -> str:
    """4 above the target of +60, within noise."""
    points = rounded(gap.difference.value)
    how = (
        _("on the target")
        if points == 0
        else ngettext("%(points)s point above the target", "%(points)s points above the target", points)
        % {"points": points}
        if points > 0
        else ngettext("%(points)s point below the target", "%(points)s points below the target", -points)
        % {"points": -points}
    )
    return f"{how} ({signed(gap.points)}), {told(gap.verdict, gap.difference.p)}"


def period_words(since: date | None, until: date | None) -> str:
    """1 Mar 2026 – 31 Mar 2026; a missing end is open."""
    if not since and not until:
        return _("all time")
    return " – ".join(date_format(day, "DATE_FORMAT") if day else "…" for day in (since, until))


def board_said(board: Board, told: int | None = None) -> str:
    """What a screen reader is told when the board has changed. told: answers in words; None: a score."""
    if told is not None:
        return f"{_('Answers in words')}: {grouped(told)}"
    if board.score is None:
        return _("No score yet")
    return _("Score %(score)s") % {"score": in_full(board.score, _)}


def needed_words(score: Score | None) -> str:
    """How many more answers halve the interval, where so many can be had at all."""
    if score is None:
        return ""
    half = (score.high - score.low) / 2
    wanted = next((margin for margin in MARGINS if margin < half * 0.8), None)
    if wanted is None:
        return ""
    missing = answers_still_needed(score, wanted)
    return ngettext(
        "%(n)s more answer would bring it to ± %(margin)s.",
        "%(n)s more answers would bring it to ± %(margin)s.",
        missing,
    ) % {"n": grouped(missing), "margin": wanted}

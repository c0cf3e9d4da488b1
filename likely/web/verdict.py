"""Verdicts in plain words: what can be told, and how many answers would tell where nothing can."""

import math
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.lib.figure import grouped, probability, rounded, signed
from likely.lib.measured import span
from likely.stats.difference import Difference
from likely.stats.sample_size import answers_to_tell
from likely.stats.score import Score
from likely.stats.verdict import Verdict

MOST_WORTH_ASKING: Final = 100_000  # answers; nobody waits for more


def more_answers(a: Score, b: Score) -> int | None:
    """How many more would tell such a difference in 80 % of cases; None: too many.

    On both sides together, on the smaller one first. Where the larger one has more than would be needed of
    each, the smaller one needs fewer: 1/n + 1/N is what counts.
    """
    if abs(a.value - b.value) < 0.5:
        return None
    each, (few, many) = answers_to_tell(a, b), sorted((a.n, b.n))
    of_few = 1 / (2 / each - 1 / many) if many > each else each
    missing = math.ceil(of_few - few) + max(each - many, 0)
    return _about(max(missing, 1)) if missing <= MOST_WORTH_ASKING else None


def _about(n: int) -> int:
    """Two figures of it, rounded up: nobody believes more."""
    step: int = 10 ** max(len(str(n)) - 2, 0)
    return -(-n // step) * step


def change_said(before: Score, after: Score, gap: Difference, verdict: Verdict, *, grows: bool = True) -> str:
    """Up 11 points, from +20 to +31: real (p 0.003). No evidence of change: …

    grows: whether more answers can come; of two times that are over none can.
    """
    if verdict == "too_few":
        return _("Too few answers to compare.")
    ends = {"before": signed(before.value), "after": signed(after.value)}
    if verdict == "same":
        told = _("No evidence of change (%(before)s to %(after)s).") % ends
        return f"{told} {needed_said(before, after)}" if grows else told
    shape = (
        _("Up %(points)s points, from %(before)s to %(after)s: real (%(p)s).")
        if verdict == "above"
        else _("Down %(points)s points, from %(before)s to %(after)s: real (%(p)s).")
    )
    return shape % {**ends, "points": abs(rounded(gap.value)), "p": probability(gap.p)}


def gap_said(name: str, other: str, gap: Difference, verdict: Verdict, a: Score, b: Score) -> str:
    """`name` (a) against `other` (b)."""
    if verdict == "too_few":
        return _("Too few answers to compare.")
    names = {"name": name, "other": other}
    if verdict == "same":
        none = _("No evidence of a difference between %(name)s and %(other)s.") % names
        return f"{none} {needed_said(a, b)}"
    shape = (
        _("%(name)s is above %(other)s by %(points)s points (%(span)s): real (%(p)s).")
        if verdict == "above"
        else _("%(name)s is below %(other)s by %(points)s points (%(span)s): real (%(p)s).")
    )
    return shape % {
        **names,
        "points": abs(rounded(gap.value)),
        "span": span(gap.low, gap.high, _),
        "p": probability(gap.p),
    }


def needed_said(a: Score, b: Score) -> str:
    """About 900 more answers would tell."""
    more = more_answers(a, b)
    if more is None:
        return _("So small a difference could not be told with any sensible number of answers.")
    return ngettext("About %(n)s more answer would tell.", "About %(n)s more answers would tell.", more) % {
        "n": grouped(more)
    }

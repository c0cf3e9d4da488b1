"""Differences in words, which never leave out whether they can be told from noise."""

from likely.analyse.findings import Change
from likely.lib.figure import probability, signed
from likely.lib.measured import Gettext, as_written, in_full
from likely.stats.difference import Difference
from likely.stats.score import Score
from likely.stats.verdict import Verdict


def score_words(score: Score | None, gettext: Gettext = as_written) -> str:
    """+63 ± 9 · n 70; a score that is hidden or missing says so."""
    return in_full(score, gettext) if score else gettext("fewer than 5 answers")


def change_words(change: Change, gettext: Gettext = as_written) -> str:
    """up 4, within noise; up 11, real (p 0.003)."""
    return moved_words(change.after - change.before, change.verdict, change.p, gettext)


def difference_words(difference: Difference, gettext: Gettext = as_written) -> str:
    return moved_words(difference.value, verdict_of(difference), difference.p, gettext)


def verdict_of(difference: Difference) -> Verdict:
    """What one difference alone is called: by its own interval."""
    if difference.p > 1 - difference.level or difference.value == 0:
        return "same"
    return "above" if difference.value > 0 else "below"


def moved_words(points: float, verdict: Verdict, p: float, gettext: Gettext = as_written) -> str:
    """A difference of `points` in words, as the verdict allows."""
    if verdict == "too_few":
        return gettext("too few answers to compare")
    size = signed(abs(points)).lstrip("+")
    if size == "0":
        return gettext("no change")
    moved = (gettext("up {points}") if points > 0 else gettext("down {points}")).format(points=size)
    if verdict == "same":
        return gettext("{moved}, within noise").format(moved=moved)
    return gettext("{moved}, real ({p})").format(moved=moved, p=probability(p))

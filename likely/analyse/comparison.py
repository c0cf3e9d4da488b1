"""A score from loose numbers, and one score against another: the short answers of the Python face."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from likely.analyse.wording import difference_words, score_words, verdict_of
from likely.lib.figure import signed
from likely.lib.refusal import Refusal
from likely.stats.difference import Difference, difference
from likely.stats.scale import GROUPS
from likely.stats.score import Score, score_of_counts, score_of_scores
from likely.stats.verdict import Verdict

COUNTS = ("promoters", "passives", "detractors")
Answers = Score | Mapping[str, int] | Iterable[object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison(Difference):
    """after − before in points, with its interval and the p of "nothing changed"."""

    before: Score
    after: Score

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self)

    @property
    def words(self) -> str:
        """up 11, real (p 0.003)"""
        return difference_words(self)

    def _repr_html_(self) -> str:
        return (
            f"<strong>{self.words}</strong><br>before {score_words(self.before)}, "
            f"after {score_words(self.after)}<br>difference {signed(self.value, 1)} "
            f"({signed(self.low, 1)} to {signed(self.high, 1)})"
        )


def score(
    scores: Iterable[object] | None = None,
    *,
    promoters: int | None = None,
    passives: int | None = None,
    detractors: int | None = None,
    level: float = 0.95,
) -> Score:
    """The score of single answers (whole numbers of 0..10), or of the three counts.

    Anything else in the answers is refused with its reason: nothing is rounded, skipped or parsed.
    """
    counts = (detractors, passives, promoters)
    if (scores is None) == all(count is None for count in counts):
        raise Refusal(
            "score_of_what", "Give either answers or counts.", cure="score([10, 9, 7]) or score(promoters=…)."
        )
    if scores is not None:
        return _answered(score_of_scores(_plain(scores), level))
    return _answered(score_of_counts(detractors or 0, passives or 0, promoters or 0, level))


def compare(before: Answers, after: Answers, level: float = 0.95) -> Comparison:
    """What changed from `before` to `after`: each a list of answers, a score, or counts by group.

    The two are taken as independent: answers of the same persons asked twice need a paired test.
    """
    first, second = _read(before, level), _read(after, level)
    gap = difference(second, first, level)
    return Comparison(
        value=gap.value,
        low=gap.low,
        high=gap.high,
        n=gap.n,
        method=gap.method,
        level=gap.level,
        p=gap.p,
        before=first,
        after=second,
    )


def _read(answers: Answers, level: float) -> Score:
    if isinstance(answers, Score):
        return answers
    if isinstance(answers, Mapping):
        counts = _counts(answers)
        return score(
            promoters=counts.get("promoters"),
            passives=counts.get("passives"),
            detractors=counts.get("detractors"),
            level=level,
        )
    return score(answers, level=level)


def _counts(answers: Mapping[str, int]) -> dict[str, int]:
    """Counts by group, each group named in the singular or the plural."""
    singular = {group: f"{group}s" for group in GROUPS}
    counts = {singular.get(name, name): n for name, n in answers.items()}  # type: ignore[call-overload]
    for name in counts:
        if name not in COUNTS:
            raise Refusal(
                "unknown_group", f"{name!r} is no group of answers.", cure=f"Name {', '.join(COUNTS)}."
            )
    return counts


def _plain(scores: Iterable[object]) -> Iterable[object]:
    """Numbers of NumPy, pandas and Polars as Python's own."""
    if isinstance(scores, str | bytes):
        raise Refusal("scores_are_text", "The answers are text, not a list of numbers.", field="scores")
    for name in ("tolist", "to_list"):
        if hasattr(scores, name):
            plain: Iterable[object] = getattr(scores, name)()
            return plain
    return scores


def _answered(found: Score | None) -> Score:
    if found is None:
        raise Refusal("no_answers", "There are no answers, so there is no score.", field="scores")
    return found

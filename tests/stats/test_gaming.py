"""Signs of gaming: exact against other ways to the same figure, and false alarms as rare as is said."""

from itertools import pairwise, permutations
from math import comb

import pytest

from likely.stats.gaming import asked, p_of_bursts, tail_of_few, tail_of_many
from likely.stats.target import probability_of_share


@pytest.mark.parametrize(("x", "drawn", "marked", "whole"), [(3, 5, 6, 20), (0, 4, 3, 9), (7, 9, 10, 12)])
def test_the_tails_are_those_of_counting(x: int, drawn: int, marked: int, whole: int) -> None:
    def share(k: int) -> float:
        return comb(marked, k) * comb(whole - marked, drawn - k) / comb(whole, drawn)

    first, last = max(0, drawn + marked - whole), min(drawn, marked)
    assert tail_of_many(x, drawn, marked, whole) == pytest.approx(sum(map(share, range(x, last + 1))))
    assert tail_of_few(x, drawn, marked, whole) == pytest.approx(sum(map(share, range(first, x + 1))))


def test_the_tea_of_fisher() -> None:
    """4 of 4 cups told right: 1/70 (The Design of Experiments, 1935); 3 or more: 17/70."""
    assert tail_of_many(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert tail_of_many(3, 4, 4, 8) == pytest.approx(17 / 70)


def test_bursts_are_those_of_all_orders() -> None:
    """Four tens at once among eight answers: against all ways to deal the scores."""
    seconds = [0, 60, 120, 180, 10_000, 20_000, 30_000, 40_000]
    tens = [True, True, True, True, False, False, False, False]
    near = [b - a <= 120 for a, b in pairwise(seconds)]

    def pairs(dealt: tuple[bool, ...]) -> int:
        return sum(a and b and close for a, b, close in zip(dealt, dealt[1:], near, strict=False))

    every = set(permutations(tens))
    exact = sum(pairs(one) >= 3 for one in every) / len(every)
    assert p_of_bursts(seconds, tens) == pytest.approx(exact, abs=0.004)
    assert p_of_bursts(seconds, [True] * 8) == 1.0  # who always gets tens is not asked for it


def test_one_question_in_twenty_looks_at_most() -> None:
    """Twelve members whose high scores are silent by chance alone: 400 looks, each at all of them."""
    import numpy as np

    rng = np.random.default_rng(7)
    questions = 0
    for _look in range(400):
        silent = rng.binomial(40, 0.6, 12)
        p = {str(i): tail_of_many(int(x), 40, int(silent.sum()), 480) for i, x in enumerate(silent)}
        questions += any(asked({"silent": p, "other": {}}).values())
    assert questions <= 400 * 0.05 + 3 * (400 * 0.05 * 0.95) ** 0.5
    loud = {"a": tail_of_many(40, 40, 200, 480)} | {str(i): 0.5 for i in range(11)}
    assert asked({"silent": loud})["silent"].keys() == {"a"}


def test_the_chance_of_a_share() -> None:
    assert probability_of_share(7, 10, 70, 1) == pytest.approx(7.5 / 11)  # the next one must be good
    assert probability_of_share(3, 10, 50, 0) == 0.0
    assert probability_of_share(5, 10, 50, 0) == 1.0
    assert probability_of_share(0, 10, 90, 5) == 0.0
    two = probability_of_share(5, 8, 70, 2)  # both: (5.5·6.5)/(9·10)
    assert two == pytest.approx(5.5 * 6.5 / 90)
    assert probability_of_share(800, 1000, 50, 50_000) == pytest.approx(1.0)

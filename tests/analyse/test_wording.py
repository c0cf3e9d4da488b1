import pytest

from likely.analyse.findings import Change
from likely.analyse.wording import change_words, difference_words, moved_words, score_words
from likely.stats.difference import difference
from likely.stats.score import score_of_counts
from likely.stats.verdict import Verdict


@pytest.mark.parametrize(
    ("points", "verdict", "p", "words"),
    [
        (4.4, "same", 0.3, "up 4, within noise"),
        (-4.4, "same", 0.3, "down 4, within noise"),
        (11, "above", 0.003, "up 11, real (p 0.003)"),
        (-30.6, "below", 1e-9, "down 31, real (p < 0.001)"),
        (0.2, "same", 0.9, "no change"),
        (50, "too_few", 0.5, "too few answers to compare"),
    ],
)
def test_a_change_says_whether_it_can_be_told_from_noise(
    points: float, verdict: Verdict, p: float, words: str
) -> None:
    assert moved_words(points, verdict, p) == words
    assert change_words(Change("2026-02", 10, 10 + points, verdict, p)) == words


def test_a_score_stands_with_its_interval_and_n() -> None:
    assert score_words(score_of_counts(4, 18, 48)) == "+63 (+47 to +75) · n 70"
    assert score_words(None) == "fewer than 5 answers"


def test_a_difference_alone_is_called_by_its_own_interval() -> None:
    before, after = score_of_counts(30, 30, 40), score_of_counts(10, 30, 60)
    assert before
    assert after
    assert difference_words(difference(after, before)).startswith("up 40, real (p")
    assert difference_words(difference(before, before)) == "no change"


def test_words_come_through_the_catalogue() -> None:
    assert moved_words(
        4, "same", 0.3, lambda text: text.upper().replace("MOVED", "moved").replace("POINTS", "points")
    ) == ("UP 4, WITHIN NOISE")

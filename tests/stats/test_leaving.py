"""Who will leave: taught by past months, judged by months not seen, and refused where it knows nothing."""

import numpy as np
import pytest

from likely.stats.leaving import FEATURES, NEVER, WINDOW, Histories, features_at, learn

NOW = 900.0


def invented(people: int, effect: float) -> Histories:
    """Customers who are asked each quarter; a low last score makes leaving likelier by `effect` a point."""
    rng = np.random.default_rng(3)
    answers, asked, left = [], [], []
    for who in range(people):
        mood, gone = rng.normal(7, 2), NEVER
        for day in np.arange(rng.uniform(0, 90), NOW, 90.0):
            if day >= gone:
                break
            asked.append((who, float(day)))
            if rng.random() < 0.3:
                continue
            score = float(np.clip(round(mood + rng.normal(0, 1.5)), 0, 10))
            answers.append((who, float(day) + 1, score))
            logit = effect * (7 - score) - 3.6
            if gone == NEVER and rng.random() < 1 / (1 + np.exp(-logit)):
                gone = float(day) + 1 + rng.uniform(1, 85)
        left.append(gone if gone < NOW else NEVER)
    return Histories(answers, asked, [], left)


def test_it_foretells_months_that_it_has_not_seen_and_a_chance_means_what_it_says() -> None:
    told = invented(2000, effect=0.5)
    found = learn(told, NOW)
    assert found.refused == ""
    assert found.left == sum(day < NEVER for day in told.left)
    assert 0.6 < found.auc < 0.85
    assert found.skill > 0
    assert 0.7 < found.slope < 1.4
    people, x = features_at(told, NOW)
    p = found.chances(x)
    assert len(people) == len(p)
    by_score = [p[x[:, 0] == score].mean() for score in (2, 5, 8, 10)]
    assert by_score == sorted(by_score, reverse=True)
    assert found.odds[FEATURES.index("score")] < 1
    assert p.mean() == pytest.approx(found.share, rel=0.5)


def test_what_a_score_says_nothing_of_is_not_foretold() -> None:
    """They leave whenever it comes to them."""
    told, rng = invented(2000, effect=0.0), np.random.default_rng(5)
    gone = np.where(rng.random(2000) < 0.3, rng.uniform(100, NOW, 2000), NEVER)
    answers = [one for one in told.answers if one[1] < gone[one[0]]]
    assert learn(Histories(answers, [], [], gone.tolist()), NOW).refused == "no_better"


def test_few_who_left_teach_nothing() -> None:
    found = learn(invented(150, effect=0.5), NOW)
    assert (found.refused, found.auc) == ("few_left", None)
    assert learn(Histories([], [], [], []), NOW).refused == "few_left"


def test_what_knew_the_end_is_refused() -> None:
    """A score that is written on the way out: every 0 leaves, nobody else does."""
    rng = np.random.default_rng(1)
    answers, left = [], []
    for who in range(1500):
        gone = rng.uniform(100, NOW) if rng.random() < 0.5 else NEVER
        answers += [(who, day, 9.0) for day in (1.0, 300.0, 600.0) if day < gone - WINDOW]
        answers += [(who, max(gone - 89, 2.0), 0.0)] if gone < NEVER else []
        left.append(gone)
    assert learn(Histories(answers, [], [], left), NOW).refused == "too_good"


def test_features_know_nothing_of_later() -> None:
    told = Histories(
        answers=[(0, 10, 9), (0, 50, 4), (0, 200, 10), (1, 20, 8), (2, 300, 0), (3, 5, 7)],
        asked=[(0, 45), (0, 80), (0, 90), (0, 190), (1, 19)],
        cases=[(0, 55, 120), (1, 30, 40), (3, 6, NEVER)],
        left=[NEVER, NEVER, NEVER, 60.0],
    )
    people, x = features_at(told, 100.0)
    assert list(people) == [0, 1], "2 has not answered yet, 3 has left"
    assert x[0] == pytest.approx([4, -5, 50 / 30.44, 2, 1])
    assert x[1] == pytest.approx([8, 0, 80 / 30.44, 0, 0])

"""A file without a score still says something, and says it with an interval."""

import pytest

from likely.analyse.measures import in_words, measure_object, measured
from likely.stats.proportion import proportion
from likely.store.measures import Measure

YES_NO = Measure("recommended", "share", {"yes": 82, "no": 18}, ("yes",))
STARS = Measure("stars", "rating", {"5": 6, "4": 2, "1": 2}, ("4", "5"), 1, 5)


def test_a_yes_is_a_share_with_wilsons_interval() -> None:
    (found,) = measured([YES_NO])
    assert found.share == proportion(82, 100)
    assert found.mean is None


def test_a_rating_has_a_mean_and_a_share_of_the_top() -> None:
    (found,) = measured([STARS])
    assert found.mean
    assert found.mean.value == pytest.approx(4.0)
    assert found.share.value == pytest.approx(80.0)
    assert found.mean.low < 4.0 < found.mean.high <= 5


def test_what_nobody_answered_is_left_out() -> None:
    assert measured([Measure("recommended", "share", {}, ())]) == ()


def test_the_sentence_has_every_figure_with_its_interval() -> None:
    share, stars = (in_words(found, str) for found in measured([YES_NO, STARS]))
    assert share == "recommended: 82.0 % answered yes (73.3 to 88.3, n 100)."
    assert "80.0 % answered 4 or 5" in stars
    assert "Mean 4.000" in stars


def test_the_object_of_the_json() -> None:
    found = measure_object(measured([YES_NO])[0])
    assert found["mean"] is None
    assert found["share"] == {
        "value": 82.0,
        "low": pytest.approx(73.3, abs=0.1),
        "high": pytest.approx(88.3, abs=0.1),
        "level": 0.95,
        "n": 100,
        "method": "Wilson",
    }

from dataclasses import replace
from datetime import date

import pytest

from likely.analyse.experiment import Arm, Result
from likely.analyse.level import level_changes, watched
from likely.analyse.surprise import surprises_of
from likely.analyse.verdict_words import (
    apart_words,
    changes_words,
    experiment_words,
    link_words,
    members_words,
    need_words,
    surprises_words,
    watch_words,
)
from likely.stats.asymmetry import Asymmetry
from likely.stats.difference import Difference
from likely.stats.estimate import Estimate
from likely.stats.experiment import Advice
from likely.stats.fair import compare
from likely.stats.score import score_of_counts
from likely.stats.touchpoint import Link
from tests.analyse.days import LOW, USUAL, by_day
from tests.analyse.test_surprise import answers


def test_a_change_is_dated_with_its_doubt() -> None:
    (change,) = level_changes(by_day((100, USUAL), (100, LOW)))
    said = changes_words([change])
    assert said.startswith("The score fell from +3")
    assert f"on {change.day} (between {change.earliest} and {change.latest})." in said
    assert "rose" in changes_words([replace(change, before=change.after, after=change.before)])
    assert changes_words([]) == "No change of level can be told from noise."


def test_the_alarm_says_how_often_it_is_false() -> None:
    whole = by_day((120, USUAL), (20, LOW))
    alarm = watched(whole).alarms[0]
    to_then = replace(whole, cells={k: c for k, c in whole.cells.items() if k[0] and k[0] <= alarm.day})  # type: ignore[operator]
    assert watch_words(watched(to_then)).startswith("Alarm: about ")
    assert watch_words(watched(to_then)).endswith("false about once in 365 days.")
    assert watch_words(watched(by_day((120, USUAL), (30, LOW)))).startswith("Lower since 2025-05-0")
    assert watch_words(watched(by_day((100, USUAL)))).startswith("Nothing is below the usual +3")
    assert "8 weeks and 400 answers" in watch_words(watched(by_day((20, USUAL))))


def result(advice: Advice, low: float, high: float, needed: int | None = None) -> Result:
    score = score_of_counts(10, 20, 30)
    gap = Difference(
        value=(low + high) / 2, low=low, high=high, n=400, method="confidence sequence", level=0.95, p=0.5
    )
    return Result(Arm("new", 200, 200, score), gap, None, {}, advice, needed)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (result("better", 2, 9), "new is better: +2 to +9 points. You may decide now."),
        (result("worse", -9, -2), "new is worse: −9 to −2 points. You may decide now."),
        (
            result("worse", 2, 9),
            "new scores higher, but fewer people answer. Do not choose it for its score.",
        ),
        (
            replace(result("worse", 2, 9), guards={"score": "harmed"}),
            "new scores higher, but harms what must not be harmed: score. Do not choose it for its score.",
        ),
        (result("no_matter", -2, 2), "The difference does not matter: −2 to +2 points. You may stop."),
        (result("go_on", -2, 5), "Go on: −2 to +5 points so far."),
        (result("go_on", -2, 5, 1300), "Go on: −2 to +5 points so far. About 900 more answers would tell."),
        (replace(result("too_few", 0, 0), difference=None), "Too few answers in an arm to say anything yet."),
    ],
)
def test_the_advice_is_one_sentence(found: Result, said: str) -> None:
    assert experiment_words(found) == said


def test_a_broken_split_comes_first() -> None:
    assert "planned" in experiment_words(result("split_broken", 2, 9))


def test_members_who_stand_out_are_named_and_others_not_told_apart() -> None:
    made = {f"m{i}": {"": (60 + 60 * (i == 0), 140, 200 - 60 * (i == 0))} for i in range(8)}
    found = compare(made)
    assert members_words(found) == "Below the others: m0."
    assert apart_words(found, "m1", "m2") == "m1 and m2 can't be told apart."
    assert apart_words(found, "m0", "m1").startswith("m1 is above m0, by +")
    alike = compare({name: {"": (60, 140, 200)} for name in "abc"})
    assert members_words(alike) == "Nothing shows that any of these 3 is better or worse than the others."


def test_links_needs_and_surprises() -> None:
    estimate = Estimate(0.2, 0.1, 0.3, 900, "jackknife t", unit="coefficient")
    link = Link("Support", estimate, (estimate,), estimate, 0.001, 500)
    assert link_words(link) == "Support: 10 points more go with 2.0 (1.0–3.0) points more of the relation."
    assert "no link" in link_words(replace(link, p=0.2))
    need = Asymmetry("Clean", estimate, estimate, "basic", 0.01, 50, 50)
    assert need_words(need).startswith("Clean: a basic need.")
    found = surprises_of(answers(lambda columns: columns["shop"] == "shop2"))
    assert "shop shop2 stands out most" in surprises_words(found)
    assert "points below all others" in surprises_words(found)
    assert surprises_words(replace(found, found=())) == "Of 90 segments none stands out."


def test_a_page_may_say_days_its_own_way() -> None:
    (change,) = level_changes(by_day((100, USUAL), (100, LOW)))
    assert "on the day" in changes_words([change], day=lambda _: "the day")
    assert date.isoformat(change.day) in changes_words([change])

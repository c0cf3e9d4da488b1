import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from likely.analyse.theme_effects import Tagged, courses, theme_effects
from likely.text.tagging import Tag

START = date(2026, 1, 1)


def said(score: int, *parts: tuple[str, int], on: date | None = None) -> Tagged:
    return Tagged(score, tuple(Tag(theme, side, 0, "words") for theme, side in parts), on)


def many(counts: tuple[int, int, int], *parts: tuple[str, int], on: date | None = None) -> list[Tagged]:
    """counts: detractors, passives, promoters."""
    return [said(score, *parts, on=on) for score, n in zip((3, 8, 10), counts, strict=True) for _ in range(n)]


def test_praise_and_blame_of_a_theme_do_not_cancel() -> None:
    found = theme_effects(
        [*many((40, 5, 0), ("staff", -1)), *many((0, 5, 40), ("staff", 1)), *many((20, 20, 20))]
    )
    (staff,) = found.effects
    assert staff.effect.low < 0 < staff.effect.high
    assert staff.praise is not None
    assert staff.blame is not None
    assert staff.blame.effect.high < 0 < staff.praise.effect.low


def test_impact_is_what_leaving_the_comments_out_would_change() -> None:
    inside, outside = many((24, 8, 8), ("slow", -1)), many((16, 44, 100))
    (slow,) = theme_effects([*inside, *outside]).effects
    assert slow.blame is not None
    assert slow.blame.impact.value == pytest.approx(34 - 52.5)
    assert (slow.n, slow.share.value, slow.score.value) == (40, 20, -40)


def test_the_adjusted_effect_of_a_bystander_is_none() -> None:
    """ "queue" is mentioned with "rude", which moves the score; by itself it does nothing."""
    chance = random.Random(4)
    tagged = []
    for _ in range(1500):
        rude = chance.random() < 0.3
        queue = chance.random() < (0.6 if rude else 0.1)
        score = 3 if chance.random() < (0.8 if rude else 0.2) else 10
        parts = [("rude", -1)] * rude + [("queue", -1)] * queue
        tagged.append(said(score, *parts))
    effects = {one.theme: one for one in theme_effects(tagged).effects}
    assert effects["queue"].effect.high < -20
    adjusted = effects["queue"].adjusted
    assert adjusted is not None
    assert adjusted.low < 0 < adjusted.high
    assert adjusted.value > effects["queue"].effect.value / 2


def test_a_theme_of_a_handful_or_of_nearly_all_is_not_told() -> None:
    found = theme_effects([*many((4, 0, 0), ("few", -1)), *many((30, 30, 30), ("all", 1))])
    assert found.effects == ()


def test_the_share_without_a_theme_is_told() -> None:
    found = theme_effects([*many((10, 10, 10), ("staff", 1)), *many((0, 0, 10))])
    assert found.unexplained is not None
    assert found.unexplained.value == 25
    assert theme_effects([]).unexplained is None


def test_new_rising_and_falling_themes_are_told_from_chance() -> None:
    chance = random.Random(2)
    tagged = []
    for day in range(60):
        late = day >= 50
        for _ in range(20):
            parts = [("steady", 1)] * (chance.random() < 0.3)
            parts += [("app", -1)] * (chance.random() < (0.3 if late else 0.1))
            parts += [("strike", -1)] * (late and chance.random() < 0.1)
            parts += [("sale", 1)] * (chance.random() < (0.05 if late else 0.3))
            tagged.append(said(8, *parts, on=START + timedelta(days=day)))
    told = {one.theme: one.course for one in courses(tagged, START + timedelta(days=50))}
    assert told == {"steady": "steady", "app": "rising", "strike": "new", "sale": "falling"}


def test_false_alarms_among_many_themes_are_rare() -> None:
    """Thirty themes that do not move, in forty worlds: at most a few worlds with any alarm."""
    alarms = 0
    for world in range(40):
        chance = random.Random(world)
        tagged = [
            said(
                8,
                *[(f"t{t}", 1) for t in range(30) if chance.random() < 0.1],
                on=START + timedelta(days=i % 20),
            )
            for i in range(400)
        ]
        alarms += any(one.course != "steady" for one in courses(tagged, START + timedelta(days=15)))
    assert alarms <= 6


def test_without_dates_there_is_no_course() -> None:
    assert courses(many((5, 5, 5), ("staff", 1)), START) == ()


def test_alike_comments_may_be_told_once_with_their_number() -> None:
    told = [
        *many((24, 8, 8), ("slow", -1), on=START),
        *many((5, 4, 40), ("kind", 1), on=START + timedelta(60)),
        *many((9, 9, 9), on=START),
    ]
    counted: dict[Tagged, int] = {}
    for one in told:
        counted[one] = counted.get(one, 0) + 1
    short = [Tagged(one.score, one.tags, one.on, n) for one, n in counted.items()]
    for ours, theirs in zip(theme_effects(short).effects, theme_effects(told).effects, strict=True):
        assert replace(ours, adjusted=None) == replace(theirs, adjusted=None)
        assert ours.adjusted is not None
        assert theirs.adjusted is not None
        assert ours.adjusted.low == pytest.approx(theirs.adjusted.low)
    assert courses(short, START + timedelta(30)) == courses(told, START + timedelta(30))

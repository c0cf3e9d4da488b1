from datetime import UTC, datetime
from statistics import mean

from likely.cli.demo_story import (
    AGENTS,
    ASPECTS,
    DAYS,
    MOVE_ENDS,
    MOVE_STARTS,
    Contact,
    Told,
    _carried,
    answers,
    customers,
)

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def year(seed: int = 7) -> list[Told]:
    return list(answers(seed, customers(seed, 600), NOW))


def score(told: list[Told]) -> float:
    return 100 * sum((one.score >= 9) - (one.score <= 6) for one in told) / len(told)


def days_from_start(one: Told) -> int:
    return DAYS - (NOW - one.at).days - 1


def test_a_seed_tells_the_same_year_again_and_another_seed_another() -> None:
    assert year() == year()
    assert year() != year(8)


def test_the_year_ends_now_and_runs_forward() -> None:
    told = year()
    assert told == sorted(told, key=lambda one: one.at)
    assert max(one.at for one in told) <= NOW
    assert 5_000 < len(told) < 9_000


def test_what_was_planted_can_be_found() -> None:
    told = year()
    east = [one for one in told if one.customer.region == "East"]
    others = [one for one in told if one.customer.region != "East"]
    move = [one for one in told if MOVE_STARTS <= days_from_start(one) < MOVE_ENDS]
    before = [one for one in told if days_from_start(one) < MOVE_STARTS]
    assert score(others) - score(east) > 12
    assert score(before) - score(move) > 15


def test_comments_come_in_each_language_and_never_half_made() -> None:
    said = [one for one in year() if one.comment]
    assert {one.customer.language for one in said} == {"en", "et", "zh"}
    assert all(one.comment.strip() == one.comment and "  " not in one.comment for one in said)


def test_ratings_stay_on_their_scale() -> None:
    assert {value for one in year() for value in one.ratings.values()} <= {1, 2, 3, 4, 5}
    assert {key for one in year() for key in one.ratings} <= set(ASPECTS)


def test_ann_takes_the_easy_calls_and_is_no_better_than_ben() -> None:
    calls = [one for one in year() if one.about == "call"]
    ann, ben = ([one for one in calls if one.facts["served_by"] == name] for name in ("Ann", "Ben"))
    assert score(ann) - score(ben) > 30
    assert AGENTS["Ann"][0] == AGENTS["Ben"][0]


def test_a_bad_contact_is_remembered() -> None:
    assert _carried(Contact(100, -4.0), 130) < _carried(Contact(100, -4.0), 200) < 0
    assert _carried(Contact(100, -4.0), 300) == _carried(None, 300) == 0


def test_whoever_fares_worse_waited_longer() -> None:
    told = year()
    days: dict[bool, list[int]] = {True: [], False: []}
    waits: dict[bool, list[int]] = {True: [], False: []}
    for one in told:
        if one.about in ("", "delivery"):
            days[one.score >= 9].append(int(one.facts["transit_days"]))
        if one.about == "call":
            waits[one.score >= 9].append(int(one.facts["wait"]))
            assert isinstance(one.facts["solved"], bool)
    for figures in (days, waits):
        assert mean(figures[False]) > 1.15 * mean(figures[True])
    assert len({*waits[True], *waits[False]}) > 24  # so that pages cut it in bins
    assert sum(one > 50 for one in (*waits[True], *waits[False])) >= 5

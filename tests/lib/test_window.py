"""A name is admitted so often a minute, then told to wait."""

import pytest

from likely.lib import window
from likely.lib.window import Window


def test_each_name_has_its_own_count() -> None:
    limit = Window(2)
    assert [limit.admits("a"), limit.admits("a"), limit.admits("a")] == [True, True, False]
    assert limit.admits(("b", "/s/ours"))


def test_without_a_limit_everybody_comes_in() -> None:
    limit = Window(0)
    assert all(limit.admits("a") for _ in range(1000))


def test_the_next_minute_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(window, "monotonic", lambda: now)
    limit = Window(1)
    assert (limit.admits("a"), limit.admits("a")) == (True, False)
    now += window.SECONDS - 1
    assert not limit.admits("a")
    now += 1.1
    assert limit.admits("a")


def test_a_flood_of_names_does_not_fill_the_memory() -> None:
    limit = Window(1)
    for number in range(window.MOST_NAMES + 10):
        limit.admits(number)
    assert len(limit._counts) <= window.MOST_NAMES

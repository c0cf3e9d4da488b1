"""Reasons of a slice: heard in what was said, and silent where few would be recognised."""

from typing import Any

import ibis
import pytest

from likely.analyse import heard as module
from likely.analyse.heard import hear
from likely.store.slice import Slice
from likely.store.table import Responses

Row = tuple[int, str | None, str]


def table(rows: list[Row]) -> Responses:
    data = {
        "score": [score for score, _, _ in rows],
        "comment": [comment for _, comment, _ in rows],
        "region": [region for _, _, region in rows],
    }
    schema = {"score": "int8", "comment": "string", "region": "string"}
    return Responses(ibis.memtable(data, schema=schema), frozenset({"score", "comment"}), ("region",))


@pytest.fixture
def talk() -> Responses:
    liked: list[Row] = [(10, f"The friendly staff helped me, visit {n}", "North") for n in range(40)]
    loathed: list[Row] = [(1, f"Late delivery once more, order {n}", "East") for n in range(40)]
    silent: list[Row] = [(8, None, "South")] * 20
    named: list[Row] = [(2, "Late delivery, call me: mari@example.org", "West")] * 3
    return table([*liked, *loathed, *silent, *named])


def test_each_side_has_its_reasons_with_effect_and_interval(talk: Responses) -> None:
    heard = hear(talk, Slice(), smallest=5)
    assert any("staff" in theme.name.lower() for theme in heard.recommend)
    assert any("delivery" in theme.name.lower() for theme in heard.not_recommend)
    for theme in heard.recommend:
        assert theme.effect > 0
        assert theme.low < theme.effect <= theme.high
    assert all(theme.effect < 0 for theme in heard.not_recommend)
    assert (heard.read, heard.of, heard.sampled) == (83, 83, False)


def test_quotes_tell_no_addresses(talk: Responses) -> None:
    heard = hear(talk, Slice(), smallest=5)
    quotes = [quote for theme in (*heard.recommend, *heard.not_recommend) for quote in theme.quotes]
    assert quotes
    assert not any("@" in quote for quote in quotes)


def test_a_filter_that_leaves_few_comments_hides_them(talk: Responses) -> None:
    heard = hear(talk, Slice().only("region", "West"), smallest=5)
    assert heard.hidden
    assert (heard.recommend, heard.not_recommend) == ((), ())


def test_a_theme_that_nearly_all_share_would_tell_of_the_few_others(talk: Responses) -> None:
    """With a smallest group of 45, no theme of 40 or 43 comments is shown, nor what lies outside it."""
    heard = hear(talk, Slice(), smallest=45)
    assert (heard.recommend, heard.not_recommend) == ((), ())


def test_without_comments_there_is_nothing_to_hear(talk: Responses) -> None:
    heard = hear(talk, Slice().only("region", "South"), smallest=5)
    assert (heard.read, heard.of, heard.hidden) == (0, 0, False)


def test_many_comments_are_sampled_and_it_is_said(talk: Responses, monkeypatch: Any) -> None:
    monkeypatch.setattr(module, "READ", 20)
    heard = hear(talk, Slice(), smallest=5)
    assert heard.sampled
    assert 5 <= heard.read <= 40
    assert heard.of == 83

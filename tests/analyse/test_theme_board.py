"""From counted themes to a board: the same figures as from the comments, and nothing of too few."""

from datetime import date
from typing import Any

import ibis
import pytest

from likely.analyse.theme_board import asked_themes, tags_of_code, theme_board
from likely.analyse.theme_effects import Tagged, theme_effects
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.text.tag_code import corrected, read, written
from likely.text.tagging import Tag
from likely.text.taxonomy import Theme, taxonomy

TODAY = date(2026, 6, 30)
THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery",)),
        Theme("courier", {"en": "Courier"}, ("courier",), parent="delivery"),
        Theme("price", {"en": "Price"}, ("price",)),
    ]
)
SAID = [
    *[(2, " courier- ", "The courier was rude", date(2026, 3, 1))] * 12,
    *[(10, " delivery+ ", "Fast delivery", date(2026, 3, 1))] * 9,
    *[(3, " courier- price- ", "Courier late, price high", date(2026, 6, 25))] * 10,
    *[(9, "", "All is well", date(2026, 3, 2))] * 30,
    *[(8, " price= ", "The price", date(2026, 6, 26))] * 3,
]


def table(rows: list[tuple[int, str | None, str, date]]) -> Responses:
    made = [
        {
            "id": f"{place:04}",
            "score": score,
            "comment": f"{text} {place}",
            "day": day,
            "themes": code,
            "themes_favour": score * 10,
            "themes_empty": False,
        }
        for place, (score, code, text, day) in enumerate(rows)
    ]
    schema = {
        "id": "string", "score": "int8", "comment": "string", "day": "date", "themes": "string",
        "themes_favour": "int8", "themes_empty": "boolean",
    }  # fmt: skip
    rows_of = ibis.memtable(made, schema=ibis.schema(schema))
    has = frozenset({"id", "score", "comment", "day", "themes"})
    return Responses(rows_of, has, dimensions=("themes",))


def board(rows: Any = SAID, **more: Any) -> Any:
    return theme_board(table(rows), Slice(), THEMES, TODAY, **{"smallest": 5, **more})


def test_the_effects_are_those_of_the_comments_one_by_one() -> None:
    one_by_one = [
        Tagged(score, tuple(Tag(*pair, -1, "words") for pair in _lifted(code))) for score, code, _, _ in SAID
    ]
    ours, theirs = board().effects, theme_effects(one_by_one, 5)
    assert [(a.theme, a.n, a.effect, a.praise, a.blame) for a in ours.effects] == [
        (b.theme, b.n, b.effect, b.praise, b.blame) for b in theirs.effects
    ]
    assert ours.unexplained == theirs.unexplained


def _lifted(code: str) -> set[tuple[str, int]]:
    """A courier's comment is one about delivery too."""
    pairs = set(read(code))
    return pairs | {("delivery", side) for theme, side in pairs if theme == "courier"}


def test_a_theme_above_has_the_comments_of_those_below() -> None:
    found = {one.theme: one.n for one in board().themes}
    assert found["delivery"] == 31
    assert found["courier"] == 22
    assert asked_themes(THEMES, "delivery-") == ("delivery-", "courier-")


def test_what_is_new_is_told_from_what_was_before() -> None:
    courses = board().courses
    assert courses["price"].course in ("new", "rising")
    assert board(rows=[row for row in SAID if row[3] > date(2026, 6, 20)]).courses == {}


def test_reasons_are_quoted_out_of_comments_of_that_side() -> None:
    found = board()
    assert [one.theme for one in found.not_recommend] == ["courier", "price"]  # and not delivery once more
    assert all("ourier" in said.text for said in found.not_recommend[0].quotes)
    assert found.recommend[0].theme == "delivery"
    assert board(quoted=False).recommend[0].quotes == ()


def test_comments_that_nobody_read_are_counted_apart() -> None:
    unread = [(5, None, "new", date(2026, 6, 30))] * 4
    found = board(rows=[*SAID, *unread])
    assert (found.waiting, found.effects.n) == (4, len(SAID))


def test_few_comments_tell_nothing() -> None:
    assert board(rows=SAID[:4]).hidden
    assert not board(rows=[]).hidden


def test_a_theme_that_left_the_set_is_not_told() -> None:
    assert tags_of_code(" gone+ price- ", THEMES) == (Tag("price", -1, -1, "words"),)
    with pytest.raises(Refusal):
        asked_themes(THEMES, "gone-")


def test_a_code_says_what_it_was_made_of() -> None:
    tags = [("price", -1), ("price", 1), ("a-b", 0)]
    assert sorted(read(written(tags))) == sorted(tags)
    assert corrected(tags, {"price": False, "courier": True}, 0.1) == " a-b= courier- "
    assert written([]) == ""

"""Who sees comments masked finds them by what is shown: fresh ones, sealed ones, by the index."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from likely.store.comment_page import comment_page
from likely.store.rows import page
from likely.store.seal import seal_due
from likely.store.seen_comments import as_seen
from likely.store.slice import Slice
from likely.store.workspace_table import COUNTED, table_of
from likely.text.comment_words import wanted
from likely.text.seen import is_seen, seen
from tests.store.world import LATER, NOON, answer
from tests.text.test_seen import HIDING

PLAIN = ("late as mari said", "call again", "order 48213377", "Jane was kind", "example", "经理很好")
TYPED = ("mari", "mari example", "call", "5123", "smith", "jane", "王小明", "经理", "张经", "48213377", "org")


@pytest.fixture(params=["fresh", "sealed", "both"])
def said(workspace: Any, request: Any) -> None:
    for place, comment in enumerate((*HIDING, *PLAIN)):
        answer(workspace, comment=comment, at=NOON + timedelta(seconds=place))
        if request.param == "both" and place % 7 == 6:
            seal_due(LATER)
    if request.param == "sealed":
        seal_due(LATER)


@pytest.mark.parametrize("typed", TYPED)
def test_the_hits_are_those_that_show_the_words(workspace: Any, said: None, typed: str) -> None:
    slice, table = Slice(words=typed), table_of(workspace)
    every = [row["comment"] for row in page(table, slice, ("comment",), size=100).rows]
    shown = [comment for comment in every if is_seen(comment, wanted(typed))]
    found = page(as_seen(table, typed), slice, ("comment",), size=100)
    assert [row["comment"] for row in found.rows] == shown
    assert not any(typed in seen(comment) for comment in set(every) - set(shown))


def test_some_are_hits_for_all_and_some_for_those_alone_who_read_all(workspace: Any, said: None) -> None:
    slice, table = Slice(words="mari"), table_of(workspace)
    assert len(page(table, slice, ("comment",)).rows) == 3
    assert [dict(one) for one in page(as_seen(table, "mari"), slice, ("comment",)).rows] == [
        {"comment": "late as mari said"}
    ]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_where_many_are_hidden_none_is_found_and_few_are_left_out(
    workspace: Any, monkeypatch: Any, is_sealed: bool
) -> None:
    """Comments that hide something, and show the word too, are named as long as they are few."""
    for comment in ("late as mari said", "mari said: write to mari@example.org", "to mari@example.org"):
        answer(workspace, comment=comment)
    if is_sealed:
        seal_due(LATER)

    def found() -> set[str]:
        table = as_seen(table_of(workspace), "mari")
        return {row["comment"] for row in page(table, Slice(words="mari"), ("comment",)).rows}

    every = found()
    assert every == {"late as mari said", "mari said: write to mari@example.org"}
    answer(workspace, comment="and to mari@example.com")
    if is_sealed:
        seal_due(LATER)
    monkeypatch.setattr("likely.store.seen_comments.MOST_NAMED", 1)
    assert found() == every
    monkeypatch.setattr("likely.store.seen_comments.MOST_NAMED", 0)
    assert found() == {"late as mari said"}


@pytest.mark.parametrize("typed", TYPED)
def test_pages_by_the_index_show_the_same(workspace: Any, said: None, typed: str) -> None:
    slice, after, sought = Slice(words=typed), "", as_seen(table_of(workspace), typed)
    while True:
        found = comment_page(
            workspace,
            slice,
            ("comment",),
            COUNTED,
            among=lambda table: table,
            masked=True,
            after=after,
            size=2,
        )
        assert found is not None
        assert found.rows == page(sought, slice, ("comment",), after=after, size=2).rows
        if not (after := found.next or ""):
            break


def test_a_table_of_which_nothing_is_hidden_stays_as_it_is(workspace: Any, said: None) -> None:
    table = table_of(workspace)
    assert as_seen(table, "") is table
    parts = as_seen(table, "order").split()
    assert [part.stamp for part in parts] == [part.stamp for part in table.split()]


def test_what_is_hidden_is_looked_for_once(workspace: Any, monkeypatch: Any) -> None:
    """Of sealed answers, whose text never changes."""
    answer(workspace, comment="mari@example.org")
    seal_due(LATER)
    looked: list[str] = []
    real = partial(is_seen)
    monkeypatch.setattr(
        "likely.store.seen_comments.is_seen", lambda text, terms: looked.append(text) or real(text, terms)
    )
    for _ in range(2):
        assert page(as_seen(table_of(workspace), "mari"), Slice(words="mari"), ("comment",)).rows == ()
    assert len(looked) == 1

"""Comments are found by their words, by the index as by a scan of the lake, in step with every write."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from likely.collect.response import Response
from likely.store.comment_index import matching, newest
from likely.store.comment_index_state import index_state, rebuild
from likely.store.comment_page import comment_page
from likely.store.hot import reopen
from likely.store.rows import page
from likely.store.slice import Slice
from likely.store.workspace_table import EVERY_STATE, table_of
from likely.text.comment_words import wanted
from tests.store.world import answer, survey_of

START = datetime(2026, 6, 1, tzinfo=UTC)
SAID = (
    "Late delivery", "The delivery was late, but cheap", "Fast", "快递员很慢", "慢，快递也很贵",
    "Väga aeglane kuller", "Kuller oli kiire", "用iPhone手机下单", "доставка опоздала", "late late late",
    "😀", "Its price is 100% fine_",
)  # fmt: skip
TYPED = (
    "late", '"late delivery"', "deliv cheap", "快递", "递员", "慢", "vaga", '"kuller oli', "iphone", "手机",
    '"was late"', '"delivery w', '"iphone 手', '"慢 快', '"快递也', '"kuller o" "kiire', '"late late"',
    "ДОСТАВКА", "fine 100", "%", "_", "' OR 1=1 --", '"', "* AND NOT (", "words:late", "lat*", "zzz",
)  # fmt: skip


@pytest.fixture
def said(workspace: Any) -> list[Response]:
    return [
        answer(workspace, comment=comment, at=START + timedelta(hours=place), score=place % 11)
        for place, comment in enumerate(SAID)
    ]


def by_index(workspace: Any, typed: str) -> list[str]:
    rows = Response.objects.of(workspace)
    ids = [id for run in newest(workspace, Q(), wanted(typed)) for id in run]
    found = {row.pk: row.comment for row in rows.filter(pk__in=ids)}
    return [found[id] for id in ids]


@pytest.fixture
def short_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few answers need several looks into the index."""
    for name in ("FIRST_RUN", "FIRST_WALK"):
        monkeypatch.setattr(f"likely.store.comment_index.{name}", 2)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="of PostgreSQL's index")
@pytest.mark.parametrize("typed", ['"was late"', '"delivery wa', '"手机 下单"'])
def test_the_index_knows_neighbours(workspace: Any, said: list[Any], typed: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
        plan = matching(Response.objects.of(workspace), wanted(typed)).explain()
    asked = [line for line in plan.splitlines() if "Index Cond" in line and "likely_neighbours" in line]
    assert asked, f"each comment with both words would be read: {plan}"


def test_words_that_stand_apart_are_no_phrase(workspace: Any) -> None:
    """Also where all neighbours of the phrase stand somewhere in the comment."""
    answer(workspace, comment="late but late, and but late too", at=START)
    answer(workspace, comment="it was late but never so late", at=START)
    assert by_index(workspace, '"but late but') == []
    assert by_index(workspace, '"late but late"') == ["late but late, and but late too"]


@pytest.mark.parametrize("typed", TYPED)
def test_index_and_scan_find_the_same_newest_first(
    workspace: Any, said: list[Any], short_runs: None, typed: str
) -> None:
    scan = page(table_of(workspace), Slice(words=typed), ("comment",), size=50)
    sought = [row["comment"] for row in scan.rows]
    if wanted(typed):
        assert by_index(workspace, typed) == sought
        assert set(
            matching(Response.objects.of(workspace), wanted(typed)).values_list("comment", flat=True)
        ) == set(sought)
    else:
        assert len(sought) == len(SAID), "what holds no word asks nothing"


def test_the_index_follows_every_write(workspace: Any, said: list[Any]) -> None:
    first, other = said[0], said[2]
    reopen(Response.objects.filter(pk=first.pk), START, comment="Quick as a hare")
    assert by_index(workspace, '"late delivery"') == []
    assert by_index(workspace, "hare") == ["Quick as a hare"]
    other.comment = "A tortoise"
    other.save(update_fields=["comment"])
    assert by_index(workspace, "tortoise") == ["A tortoise"]
    first.delete()
    assert by_index(workspace, "hare") == []
    Response.objects.of(workspace).filter(pk=other.pk).update(comment="", words="")
    assert by_index(workspace, "tortoise") == []
    assert index_state().is_whole


def test_a_rolled_back_comment_is_not_found(workspace: Any, said: list[Response]) -> None:
    with transaction.atomic():
        reopen(Response.objects.filter(pk=said[0].pk), START, comment="unheard of")
        assert by_index(workspace, "unheard") == ["unheard of"]
        transaction.set_rollback(True)
    assert by_index(workspace, "unheard") == []
    assert by_index(workspace, '"late delivery"') == ["Late delivery"]


def test_nothing_of_another_workspace_is_found(
    workspace: Any, foreign_workspace: Any, said: list[Any]
) -> None:
    answer(
        foreign_workspace, survey=survey_of(foreign_workspace, "elsewhere"), comment="late as well", at=START
    )
    assert by_index(foreign_workspace, "late") == ["late as well"]
    assert "late as well" not in by_index(workspace, "late")


def test_many_of_one_second_are_each_found_once(workspace: Any, short_runs: None) -> None:
    rows = [answer(workspace, comment=f"same {n}", at=START) for n in range(30)]
    rows += [answer(workspace, comment=f"same {n}", at=START - timedelta(days=1)) for n in range(5)]
    found = by_index(workspace, "same")
    assert len(found) == 35
    assert found == [row.comment for row in sorted(rows, key=lambda row: (row.at, row.pk), reverse=True)]


def test_history_that_came_in_later_stands_in_its_place(workspace: Any, short_runs: None) -> None:
    days = [3, 9, -40_000, 1, 7, 0, 8, -5, 2, 6]
    for day in days:
        answer(workspace, comment=f"day {day}", at=START + timedelta(days=day))
    assert by_index(workspace, "day") == [f"day {day}" for day in sorted(days, reverse=True)]


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("late", ()),
        ("late", (("group", ("detractor",)),)),
        ("kuller", (("plan", ("",)),)),
        ("慢", (("channel", ("link",)), ("survey", ("nobody",)))),
    ],
)
def test_pages_by_the_index_are_those_of_the_lake(
    workspace: Any, said: list[Any], words: str, where: Any
) -> None:
    slice = Slice(words=words, where=where, since=START.date())
    if any(name == "plan" for name, _ in where):
        reopen(Response.objects.filter(pk=said[2].pk), START, properties={"plan": "gold"})
    table, after, seen = table_of(workspace, EVERY_STATE), "", []
    while True:
        found = comment_page(
            workspace, slice, ("comment",), EVERY_STATE, among=lambda table: table, after=after, size=2
        )
        assert found is not None
        assert found == page(table, slice, ("comment",), after=after, size=2)
        seen += [row["comment"] for row in found.rows]
        if not (after := found.next or ""):
            break
    assert len(seen) == len(set(seen))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_search(workspace: Any, said: list[Any], typed: str) -> None:
    if wanted(typed):
        by_index(workspace, typed)
        list(matching(Response.objects.of(workspace), wanted(typed)))


def test_a_lost_index_is_noticed_and_written_anew(workspace: Any, said: list[Any]) -> None:
    assert index_state().is_whole
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO likely_comment_index (likely_comment_index) VALUES ('delete-all')")
        else:
            cursor.execute("DROP INDEX likely_comment_index")
    assert not index_state().is_whole
    Response.objects.of(workspace).update(words="")
    assert rebuild() == sum(any(letter.isalnum() for letter in comment) for comment in SAID)
    assert index_state().is_whole
    assert by_index(workspace, "快递") == ["慢，快递也很贵", "快递员很慢"]
    said[0].delete()
    assert by_index(workspace, '"late delivery"') == []

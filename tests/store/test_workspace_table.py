"""The one table of a workspace: sealed and hot together, at every moment."""

from dataclasses import replace
from typing import Any

from likely.collect.response import Response
from likely.people.person import Person
from likely.store import lake as lakes
from likely.store import seal, workspace_table
from likely.store.aggregate import counts, moments
from likely.store.engine import fetch
from likely.store.hot import reopen, to_arrow
from likely.store.rows import page
from likely.store.schema import NAMES, arrow_schema, bucket_of
from likely.store.seal import seal_due
from likely.store.slice import Slice
from likely.store.workspace_table import table_of
from tests.store.world import LATER, NOON, answer


def answered(workspace: Any, slice: Slice = Slice()) -> int:  # noqa: B008 - frozen
    return counts(table_of(workspace), slice).total().answered


def test_an_empty_workspace_has_an_empty_table(workspace: Any) -> None:
    table = table_of(workspace)
    assert counts(table, Slice(by=("channel", "month"))).cells == {}
    assert page(table, Slice(), ["id"]).rows == ()


def test_properties_of_both_halves_can_be_cut_by(workspace: Any) -> None:
    answer(workspace, 9, properties={"plan": "pro"}, answers={"speed": 5})
    seal_due(LATER)
    answer(workspace, 3, properties={"plan": "free", "region": "north"}, answers={"price": 1})
    table = table_of(workspace)
    assert set(table.dimensions) >= {"plan", "region", "survey", "channel"}
    assert set(table.ratings) == {"speed", "price"}
    assert counts(table, Slice(by=("plan", "region"))).cells.keys() == {("pro", None), ("free", "north")}
    assert sum(bucket.n[0, 0] for bucket in moments(table, Slice(), ("score", "speed"))[()]) == 2
    assert fetch(table, lambda asked: asked.rows.aggregate(n=asked.rows.count()), "n") == [(2,)]


def test_buckets_are_those_of_the_persons_in_files_of_any_age(workspace: Any, monkeypatch: Any) -> None:
    """Files that were written before there was the column `bucket`, after it, and both at once."""
    people = [Person.objects.create(workspace=workspace, external_id=str(n)) for n in range(5)]

    def held() -> list[int]:
        found = moments(table_of(workspace), Slice(), ("score", "speed"))[()]
        return [int(bucket.n[0, 0]) for bucket in found]

    def give_and_seal() -> list[int]:
        given = [answer(workspace, 7, person=one, answers={"speed": 3}) for one in (*people, None)]
        fresh = held()
        seal_due(LATER)
        assert held() == fresh, "sealing moves nobody"
        return [bucket_of(str(one.person_id or one.pk)) for one in given]

    with monkeypatch.context() as before:
        kind = replace(lakes.RESPONSES, schema=lambda: arrow_schema().remove(NAMES.index("bucket")))
        batch = lambda *asked: to_arrow(*asked).drop_columns(["bucket"])  # noqa: E731
        before.setattr(seal, "SEALED", (replace(seal.ANSWERED, kind=kind, batch=batch),))
        meant = give_and_seal()
    at = seal.lake_of(workspace).snapshot()
    assert at
    assert "bucket" not in at.columns
    meant += give_and_seal()
    assert held() == [meant.count(bucket) for bucket in range(64)]


def test_the_sealed_part_is_remembered_and_never_shown_stale(workspace: Any) -> None:
    first = answer(workspace, 9)
    seal_due(LATER)
    assert answered(workspace) == 1
    answer(workspace, 8)
    assert answered(workspace) == 2, "a fresh answer stands beside the remembered ones"
    seal_due(LATER)
    assert answered(workspace) == 2
    reopen(Response.objects.filter(pk=first.pk), LATER, state="dismissed")
    assert answered(workspace) == 1, "what is taken out is out at once"
    reopen(Response.objects.filter(pk=first.pk), LATER, state="counted", score=0)
    assert answered(workspace, Slice().only("group", "detractor")) == 1


def test_a_seal_between_the_two_looks_shows_nothing_twice(workspace: Any, monkeypatch: Any) -> None:
    answer(workspace, 9)
    seal_due(LATER)
    answer(workspace, 8)
    hot_rows = workspace_table.hot_rows

    def look_after_a_seal(*args: Any) -> Any:
        seal_due(LATER)
        return hot_rows(*args)

    monkeypatch.setattr(workspace_table, "hot_rows", look_after_a_seal)
    assert answered(workspace) == 2


def test_a_table_in_hand_stays_as_it_was(workspace: Any) -> None:
    answer(workspace, 9)
    seal_due(LATER)
    table = table_of(workspace)
    answer(workspace, 8, at=NOON)
    seal_due(LATER)
    assert counts(table, Slice()).total().answered == 1
    assert answered(workspace) == 2


def test_a_workspace_sees_its_own_only(workspace: Any, foreign_workspace: Any) -> None:
    survey = answer(workspace, 9).survey
    seal_due(LATER)
    answer(foreign_workspace, 0, survey=survey)
    assert (answered(workspace), answered(foreign_workspace)) == (1, 1)


def test_what_is_remembered_of_large_files_outlives_a_seal(workspace: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(lakes, "SETTLED_ROWS", 2)
    answer(workspace, 9)
    answer(workspace, 9)
    seal_due(LATER)
    [large] = table_of(workspace).split()
    answer(workspace, 3)
    seal_due(LATER)
    still, recent = table_of(workspace).split()
    assert still.stamp == large.stamp != recent.stamp
    assert answered(workspace) == 3

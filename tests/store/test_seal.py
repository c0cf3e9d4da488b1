"""Sealing moves each response into the lake exactly once, whatever is edited and whoever dies."""

from datetime import timedelta
from typing import Any

import pytest
from deltalake import DeltaTable

from likely.collect.response import Response
from likely.store import seal as sealing
from likely.store.aggregate import counts
from likely.store.hot import reopen
from likely.store.lake import Overtaken
from likely.store.rows import export, page
from likely.store.seal import Seal, erase, lake_of, seal_due
from likely.store.slice import Slice
from likely.store.workspace_table import EVERY_STATE, table_of
from tests.store.world import LATER, NOON, answer


def sealed_ids(workspace: Any) -> list[str]:
    at = lake_of(workspace).snapshot()
    if at is None:
        return []
    ids = DeltaTable(lake_of(workspace).url).to_pyarrow_table()["id"].to_pylist()
    return sorted(ids)


def shown(workspace: Any) -> dict[str, int | None]:
    """What the one table says: id -> score. A row that stands twice is an error."""
    batches = export(table_of(workspace), Slice(), ["id", "score"])
    rows = [row for batch in batches for row in batch.to_pylist()]
    assert len({row["id"] for row in rows}) == len(rows), "a response stands in the table twice"
    return {row["id"]: row["score"] for row in rows}


def test_what_was_touched_a_moment_ago_stays_hot(workspace: Any) -> None:
    old, fresh = answer(workspace, 9), answer(workspace, 3, changed_at=LATER - timedelta(seconds=299))
    assert seal_due(LATER, after_seconds=300) == 1
    assert sealed_ids(workspace) == [str(old.id)]
    assert shown(workspace) == {str(old.id): 9, str(fresh.id): 3}


def test_sealing_twice_writes_once(workspace: Any) -> None:
    ids = sorted(str(answer(workspace, score).id) for score in range(11))
    assert seal_due(LATER) == 11
    version = lake_of(workspace).snapshot().version
    assert seal_due(LATER) == 0
    assert sealed_ids(workspace) == ids
    assert lake_of(workspace).snapshot().version == version, "a tick with nothing due writes nothing"


def test_an_edit_is_shown_at_once_and_replaces_the_sealed_copy(workspace: Any) -> None:
    response = answer(workspace, 3, properties={"plan": "pro"}, answers={"speed": 2})
    seal_due(LATER)
    reopen(Response.objects.filter(pk=response.pk), LATER, score=10, properties={}, answers={"speed": 5})
    assert shown(workspace) == {str(response.id): 10}
    seal_due(LATER + timedelta(hours=1))
    assert shown(workspace) == {str(response.id): 10}
    [row] = DeltaTable(lake_of(workspace).url).to_pyarrow_table().to_pylist()
    assert (row["score"], row["r_speed"], row["p_plan"]) == (10, 5.0, None), "nothing of the old copy is left"


def test_an_edit_between_reading_and_writing_is_not_lost(workspace: Any, monkeypatch: Any) -> None:
    response = answer(workspace, 3)
    read = sealing.read

    def read_and_be_overtaken(rows: Any) -> Any:
        found = read(rows)
        reopen(Response.objects.filter(pk=response.pk), LATER, score=8)
        return found

    monkeypatch.setattr(sealing, "read", read_and_be_overtaken)
    seal_due(LATER - timedelta(minutes=1))
    monkeypatch.undo()
    assert shown(workspace) == {str(response.id): 8}
    seal_due(LATER + timedelta(hours=1))
    assert sealed_ids(workspace) == [str(response.id)]
    assert shown(workspace) == {str(response.id): 8}


def test_a_flag_that_lies_makes_no_second_copy(workspace: Any) -> None:
    """What the lake holds is asked of the lake: a row put back from a backup forgets that it was sealed."""
    response = answer(workspace, 3)
    seal_due(LATER)
    Response.objects.filter(pk=response.pk).update(seal=None, sealed_before=False, score=7)
    Seal.objects.all().delete()
    seal_due(LATER)
    assert sealed_ids(workspace) == [str(response.id)]
    assert shown(workspace) == {str(response.id): 7}


def test_of_two_workers_one_writes(workspace: Any) -> None:
    answer(workspace, 3)
    lake = lake_of(workspace)
    seal = sealing._begin(workspace, LATER, LATER)
    at = lake.snapshot()
    assert sealing._carry(seal, lake) == 1
    rows = sealing.to_arrow(sealing.read(Response.objects.all()), "UTC")
    with pytest.raises(Overtaken):
        lake.write(seal.number, rows, at, [])
    assert len(sealed_ids(workspace)) == 1


def test_a_worker_that_comes_late_leaves_it_to_the_other(workspace: Any, monkeypatch: Any) -> None:
    answer(workspace, 3)
    seal_due(LATER)
    answer(workspace, 4)
    read = sealing.read

    def read_while_another_writes(rows: Any) -> Any:
        found = read(rows)
        monkeypatch.undo()
        seal_due(LATER)  # the other worker
        return found

    monkeypatch.setattr(sealing, "read", read_while_another_writes)
    assert seal_due(LATER) == 0
    assert len(sealed_ids(workspace)) == 2


def test_doubtful_responses_are_kept_and_not_counted(workspace: Any) -> None:
    answer(workspace, 9)
    doubtful = answer(workspace, 0, state="quarantined", doubt="a machine")
    for _ in ("hot", "sealed"):
        assert counts(table_of(workspace), Slice()).total().answered == 1
        everything = page(table_of(workspace, EVERY_STATE), Slice(), ["id", "state", "doubt"]).rows
        assert {row["id"]: row["state"] for row in everything}[str(doubtful.id)] == "quarantined"
        seal_due(LATER)
    reopen(Response.objects.filter(pk=doubtful.pk), LATER, state="counted", doubt="")
    assert counts(table_of(workspace), Slice()).total().answered == 2


def test_an_erased_response_is_gone_at_once_and_then_from_the_lake(workspace: Any) -> None:
    kept, sealed, hot = answer(workspace, 9), answer(workspace, 0), answer(workspace, 1, changed_at=LATER)
    seal_due(LATER)
    gone = Response.objects.filter(pk__in=[sealed.pk, hot.pk])
    assert erase(workspace, gone, LATER) == 2
    assert shown(workspace) == {str(kept.id): 9}
    seal_due(LATER)
    assert sealed_ids(workspace) == [str(kept.id)]
    assert shown(workspace) == {str(kept.id): 9}


def test_an_erasure_stays_within_its_workspace(workspace: Any, foreign_workspace: Any) -> None:
    theirs = answer(foreign_workspace, 9, survey=answer(workspace).survey)
    assert erase(workspace, Response.objects.filter(pk=theirs.pk), LATER) == 0
    assert Response.objects.filter(pk=theirs.pk).exists()


def test_a_lake_ahead_of_a_restored_database_is_not_written_over(workspace: Any) -> None:
    answer(workspace, 3)
    seal_due(LATER)
    Seal.objects.all().delete()
    fresh = answer(workspace, 4)
    seal_due(LATER)
    assert str(fresh.id) in sealed_ids(workspace)


def test_workspaces_have_lakes_of_their_own(workspace: Any, foreign_workspace: Any) -> None:
    ours = answer(workspace, 3)
    theirs = answer(foreign_workspace, 9, survey=ours.survey)
    assert seal_due(LATER) == 2
    assert sealed_ids(workspace) == [str(ours.id)]
    assert sealed_ids(foreign_workspace) == [str(theirs.id)]


def test_the_day_is_that_of_the_workspace(workspace: Any) -> None:
    workspace.time_zone = "Asia/Shanghai"
    workspace.save()
    answer(workspace, 9, at=NOON + timedelta(hours=6))  # 02:00 of the 16th in Shanghai
    for _ in ("hot", "sealed"):
        [(day,)] = counts(table_of(workspace), Slice(by=("day",))).cells
        assert day.isoformat() == "2026-06-16"
        seal_due(LATER)


def test_closed_seals_are_forgotten_after_a_month(workspace: Any) -> None:
    answer(workspace, 3)
    seal_due(LATER)
    answer(workspace, 4)
    seal_due(LATER + timedelta(days=31))
    assert [seal.number for seal in Seal.objects.all()] == [2]

"""Requests share a commit, each has its own outcome, and the writer survives what goes wrong."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Event
from uuid import uuid4

import pytest

from likely.collect.group_commit import GroupCommit
from likely.collect.receipt import Receipt
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def sent(key: str = "somebody", score: int = 5) -> Submission:
    return Submission(at=NOW, slug="ours", key=key, score=score)


class Store:
    """Takes batches in, as slowly as it is told, and remembers them."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.goes_on = Event()
        self.goes_on.set()

    def take_in_all(self, submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
        self.batches.append([submission.key for submission in submissions])
        self.goes_on.wait(10)
        if any(submission.key == "bug" for submission in submissions):
            raise ZeroDivisionError("a bug")
        if any(submission.key == "full" for submission in submissions):
            raise Refusal("store_unavailable", "The disk is full.")
        return [self._outcome(submission) for submission in submissions]

    def _outcome(self, submission: Submission) -> Receipt | Refusal:
        if submission.key == "bad":
            return Refusal("nothing_sent", "Nothing.")
        return Receipt(uuid4(), "passive", "stored", uuid4(), NOW)


@pytest.fixture
def store() -> Store:
    return Store()


def test_those_who_wait_share_the_next_commit(store: Store) -> None:
    commits = GroupCommit(store.take_in_all)
    store.goes_on.clear()
    with ThreadPoolExecutor(20) as threads:
        waiting = [threads.submit(commits.take_in, sent(f"key-{number}")) for number in range(20)]
        while sum(len(batch) for batch in store.batches) + commits.waiting() < 20:
            pass
        store.goes_on.set()
        assert all(each.result(10).status == "stored" for each in waiting)
    assert len(store.batches) <= 2 + len(store.batches[0])  # the first ones, then everybody else at once
    assert sorted(key for batch in store.batches for key in batch) == sorted(f"key-{n}" for n in range(20))
    assert max(len(batch) for batch in store.batches) >= 10
    commits.stop()


def test_each_has_its_own_outcome(store: Store) -> None:
    commits = GroupCommit(store.take_in_all)
    with pytest.raises(Refusal) as caught:
        commits.take_in(sent("bad"))
    assert caught.value.code == "nothing_sent"
    assert commits.take_in(sent()).status == "stored"


def test_a_bug_reaches_the_one_request_that_has_it_and_the_writer_goes_on(store: Store) -> None:
    commits = GroupCommit(store.take_in_all)
    store.goes_on.clear()
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(commits.take_in, sent("first"))
        while not store.batches:
            pass
        bug, other = (
            threads.submit(commits.take_in, sent("bug")),
            threads.submit(commits.take_in, sent("other")),
        )
        while commits.waiting() < 2:
            pass
        store.goes_on.set()
        assert isinstance(bug.exception(10), ZeroDivisionError)
        assert first.result(10).status == other.result(10).status == "stored"


def test_an_unavailable_store_is_said_and_recovers(store: Store) -> None:
    commits = GroupCommit(store.take_in_all)
    with pytest.raises(Refusal) as caught:
        commits.take_in(sent("full"))
    assert caught.value.code == "store_unavailable"
    assert commits.take_in(sent()).status == "stored"


def test_stopping_commits_what_waits_and_takes_nothing_more(store: Store) -> None:
    commits = GroupCommit(store.take_in_all)
    commits.take_in(sent("first"))
    store.goes_on.clear()
    with ThreadPoolExecutor(6) as threads:
        waiting = [threads.submit(commits.take_in, sent(f"key-{number}")) for number in range(5)]
        while sum(len(batch) for batch in store.batches) + commits.waiting() < 6:
            pass
        stopping = threads.submit(commits.stop)
        store.goes_on.set()
        stopping.result(10)
        assert all(each.result(10).status == "stored" for each in waiting)
    with pytest.raises(Refusal):
        commits.take_in(sent("too-late"))

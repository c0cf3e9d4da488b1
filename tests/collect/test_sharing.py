"""Every face of a process shares its queue, where it has one."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    from likely.collect import sharing

    before = sharing._SHARED[:]
    sharing._SHARED.clear()
    yield
    sharing._SHARED[:] = before


def test_a_server_has_a_queue(db: None) -> None:
    from likely.collect.group_commit import GroupCommit
    from likely.collect.sharing import share, take_in_shared, waiting
    from likely.collect.submission import Submission
    from likely.lib.refusal import Refusal

    def full(submissions: Any) -> list[Refusal]:
        return [Refusal("survey_closed", f"{len(submissions)} refused") for _ in submissions]

    commits = share(GroupCommit(full))
    with pytest.raises(Refusal, match="1 refused"):
        take_in_shared(Submission(at=datetime(2026, 6, 1, tzinfo=UTC), slug="x"))
    assert waiting() == 0
    commits.stop()


def test_a_command_has_none(db: None) -> None:
    from likely.collect.sharing import take_in_shared, waiting
    from likely.collect.submission import Submission
    from likely.lib.refusal import Refusal

    with pytest.raises(Refusal, match="no such survey"):
        take_in_shared(Submission(at=datetime(2026, 6, 1, tzinfo=UTC), slug="x"))
    assert waiting() == 0

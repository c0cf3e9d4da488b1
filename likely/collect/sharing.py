"""The commit that this process shares: a server has one queue for answers, a command has none."""

from likely.collect.group_commit import GroupCommit
from likely.collect.intake import take_in
from likely.collect.receipt import Receipt
from likely.collect.submission import Submission

_SHARED: list[GroupCommit] = []


def share(commits: GroupCommit) -> GroupCommit:
    """From now on the answers of every face of this process share the commits of this queue."""
    _SHARED[:] = [commits]
    return commits


def take_in_shared(submission: Submission) -> Receipt:
    """Store durably, by the process's queue where there is one; not inside a transaction of the caller."""
    return _SHARED[0].take_in(submission) if _SHARED else take_in(submission)


def waiting() -> int:
    """How many answers wait for the next commit of this process."""
    return sum(commits.waiting() for commits in _SHARED)

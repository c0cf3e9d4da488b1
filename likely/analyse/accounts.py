"""Accounts (B2B): each one's score, all of them counted once or by value, and who has not answered at all."""

from collections.abc import Mapping
from dataclasses import dataclass

from likely.analyse.segments import score_of, written
from likely.analyse.small_groups import unseen
from likely.stats.account_score import account_score
from likely.stats.estimate import Estimate
from likely.stats.score import Score
from likely.store.aggregate import Counts, counts
from likely.store.slice import Slice
from likely.store.table import Responses


@dataclass(frozen=True, slots=True)
class Account:
    """score: None where it may not be shown. value: as given, in its own unit; None: not known."""

    name: str
    score: Score | None
    value: float | None


@dataclass(frozen=True, slots=True)
class Accounts:
    """accounts: that answered, the most valuable first. silent: those of `values` that did not.

    by_answer: every answer counts once. by_account: every account does. by_value: accounts by what they are
    worth. None where fewer than five accounts answered. silent_value: share of value that is silent, 0..1.
    """

    accounts: tuple[Account, ...]
    silent: tuple[Account, ...]
    by_answer: Score | None
    by_account: Estimate | None
    by_value: Estimate | None
    silent_value: float | None


def accounts(
    table: Responses,
    slice: Slice,
    account: str,
    values: Mapping[str, float] | None = None,
    *,
    smallest: int = 1,
) -> Accounts:
    """account: the column. values: of every account that was asked, in any unit. One query.

    smallest: answers; an account with fewer is not shown. In business an account has few people, and they
    are named: raise it for a survey that promised not to tell who answered.
    """
    return accounts_of(counts(table, slice.cut(account)), values, smallest=smallest)


def accounts_of(found: Counts, values: Mapping[str, float] | None = None, *, smallest: int = 1) -> Accounts:
    """found: by account. values: of every account that was asked."""
    known = values or {}
    cells = {written(key): cell for key, cell in found.cells.items() if key[0]}
    there = {name: score for name, cell in cells.items() if (score := score_of(cell))}
    few = unseen({name: cells[name] for name in there}, smallest)
    rows = [Account(name, None if name in few else score, known.get(name)) for name, score in there.items()]
    silent = [Account(name, None, value) for name, value in known.items() if name not in there]
    worth = [(score, known[name]) for name, score in there.items() if name in known]
    return Accounts(
        accounts=tuple(sorted(rows, key=lambda row: (-(row.value or 0.0), row.name))),
        silent=tuple(sorted(silent, key=lambda row: (-(row.value or 0.0), row.name))),
        by_answer=score_of(found.total()),
        by_account=account_score(list(there.values())),
        by_value=account_score([score for score, _ in worth], [value for _, value in worth])
        if worth
        else None,
        silent_value=_silent_share(known, silent),
    )


def _silent_share(known: Mapping[str, float], silent: list[Account]) -> float | None:
    total = sum(known.values())
    return sum(row.value or 0.0 for row in silent) / total if total > 0 else None

"""Whose case it becomes: one rule out of five. Pure."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

TEAM: Final = "team"  # whoever of the team has the fewest: the candidates are the team's
OWNER_RULES: Final = ("least_loaded", "round_robin", TEAM, "fixed", "nobody")
NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may own cases. last_at: when they were given one last."""

    user: UUID
    open_cases: int = 0
    last_at: datetime | None = None


def choose_owner(
    rule: str,
    candidates: Sequence[Candidate],
    fixed: UUID | None = None,
    keeper: UUID | None = None,
    workers: Container[UUID] = (),
) -> UUID | None:
    """keeper: the account's manager, who comes before every rule. workers: everybody who may own a case, of
    whom the candidates are some. None: whoever takes it."""
    known = workers or {one.user for one in candidates}
    if keeper in known:
        return keeper
    if rule == "fixed":
        return fixed if fixed in known else None
    if rule == "nobody" or not candidates:
        return None
    if rule == "round_robin":
        return min(candidates, key=lambda one: (one.last_at or NEVER, one.user)).user
    return min(candidates, key=lambda one: (one.open_cases, one.last_at or NEVER, one.user)).user

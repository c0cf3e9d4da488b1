"""A receipt: what became of a submission. It is handed out after the commit alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from likely.collect.draft import Draft
from likely.stats.scale import Group, group_of

Status = Literal["stored", "updated", "repeated", "seen"]


@dataclass(frozen=True, slots=True)
class Receipt:
    """id: of the response; None after a mere view. repeated: nothing was new, so nothing was written."""

    id: UUID | None
    group: Group | None  # None: no score yet
    status: Status
    survey: UUID
    at: datetime  # of the response's first tap


def receipt_of(row: Draft, status: Status) -> Receipt:
    group = None if row.score is None else group_of(row.score)
    return Receipt(row.id, group, status, row.survey_id, row.at)

"""A response on its way to the database: the columns of its row and nothing of the ORM's weight."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from likely.collect.answer import Answer


@dataclass(slots=True, kw_only=True)
class Draft:
    """The row of a Response, column by column under the same names. Changed by the batch alone."""

    id: UUID
    workspace_id: UUID
    survey_id: UUID
    version_id: UUID
    invitation_id: UUID | None
    person_id: UUID | None
    key: str
    score: int | None
    comment: str
    permission: bool | None
    answers: dict[str, Answer]
    properties: dict[str, Any]
    channel: str
    language: str
    touchpoint: str
    state: str
    doubt: str
    verdict: str
    evidence: dict[str, Any]
    at: datetime
    changed_at: datetime
    completed_at: datetime | None
    seal: int | None = None
    sealed_before: bool = False
    words: str = ""  # that find the comment: written with it


COLUMNS = tuple(field.name for field in fields(Draft))


def draft_of(row: tuple[Any, ...]) -> Draft:
    """The draft of a row that was read with `values_list(*COLUMNS)`."""
    return Draft(**dict(zip(COLUMNS, row, strict=True)))

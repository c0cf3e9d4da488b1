"""Answers by what is known of the person who gave them: the population, the account, and a property besides.

It is asked of the rows: an account and a population belong to the person of today and are not in the lake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, F, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce

from likely.ask.definition import NPS_KINDS
from likely.ask.invitation import Invitation
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.store.aggregate import SCORES, Cell, Counts
from likely.store.slice import Key

POPULATION, ACCOUNT = "population", "account"
EMPLOYEES, CUSTOMERS = "employees", "customers"
OF_EMPLOYEES: Final = "enps"  # answers to such a survey are of employees, also where nobody is named


@dataclass(frozen=True, slots=True)
class Asked:
    """since, until: the first moment and the first after the last; None: open. survey: its slug; "": all."""

    workspace: Workspace
    since: datetime | None = None
    until: datetime | None = None
    survey: str = ""


def people_counts(asked: Asked, *by: str) -> Counts:
    """Counted answers to recommendation questions. by: population, account (its id), or a property's key."""
    rows: Any = _during(Response.objects.of(asked.workspace), "at", asked)
    rows = rows.filter(state=ResponseState.COUNTED, score__isnull=False, survey__kind__in=NPS_KINDS)
    cuts = {f"cut_{place}": _cut(name) for place, name in enumerate(by)}
    told = rows.order_by().annotate(**cuts).values(*cuts, "score").annotate(n=Count("pk"))
    kept: dict[Key, list[int]] = {}
    for row in told:
        key = tuple(_text(row[name]) for name in cuts)
        kept.setdefault(key, [0] * SCORES)[row["score"]] += row["n"]
    return Counts(by, {key: _cell(n) for key, n in kept.items()})


def asked_accounts(asked: Asked) -> set[UUID]:
    """The accounts of which somebody was asked."""
    rows: Any = _during(Invitation.objects.of(asked.workspace), "created_at", asked)
    found = rows.filter(survey__kind__in=NPS_KINDS, person__account__isnull=False).order_by()
    return set(found.values_list("person__account", flat=True).distinct())


def _during(rows: Any, moment: str, asked: Asked) -> Any:
    if asked.since:
        rows = rows.filter(**{f"{moment}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{moment}__lt": asked.until})
    return rows.filter(survey__slug=asked.survey) if asked.survey else rows


def _cut(name: str) -> Any:
    if name == POPULATION:
        known = Coalesce("person__population", Value(CUSTOMERS))
        return Case(When(survey__kind=OF_EMPLOYEES, then=Value(EMPLOYEES)), default=known)
    if name == ACCOUNT:
        return F("person__account")
    return KeyTextTransform(name, "properties")


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _cell(n: Sequence[int]) -> Cell:
    weights = tuple(map(float, n))
    return Cell(tuple(n), weights, weights)

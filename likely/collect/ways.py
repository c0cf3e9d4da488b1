"""How far people come on each way into one survey: invited, opened, started, scored, completed (C08)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from likely.ask.survey import Survey
from likely.collect.answered import is_answered
from likely.collect.batch import LINK
from likely.collect.opening import openings_of
from likely.collect.response import Response, ResponseState


@dataclass(frozen=True, slots=True)
class Way:
    """One channel, by personal links or by open ones. invited: None where nobody is. opened: None where no
    page said so, as on the telephone; by open links it is a number of visits, not of people.

    started: gave any answer; scored: answered the first question; completed: sent off the last one.
    Whoever started has opened, told or not. Quarantined and dismissed answers are left out.
    """

    channel: str
    invited: int | None
    opened: int | None
    started: int
    scored: int
    completed: int


def ways_of(survey: Survey) -> tuple[Way, ...]:
    """Three queries; the most travelled way first."""
    found = [*_invited(survey), *_open(survey)]
    return tuple(sorted(found, key=lambda way: (-way.started, -(way.invited or 0), way.channel)))


def _invited(survey: Survey) -> Iterable[Way]:
    counted = Q(response__state=ResponseState.COUNTED)
    scored = counted & is_answered(survey.workspace, "response__")
    rows: Any = (
        survey.invitations.order_by()
        .values_list("channel")
        .annotate(
            Count("pk"),
            opened=Count("pk", filter=Q(viewed_at__isnull=False) | counted),
            started=Count("pk", filter=counted),
            scored=Count("pk", filter=scored),
            completed=Count("pk", filter=scored & Q(response__completed_at__isnull=False)),
        )
    )
    return (Way(*row) for row in rows)


def _came(channel: str, looks: int, started: int) -> int:
    """The page of an open link tells of who left without an answer, the others of who came."""
    return looks + started if channel == LINK else max(looks, started)


def _open(survey: Survey) -> Iterable[Way]:
    scored = is_answered(survey.workspace)
    rows: Any = (
        Response.objects.of(survey.workspace)
        .filter(survey=survey, invitation=None, state=ResponseState.COUNTED)
        .order_by()
        .values_list("channel")
        .annotate(
            Count("pk"),
            scored=Count("pk", filter=scored),
            completed=Count("pk", filter=scored & Q(completed_at__isnull=False)),
        )
    )
    opened, steps = openings_of(survey), {channel: steps for channel, *steps in rows}
    for channel in sorted({*opened, *steps}):
        started, *further = steps.get(channel, (0, 0, 0))
        came = _came(channel, opened[channel], started) if channel in opened else None
        yield Way(channel, None, came, started, *further)

"""Who to call: detractors who permitted contact and can be reached, the newest day first, then the lowest."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from likely.ask.definition import CONTACT_KEY
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.stats.scale import GROUP_SCORES

LOOKED_THROUGH: Final = 200  # newest detractors with permission, of which some can't be reached


@dataclass(frozen=True, slots=True)
class Call:
    """One detractor to call. address: mailto: or tel: with the mail address or number in `reached_by`."""

    response: Response
    name: str
    reached_by: str
    address: str


def call_list(
    workspace: Workspace, longest: int, since: datetime | None = None, survey: str = ""
) -> list[Call]:
    """survey: its slug. Days are those of the workspace."""
    zone = ZoneInfo(workspace.time_zone)
    newest = list(_wanting(workspace, since, survey)[:LOOKED_THROUGH])
    newest.sort(key=lambda response: (-response.at.astimezone(zone).date().toordinal(), response.score))
    calls = (_call(response) for response in newest)
    return list(islice((call for call in calls if call), longest))


def _wanting(workspace: Workspace, since: datetime | None, survey: str) -> QuerySet[Response]:
    """Permission is asked of each response anew: a no, or no answer, is a no.

    Newest first by the index, so that a few rows are read of a million.
    """
    rows = Response.objects.of(workspace).filter(
        permission=True, state=ResponseState.COUNTED, score__lte=GROUP_SCORES["detractor"][-1]
    )
    wanted = Q(at__gte=since) if since else Q()
    wanted &= Q(survey__slug=survey) if survey else Q()
    return rows.filter(wanted).select_related("person").order_by("-at", "-id")


def _call(response: Response) -> Call | None:
    """By what was given with the answer first, then by what is known: mail before phone."""
    person = response.person
    given = str(response.answers.get(CONTACT_KEY, "")).strip()
    for reached_by in (given, person.email if person else "", person.phone if person else ""):
        if reached_by:
            scheme = "mailto" if "@" in reached_by else "tel"
            name = str(person) if person else reached_by
            return Call(response, name, reached_by, f"{scheme}:{reached_by.replace(' ', '')}")
    return None

"""/api/v1: the machines' face, one line a group of operations."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver
from ninja.renderers import BaseRenderer
from pydantic_core import to_json

from likely.api import (
    accounts,
    boards,
    case_files,
    case_replies,
    cases,
    comparisons,
    drafts,
    drivers,
    endpoints,
    events,
    experiments,
    ideas,
    journey,
    lists,
    people,
    playbooks,
    populations,
    problems,
    properties,
    referrals,
    responses,
    score,
    segments,
    signs,
    suppressions,
    surveys,
    taxonomy,
    themes,
    trends,
    units,
    waves,
)
from likely.api.caller import BearerKey
from likely.api.description import DescribedAPI
from likely.api.door import ParsedAtTheDoor, behind_the_door
from likely.api.refused import refuse_by


class WholeMoments(BaseRenderer):
    """JSON with every microsecond: whoever asks `updated_since` a moment that was told misses nothing."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> Any:  # noqa: ARG002
        return to_json(data)


api = DescribedAPI(
    title="Likely",
    version="1",
    description="Surveys, people, responses and scores of one workspace: that of the key.",
    urls_namespace="api",
    docs_url=None,  # its own page would load scripts from elsewhere; ours is /api/docs
    auth=BearerKey(),
    parser=ParsedAtTheDoor(),
    renderer=WholeMoments(),
)
api.add_router("", surveys.router)
api.add_router("", drafts.router)
api.add_router("", people.router)
api.add_router("", accounts.router)
api.add_router("", properties.router)
api.add_router("", events.router)
api.add_router("", segments.router)
api.add_router("", suppressions.router)
api.add_router("", referrals.router)
api.add_router("", responses.router)
api.add_router("", cases.router)
api.add_router("", case_replies.router)
api.add_router("", case_files.router)
api.add_router("", playbooks.router)
api.add_router("", endpoints.router)
api.add_router("", lists.router)
api.add_router("", problems.router)
api.add_router("", ideas.router)
api.add_router("", score.router)
api.add_router("", drivers.router)
api.add_router("", themes.router)
api.add_router("", taxonomy.router)
api.add_router("", journey.router)
api.add_router("", populations.router)
api.add_router("", experiments.router)
api.add_router("", trends.router)
api.add_router("", waves.router)
api.add_router("", comparisons.router)
api.add_router("", boards.router)
api.add_router("", units.router)
api.add_router("", signs.router)
refuse_by(api)

_patterns, _app, _namespace = api.urls
urls: tuple[list[URLPattern | URLResolver], str, str] = (behind_the_door(_patterns), _app, _namespace)

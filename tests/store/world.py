"""Responses for the tests of the store: made quickly, straight into the database."""

from datetime import UTC, datetime, timedelta
from typing import Any

from likely.ask.survey import Survey, SurveyVersion
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.lib.identity import new_id

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


def survey_of(workspace: Workspace, slug: str = "hardware") -> Survey:
    """A survey with one version; what it asks does not matter to the store."""
    survey, made = Survey.objects.get_or_create(
        workspace=workspace, slug=slug, defaults={"name": slug, "kind": "rnps"}
    )
    if made:
        version = SurveyVersion.objects.create(survey=survey, number=1, definition={}, published_at=NOON)
        Survey.objects.filter(pk=survey.pk).update(live=version)
    return survey


def answer(workspace: Workspace, score: int | None = 9, **fields: Any) -> Response:
    survey = fields.pop("survey", None) or survey_of(workspace)
    values = {
        "id": new_id(),
        "workspace": workspace,
        "survey": survey,
        "version": survey.versions.get(),
        "key": new_id().hex,
        "score": score,
        "channel": "link",
        "language": "en",
        "at": NOON,
        "changed_at": NOON,
    }
    return Response.objects.create(**(values | fields))

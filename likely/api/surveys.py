"""Surveys: what is asked."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router
from pydantic import Field, JsonValue

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Language, Line, Moment, Sent, Told, read_id
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.ask.definition import Definition
from likely.ask.survey import Survey, SurveyState
from likely.ask.template import TEMPLATES, TemplateName, make_definition
from likely.base.workspace import Workspace
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

router = Router(tags=["Surveys"])

SLUG: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
LONGEST_TEXT: Final = 1000  # characters, of a text in a definition
DEEPEST: Final = 12  # levels of a definition
SurveyName = Annotated[str, Field(max_length=60, description="A survey by its id or its slug.")]
State = Literal["open", "paused", "closed"]


class NewSurvey(Sent):
    """From a template about a subject, or from a whole definition."""

    name: Line | None = None
    template: TemplateName | None = None
    subject: Annotated[Line, Field(max_length=120)] | None = None
    touchpoint: Annotated[Line, Field(max_length=80)] | None = None
    languages: Annotated[list[Language], Field(default_factory=lambda: ["en"], min_length=1, max_length=60)]
    definition: dict[str, JsonValue] | None = None


class SurveysAsked(Asked):
    state: State | None = None


class SurveyTold(Told):
    """link: where anybody may answer. version: the one that new answers are given to; 0: none yet.

    closes_at: when it closes by itself; null: never.
    """

    id: UUID
    slug: str
    name: str
    kind: str
    state: State
    link: str
    version: int
    closes_at: datetime | None
    created_at: datetime


class WholeSurvey(SurveyTold):
    definition: dict[str, Any]


class Closing(Sent):
    """closes_at: a moment to come; null takes it away."""

    closes_at: Moment | None


@router.get("/surveys", response=Listed[SurveyTold], operation_id="list_surveys", summary="List surveys")
def list_surveys(request: HttpRequest, asked: Query[SurveysAsked]) -> Any:
    """Every survey of the workspace, the oldest first."""
    rows = _surveys(workspace_of(request))
    over = Q(state=SurveyState.CLOSED) | Q(closes_at__lte=timezone.now())
    if asked.state == "closed":
        rows = rows.filter(over)
    elif asked.state:
        rows = rows.filter(state=asked.state).exclude(over)
    return page_of(request, rows, asked, BY_ID, tell_survey)


@router.post("/surveys", response={201: WholeSurvey}, operation_id="create_survey", summary="Start a survey")
@once()
def create_survey(request: HttpRequest, body: NewSurvey) -> tuple[int, Told]:
    """Give a `template` (rnps, tnps, csat5 …) with its `subject`, or a whole `definition` of your own.

    The survey is open at once. A tnps survey names its `touchpoint`, unless its template does.
    """
    definition = _definition(body)
    name = body.name or f"{TEMPLATES[body.template].title}: {body.subject}" if body.template else body.name
    survey = Survey.start(workspace_of(request), (name or "")[:120], definition, actor_of(request))
    return 201, tell_whole(survey)


@router.get("/surveys/{survey}", response=WholeSurvey, operation_id="get_survey", summary="Get a survey")
def get_survey(request: HttpRequest, survey: Path[SurveyName]) -> Any:
    """One survey with what it asks. Any survey may be named by its id or its slug."""
    return tell_whole(survey_named(workspace_of(request), survey))


@router.post(
    "/surveys/{survey}/open", response=WholeSurvey, operation_id="open_survey", summary="Open a survey"
)
@once()
def open_survey(request: HttpRequest, survey: Path[SurveyName]) -> tuple[int, Told]:
    """Answers are taken again. Its links stay the same."""
    return _moved(request, survey, SurveyState.OPEN)


@router.post(
    "/surveys/{survey}/pause", response=WholeSurvey, operation_id="pause_survey", summary="Pause a survey"
)
@once()
def pause_survey(request: HttpRequest, survey: Path[SurveyName]) -> tuple[int, Told]:
    """No answers are taken until it is opened again."""
    return _moved(request, survey, SurveyState.PAUSED)


@router.post(
    "/surveys/{survey}/close", response=WholeSurvey, operation_id="close_survey", summary="Close a survey"
)
@once()
def close_survey(request: HttpRequest, survey: Path[SurveyName]) -> tuple[int, Told]:
    """It is over. What was answered stays."""
    return _moved(request, survey, SurveyState.CLOSED)


@router.put(
    "/surveys/{survey}/closing",
    response=WholeSurvey,
    operation_id="set_closing",
    summary="Say when a survey closes",
)
def set_closing(request: HttpRequest, survey: Path[SurveyName], body: Closing) -> Any:
    """From that moment on it takes no answers, by any link, the widget or a kiosk, and says so kindly."""
    found = survey_named(workspace_of(request), survey)
    found.close_on(body.closes_at, actor_of(request))
    return tell_whole(found)


def survey_named(workspace: Workspace, name: str, field: str = "survey") -> Survey:
    """The workspace's survey of that id or slug; a foreign one is like one that never was."""
    id = read_id(name)
    rows = _surveys(workspace)
    found = rows.filter(pk=id).first() if id else rows.filter(slug=name).first() if _is_slug(name) else None
    if found is None:
        raise Refusal("survey_unknown", "There is no such survey.", field=field)
    return found


def tell_survey(survey: Survey) -> SurveyTold:
    return SurveyTold(**_facts(survey))


def tell_whole(survey: Survey) -> WholeSurvey:
    return WholeSurvey(**_facts(survey), definition=survey.live.definition if survey.live else {})


def _facts(survey: Survey) -> dict[str, Any]:
    names = ("id", "slug", "name", "kind", "closes_at", "created_at")
    plain = {**{name: getattr(survey, name) for name in names}, "state": survey.state_now}
    link = f"{settings.BASE_URL}/s/{survey.slug}"
    return {**plain, "link": link, "version": survey.live.number if survey.live else 0}


def _surveys(workspace: Workspace) -> QuerySet[Survey]:
    return Survey.objects.of(workspace).select_related("live", "workspace")


def _is_slug(name: str) -> bool:
    return SLUG.fullmatch(name) is not None


def _moved(request: HttpRequest, name: str, state: SurveyState) -> tuple[int, Told]:
    survey = survey_named(workspace_of(request), name)
    if survey.state_now != state:
        survey.move_to(state, actor_of(request))
    return 200, tell_whole(survey)


def _definition(body: NewSurvey) -> Definition:
    if (body.template is None) == (body.definition is None):
        raise Refusal(
            "template_or_definition",
            "A survey is made from either template or definition.",
            cure="Give exactly one of the two.",
            field="template",
        )
    if body.template:
        return make_definition(body.template, body.subject or "", body.languages, body.touchpoint)
    return read_definition(body.definition)


def read_definition(sent: Mapping[str, JsonValue] | None) -> Definition:
    """A definition of a stranger: every text safe to store, every question worded."""
    definition = Definition.from_json(_cleaned(sent))
    for question in definition.questions:
        if not question.text.get(definition.languages[0]):
            raise Refusal(
                "question_without_words",
                f"definition: question {question.key} has no text in {definition.languages[0]}.",
                cure="Word every question in the first language.",
                field="definition.questions",
            )
    return definition


def _cleaned(value: Any, depth: int = 0) -> Any:
    """Plain data with every text in it made safe to store."""
    if depth > DEEPEST:
        raise Refusal("too_deep", "definition is nested too deeply.", field="definition")
    if isinstance(value, str):
        return clean_text(value, "definition", LONGEST_TEXT)
    if isinstance(value, Mapping):
        return {clean_text(key, "definition", 60): _cleaned(part, depth + 1) for key, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part, depth + 1) for part in value]
    return value

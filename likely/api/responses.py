"""Responses: what came back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field, JsonValue

from likely.api.caller import workspace_of
from likely.api.field import Channel, Day, Language, Moment, ScoreIfAsked, Sent, Told, Words
from likely.api.named_row import row_named
from likely.api.once import named_by, once
from likely.api.page import LAST_CHANGED_LAST, NEWEST_FIRST, Asked, Listed, page_of, read_cursor
from likely.api.people import NamedPerson, facts_of
from likely.api.surveys import SurveyName, survey_named
from likely.ask.definition import NPS_KINDS
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.collect.intake import take_in
from likely.collect.receipt import Receipt
from likely.collect.response import Response
from likely.collect.sharing import take_in_shared
from likely.collect.submission import Submission, read_answers
from likely.lib.identity import new_token
from likely.lib.refusal import Refusal
from likely.people.local_days import day_start
from likely.people.person import Person, keep_person
from likely.stats.scale import GROUP_SCORES, group_of
from likely.store.comment_index import matching, newest
from likely.text.comment_words import Term, wanted

router = Router(tags=["Responses"])

State = Literal["counted", "quarantined", "dismissed"]
Group = Literal["detractor", "passive", "promoter"]
LONGEST_SEARCH: Final = 200  # characters


class NewResponse(Sent):
    """score: needed where the survey asks for one; otherwise the leading question is among `answers`."""

    survey: SurveyName
    score: ScoreIfAsked = None
    comment: Words | None = None
    answers: dict[str, JsonValue] | None = None
    person: NamedPerson | None = None
    at: Moment | None = None
    channel: Channel = "api"
    language: Language | None = None


class ResponsesAsked(Asked):
    """since, until: days in the workspace's time zone, both included.

    q: words that the comment must have, whole or begun; "words in quotes" stand in a row.
    """

    survey: SurveyName | None = None
    since: Day | None = None
    until: Day | None = None
    group: Group | None = None
    state: Literal["counted", "quarantined", "dismissed", "all"] = "counted"
    updated_since: Moment | None = None
    q: Annotated[str, Field(max_length=LONGEST_SEARCH)] | None = None


class Respondent(Told):
    id: UUID
    external_id: str
    email: str
    phone: str
    name: str


class ResponseTold(Told):
    """survey: its slug. at: of the first answer. Only counted responses are in a score."""

    id: UUID
    survey: str
    version: int
    score: int | None
    group: Group | None
    comment: str
    permission: bool | None
    answers: dict[str, Any]
    properties: dict[str, Any]
    person: Respondent | None
    channel: str
    language: str
    touchpoint: str
    state: State
    doubt: str
    at: datetime
    changed_at: datetime
    completed_at: datetime | None


@router.get(
    "/responses", response=Listed[ResponseTold], operation_id="list_responses", summary="List responses"
)
def list_responses(request: HttpRequest, asked: Query[ResponsesAsked]) -> Any:
    """The newest first; with `updated_since` the last changed come last, to keep a copy up to date.

    Counted ones only, unless `state` says otherwise.
    """
    workspace = workspace_of(request)
    narrowing = _narrowed(workspace, asked)
    rows = _responses(workspace).filter(narrowing)
    order = LAST_CHANGED_LAST if asked.updated_since else NEWEST_FIRST
    if terms := wanted(asked.q or ""):
        place = read_cursor(order, asked.cursor) if asked.cursor is not None else None
        rows = (
            _first_found(workspace, narrowing, terms, place, asked.limit)
            if order == NEWEST_FIRST
            else matching(rows, terms)
        )
    return page_of(request, rows, asked, order, tell_response)


@router.post(
    "/responses", response={201: ResponseTold}, operation_id="create_response", summary="Store a response"
)
@once(atomic=False)
def create_response(request: HttpRequest, body: NewResponse) -> tuple[int, Told]:
    """One answer of one respondent. `person` is made or brought up to date as by POST /people.

    `at` is when it was answered; left out, it is now. An anonymous survey takes no `person`.
    """
    workspace = workspace_of(request)
    survey = survey_named(workspace, body.survey)
    if body.score is None and survey.kind in NPS_KINDS:
        raise Refusal("field_missing", "score is missing.", field="score")
    receipt = _stored(survey, _submission(request, body, survey), body.person)
    return 201, tell_response(_responses(workspace).get(pk=str(receipt.id)))


@router.get(
    "/responses/{response}", response=ResponseTold, operation_id="get_response", summary="Get a response"
)
def get_response(request: HttpRequest, response: str) -> Any:
    found = row_named(_responses(workspace_of(request)), response, "response_unknown", "response")
    return tell_response(found)


def tell_response(response: Response) -> ResponseTold:
    return ResponseTold.from_row(
        response,
        survey=response.survey.slug,
        version=response.version.number,
        group=None if response.score is None else group_of(response.score),
        person=_respondent(response.person) if response.person else None,
    )


def _first_found(
    workspace: Workspace,
    narrowing: Q,
    terms: Sequence[Term],
    place: tuple[UUID, datetime | None] | None,
    limit: int,
) -> QuerySet[Response]:
    """Those of one page and at least one more, if there is one."""
    last = None
    if place:
        pk, last = place
        narrowing &= Q(at__lt=last) | Q(at=last, pk__lt=pk)
    ids: list[UUID] = []
    for some in newest(workspace, narrowing, terms, last):
        ids += some
        if len(ids) > limit:
            break
    found = Response.objects.filter(pk__in=ids[: limit + 1])  # by id alone, else SQLite reads the workspace
    return found.select_related("survey", "version", "person")


def _respondent(person: Person) -> Respondent:
    return Respondent.from_row(person)


def _responses(workspace: Workspace) -> QuerySet[Response]:
    return Response.objects.of(workspace).select_related("survey", "version", "person")


def _submission(request: HttpRequest, body: NewResponse, survey: Survey) -> Submission:
    """Every try under one Idempotency-Key names the same response, so that none is stored twice."""
    named = named_by(request)
    return Submission(
        at=body.at or timezone.now(),
        survey=survey.pk,
        workspace=survey.workspace_id,
        key=f"api-{named.hex}" if named else new_token(),
        score=body.score,
        comment=body.comment,
        answers=read_answers(body.answers or {}),
        channel=body.channel,
        language=body.language or "",
        done=True,
    )


def _stored(survey: Survey, submission: Submission, person: NamedPerson | None) -> Receipt:
    """An answer of somebody named is stored together with what was told of them, or neither is."""
    if person is None:
        return take_in_shared(submission)
    if survey.live and survey.live.read().anonymous:
        raise Refusal(
            "survey_anonymous",
            "This survey is anonymous: it keeps nothing that leads back to a person.",
            cure="Leave person out.",
            field="person",
        )
    facts = facts_of(person)
    with transaction.atomic():
        kept, _ = keep_person(survey.workspace, facts)
        return take_in(replace(submission, person=kept.pk))


def _narrowed(workspace: Workspace, asked: ResponsesAsked) -> Q:
    wanted = Q()
    if asked.survey is not None:
        wanted &= Q(survey=survey_named(workspace, asked.survey))
    if asked.state != "all":
        wanted &= Q(state=asked.state)
    if asked.group:
        scores = GROUP_SCORES[asked.group]
        wanted &= Q(score__gte=scores[0], score__lte=scores[-1])
    if asked.since:
        wanted &= Q(at__gte=day_start(workspace.time_zone, asked.since))
    if asked.until:
        wanted &= Q(at__lt=day_start(workspace.time_zone, asked.until + timedelta(days=1)))
    if asked.updated_since:
        wanted &= Q(changed_at__gte=asked.updated_since)
    return wanted

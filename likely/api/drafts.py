"""Drafts and versions: a survey's next version is edited beside the live one, compared, and published."""

from datetime import datetime
from typing import Annotated, Any, Final

from django.db import transaction
from django.http import HttpRequest
from ninja import Path, Query, Router
from pydantic import Field, JsonValue

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, only_known, page_of
from likely.api.surveys import SurveyName, WholeSurvey, read_definition, survey_named, tell_whole
from likely.ask.definition import Definition
from likely.ask.difference import readable_diff
from likely.ask.draft import revision_of
from likely.ask.survey import Survey, SurveyVersion
from likely.lib.refusal import Refusal

router = Router(tags=["Drafts"])

DRAFT: Final = "draft"
VersionName = Annotated[str, Field(max_length=10, description="The number of a version, or draft.")]
Revision = Annotated[str, Field(max_length=64)]


class SentDraft(Sent):
    """revision: of the draft that was read; left out, the newest is written over."""

    definition: dict[str, JsonValue]
    revision: Revision | None = None


class DraftTold(Told):
    """is_draft: it differs from the live version, or there is none. revision: names this text of it."""

    is_draft: bool
    revision: str
    definition: dict[str, Any]
    changes: list[str]


class Published(Sent):
    """revision: of the draft that is meant."""

    revision: Revision | None = None


class Copied(Sent):
    name: Line | None = None


class VersionTold(Told):
    number: int
    published_at: datetime


class WholeVersion(VersionTold):
    definition: dict[str, Any]


class Compared(Sent):
    since: VersionName | None = None
    to: VersionName = DRAFT


class DifferenceTold(Told):
    """since: none where the survey had no version before. changes: sentences; empty where nothing differs."""

    since: str | None
    to: str
    changes: list[str]


@router.get("/surveys/{survey}/draft", response=DraftTold, operation_id="get_draft", summary="Get the draft")
def get_draft(request: HttpRequest, survey: Path[SurveyName]) -> Any:
    """What an editor would show: the draft, or the live version where nothing is being edited."""
    return _tell_draft(survey_named(workspace_of(request), survey))


@router.put("/surveys/{survey}/draft", response=DraftTold, operation_id="keep_draft", summary="Keep a draft")
def keep_draft(request: HttpRequest, survey: Path[SurveyName], body: SentDraft) -> Any:
    """The whole definition of the next version. The live one goes on unchanged until it is published.

    One that equals the live version is none. With a `revision`, a draft that moved on meanwhile is a 409.
    """
    with transaction.atomic():
        found = _locked(request, survey, body.revision)
        found.keep_draft(read_definition(body.definition), actor_of(request))
    return _tell_draft(found)


@router.post(
    "/surveys/{survey}/publish",
    response=WholeSurvey,
    operation_id="publish_draft",
    summary="Publish the draft",
)
@once()
def publish_draft(
    request: HttpRequest, survey: Path[SurveyName], body: Published | None = None
) -> tuple[int, Told]:
    """It becomes the next version, to which new answers are given. Those that were begun stay with theirs."""
    found = _locked(request, survey, body.revision if body else None)
    found.publish_draft(actor_of(request))
    return 200, tell_whole(found)


@router.post(
    "/surveys/{survey}/duplicate",
    response={201: WholeSurvey},
    operation_id="duplicate_survey",
    summary="Duplicate a survey",
)
@once()
def duplicate_survey(
    request: HttpRequest, survey: Path[SurveyName], body: Copied | None = None
) -> tuple[int, Told]:
    """A survey of its own that asks the same, open at once; without answers and earlier versions."""
    found = survey_named(workspace_of(request), survey)
    name = body.name if body else None
    copy = found.duplicate(name or f"{found.name[:110]} (copy)", actor_of(request))
    return 201, tell_whole(copy)


@router.get(
    "/surveys/{survey}/versions",
    response=Listed[VersionTold],
    operation_id="list_versions",
    summary="List versions",
)
def list_versions(request: HttpRequest, survey: Path[SurveyName], asked: Query[Asked]) -> Any:
    """All that were ever published, the first first. A published version never changes."""
    rows = survey_named(workspace_of(request), survey).versions.all()
    return page_of(request, rows, asked, BY_ID, _tell_version)


@router.get(
    "/surveys/{survey}/versions/{number}",
    response=WholeVersion,
    operation_id="get_version",
    summary="Get a version",
)
def get_version(request: HttpRequest, survey: Path[SurveyName], number: Path[VersionName]) -> Any:
    """What a version asked."""
    found = _version(survey_named(workspace_of(request), survey), number)
    return WholeVersion(number=found.number, published_at=found.published_at, definition=found.definition)


@router.get(
    "/surveys/{survey}/diff",
    response=DifferenceTold,
    operation_id="compare_versions",
    summary="Compare versions",
)
def compare_versions(request: HttpRequest, survey: Path[SurveyName], asked: Query[Compared]) -> Any:
    """What differs from the version `since` (else the live one) to `to` (else the draft), in sentences."""
    only_known(request, Compared)
    found = survey_named(workspace_of(request), survey)
    since = asked.since or (str(found.live.number) if found.live else None)
    new = _read(found, asked.to)
    changes = readable_diff(_read(found, since), new) if since else []
    return DifferenceTold(since=since, to=asked.to, changes=changes)


def _locked(request: HttpRequest, name: str, revision: str | None) -> Survey:
    """The survey, alone with it; refused where its draft is no longer the one that was read."""
    found = survey_named(workspace_of(request), name)
    locked = Survey.objects.select_for_update().get(pk=found.pk)
    if revision is not None and revision != revision_of(locked.edited()):
        raise Refusal(
            "draft_moved",
            "This draft was changed elsewhere meanwhile.",
            cure="Load the newest draft, or send yours without a revision.",
            field="revision",
        )
    return locked


def _tell_draft(survey: Survey) -> DraftTold:
    draft = survey.edited()
    return DraftTold(
        is_draft=survey.draft is not None,
        revision=revision_of(draft),
        definition=draft.to_json(),
        changes=readable_diff(survey.live.read(), draft) if survey.live else [],
    )


def _tell_version(version: SurveyVersion) -> VersionTold:
    return VersionTold(number=version.number, published_at=version.published_at)


def _read(survey: Survey, name: str) -> Definition:
    return survey.edited() if name == DRAFT else _version(survey, name).read()


def _version(survey: Survey, name: str) -> SurveyVersion:
    number = int(name) if name.isascii() and name.isdigit() else 0
    found = survey.versions.filter(number=number).first() if 0 < number < 2**31 else None
    if found is None:
        raise Refusal("version_unknown", "There is no such version.", field="version")
    return found

"""What the database knows about a batch of submissions, fetched in a handful of queries however many."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from time import monotonic
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from likely.ask.arm import Assignment, assignments
from likely.ask.definition import Definition
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey, SurveyVersion
from likely.collect import select
from likely.collect.draft import Draft
from likely.collect.submission import Submission
from likely.people.person import Person

SURVEY_FIELDS = ("id", "workspace_id", "slug", "state", "live_id", "widget", "closes_at")


@dataclass(frozen=True, slots=True)
class SurveyFacts:
    """What collecting needs to know of a survey; live: the version that new answers are given to."""

    id: UUID
    workspace: UUID
    slug: str
    state: str
    live: UUID
    widget: Mapping[str, Any] = field(default_factory=dict)  # likely/ask/widget_rules.py
    closes_at: datetime | None = None
    assignments: tuple[Assignment, ...] = ()  # experiments that draw arms for its answers


@dataclass(slots=True)
class Known:
    """The rows that a batch concerns. `responses` grows while the batch is worked through."""

    surveys: dict[UUID | str, SurveyFacts]  # by id and by slug
    invitations: dict[UUID, Invitation]
    people: dict[UUID, Person]
    responses: dict[tuple[UUID, str], Draft]  # by survey and key

    def survey_of(self, submission: Submission) -> SurveyFacts | None:
        if submission.slug:
            return self.surveys.get(submission.slug)
        invitation = self.invitation_of(submission)
        named = invitation.survey_id if invitation else submission.survey
        return self.surveys.get(named) if named else None

    def invitation_of(self, submission: Submission) -> Invitation | None:
        return self.invitations.get(submission.invitation) if submission.invitation else None


def key_of(submission: Submission) -> str:
    """The key under which the response is kept. No stranger can send one that names an invitation."""
    return f"invitation:{submission.invitation.hex}" if submission.invitation else submission.key


SurveysOf = Callable[[set[str], set[UUID]], dict[UUID | str, SurveyFacts]]  # by slugs and ids


def read_surveys(slugs: set[str], ids: set[UUID]) -> dict[UUID | str, SurveyFacts]:
    """The published surveys of these slugs and ids."""
    found: dict[UUID | str, SurveyFacts] = {}
    wanted = (Q(slug__in=slugs) if slugs else Q()) | (Q(pk__in=ids) if ids else Q())
    if not wanted:
        return found
    rows: Any = Survey.objects.filter(wanted).exclude(live=None).values_list(*SURVEY_FIELDS)
    read = [SurveyFacts(*row) for row in rows]
    drawn = assignments([facts.id for facts in read], timezone.now()) if read else ()
    for plain in read:
        mine = tuple(one for one in drawn if plain.id in one.surveys)
        facts = replace(plain, assignments=mine) if mine else plain
        found[facts.id] = found[facts.slug] = facts
    return found


class RecentSurveys:
    """`read_surveys` with a memory so short that a pause or a new version holds within half a second."""

    def __init__(self, seconds: float = 0.5) -> None:
        self._seconds = seconds
        self._forget_at = 0.0
        self._found: dict[UUID | str, SurveyFacts] = {}

    def __call__(self, slugs: set[str], ids: set[UUID]) -> dict[UUID | str, SurveyFacts]:
        if monotonic() >= self._forget_at:
            self._found, self._forget_at = {}, monotonic() + self._seconds
        new = read_surveys(slugs - self._found.keys(), ids - self._found.keys())
        self._found = {**self._found, **new} if new else self._found
        return self._found


def look_up(submissions: Sequence[Submission], surveys_of: SurveysOf = read_surveys) -> Known:
    """Everything known. Runs in a transaction: the responses found stay locked until its end.

    All is asked for before anything is read. Only the surveys, which are few and soon remembered, are
    waited for.
    """
    slugs, ids = {s.slug for s in submissions if s.slug}, {s.survey for s in submissions if s.survey}
    invited = {s.invitation for s in submissions if s.invitation}
    known = Known(surveys_of(slugs, ids) if slugs or ids else {}, {}, {}, {})
    open_ones = [s for s in submissions if s.key and not s.invitation]
    keyed = {(survey.id, s.key) for s in open_ones if (survey := known.survey_of(s))}
    invitations, to_links = select.invitations(invited), select.responses_to(invited)
    responses = select.responses({survey for survey, _ in keyed}, {key for _, key in keyed})
    known.invitations = {invitation.pk: invitation for invitation in invitations()}
    if known.invitations:
        known.surveys = surveys_of(slugs, ids | {one.survey_id for one in known.invitations.values()})
    known.people = _people({s.person for s in submissions if s.person})
    known.responses = {(draft.survey_id, draft.key): draft for draft in (*to_links(), *responses())}
    return known


@lru_cache(maxsize=512)
def definition_of(version: UUID) -> Definition:
    """A published version never changes, so it is read once a process."""
    return SurveyVersion.objects.get(pk=version).read()


def _people(ids: set[UUID]) -> dict[UUID, Person]:
    return Person.objects.in_bulk(ids) if ids else {}

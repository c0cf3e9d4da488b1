"""The steps from a submission to a response: each takes an Intake and gives one, or refuses with a Reason."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from likely.ask.definition import Definition
from likely.ask.invitation import Invitation
from likely.ask.page_proof import read_proof
from likely.ask.plain_data import Answer
from likely.ask.survey import SurveyState, state_at
from likely.ask.widget_rules import WidgetRules
from likely.collect.draft import Draft
from likely.collect.evidence import HUMAN, TRUSTED, Judgement, judge
from likely.collect.known import Known, SurveyFacts, definition_of, key_of
from likely.collect.standing import proof_subject, signals_of
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal
from likely.people.person import Person

Reason = Literal[
    "survey_unknown", "link_unknown", "link_expired", "survey_paused", "survey_closed", "person_unknown",
    "survey_anonymous", "origin_refused", "key_missing", "at_out_of_bounds", "nothing_sent", "answer_unknown",
    "answer_malformed", "answer_out_of_range", "consent_missing", "answer_settled", "not_storable",
    "store_unavailable",
]  # fmt: skip

EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)  # no answer was given before
CLOCK_LEAD: Final = timedelta(days=1)  # how far ahead of ours a machine's clock may be


@dataclass(frozen=True, slots=True)
class Intake:
    """A submission on its way, with what the steps have found out so far."""

    submission: Submission
    known: Known
    now: datetime
    survey: SurveyFacts
    definition: Definition  # of the version
    invitation: Invitation | None = None
    person: Person | None = None
    before: Draft | None = None  # None: this is the response's first tap
    answers: dict[str, Answer | None] = field(default_factory=dict)
    properties: dict[str, Any] = field(default_factory=dict)
    judgement: Judgement = TRUSTED
    page: str = ""  # names the page that sent it; "": not known
    done: bool = False  # nothing that is required is left

    @property
    def version(self) -> UUID:
        """A response keeps the version that it began with; a new one is given to the live version (Q09)."""
        return self.before.version_id if self.before else self.survey.live


def begun(submission: Submission, known: Known, now: datetime) -> Intake:
    """The Intake of a submission whose link and survey exist, for its own workspace."""
    invitation = known.invitation_of(submission)
    if submission.invitation and not invitation:
        raise refusal("link_unknown", "This link is not valid.")
    survey = known.survey_of(submission)
    if survey is None:
        raise refusal("survey_unknown", "There is no such survey.", "survey")
    if submission.workspace and submission.workspace != survey.workspace:
        raise refusal("survey_unknown", "There is no such survey.", "survey")
    before = known.responses.get((survey.id, key_of(submission)))
    definition = definition_of(before.version_id if before else survey.live)
    person = invitation.person if invitation else None
    return Intake(submission, known, now, survey, definition, invitation, person, before)


def link_is_valid(intake: Intake) -> Intake:
    invitation = intake.invitation
    if invitation and invitation.survey_id != intake.survey.id:
        raise refusal("link_unknown", "This link is not valid.")
    if invitation and invitation.expires_at and invitation.expires_at <= intake.now:
        raise refusal("link_expired", "This link has expired.")
    return intake


def survey_is_open(intake: Intake) -> Intake:
    """What was tapped before it closed and comes later, from a kiosk or a machine, is still taken."""
    tapped = min(intake.submission.at, intake.now)
    state = state_at(intake.survey.state, intake.survey.closes_at, tapped)
    if state == SurveyState.PAUSED:
        raise refusal("survey_paused", "This survey is paused. Please try again later.")
    if state != SurveyState.OPEN:
        raise refusal("survey_closed", "This survey is closed. Thank you for your interest.")
    return intake


def page_may_ask(intake: Intake) -> Intake:
    """A widget is taken from the pages that the survey names, or from any."""
    origin = intake.submission.origin
    if origin is None or WidgetRules.of(intake.survey.widget).admits(origin):
        return intake
    raise refusal("origin_refused", "This survey takes no answers from this page.", "origin")


def person_is_ours(intake: Intake) -> Intake:
    named = intake.submission.person
    if named is None:
        return intake
    person = intake.known.people.get(named)
    if person is None or person.workspace_id != intake.survey.workspace:
        raise refusal("person_unknown", "There is no such person.", "person")
    return replace(intake, person=person)


def time_is_believable(intake: Intake) -> Intake:
    if not EARLIEST <= intake.submission.at <= intake.now + CLOCK_LEAD:
        raise refusal("at_out_of_bounds", "at must lie between the year 2000 and tomorrow.", "at")
    return intake


def something_is_sent(intake: Intake) -> Intake:
    if is_view(intake.submission) or intake.before or holds_an_answer(intake.submission):
        return intake
    raise refusal("nothing_sent", "Nothing was answered.", "score")


def response_is_named(intake: Intake) -> Intake:
    key = key_of(intake.submission)
    if not key and not is_view(intake.submission):
        raise refusal("key_missing", "key is missing: it names the response, also on a retry.", "key")
    return intake


def answer_may_change(intake: Intake) -> Intake:
    """Some surveys let an answer be changed for so many days; machines may always correct theirs."""
    before, days = intake.before, intake.definition.edit_days
    if before is None or days is None or intake.submission.workspace or is_view(intake.submission):
        return intake
    if intake.now - before.at <= timedelta(days=days):
        return intake
    raise refusal("answer_settled", "The time to change this answer is over. It is kept as it is.")


def anonymity_is_kept(intake: Intake) -> Intake:
    """An anonymous survey keeps nothing that leads back to a person (P01)."""
    if not intake.definition.anonymous:
        return intake
    if intake.invitation:
        raise refusal("survey_anonymous", "This survey is anonymous: please use its open link.")
    sent = intake.submission
    if sent.origin is not None:  # what the page around a widget says of its visitor
        sent = replace(sent, properties={})
    return replace(intake, person=None, submission=sent)


def doubt_is_judged(intake: Intake) -> Intake:
    """A trusted caller is believed; who interviewed a person knows one; what came by the gate is judged."""
    sent = intake.submission
    if sent.interviewed:
        return replace(intake, judgement=HUMAN)
    if sent.sender is None and not sent.trapped:
        return intake
    proof = read_proof(sent.proof, proof_subject(sent)) if sent.proof else None
    signals = signals_of(sent, proof, intake.invitation, intake.before, intake.now)
    return replace(intake, judgement=judge(signals), page=proof.name if proof else "")


def holds_an_answer(sent: Submission) -> bool:
    given = [value for value in sent.answers.values() if value is not None]
    return bool(sent.score is not None or sent.comment or sent.permission is not None or given)


def is_view(sent: Submission) -> bool:
    """The page was shown and nothing else is said."""
    return sent.seen and not (holds_an_answer(sent) or sent.comment is not None or sent.done)


def refusal(reason: Reason, message: str, name: str = "") -> Refusal:
    return Refusal(reason, message, field=name)

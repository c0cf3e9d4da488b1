"""The rows that one commit writes."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from likely.ask.invitation import Invitation
from likely.collect import writing
from likely.collect.answer import Answer
from likely.collect.draft import Draft
from likely.collect.known import key_of
from likely.collect.opening import Place, count_openings
from likely.collect.receipt import Receipt, receipt_of
from likely.collect.response import ResponseState
from likely.collect.standing import evidence_of, judged, standing, withheld_evidence
from likely.collect.step import Intake, is_view
from likely.lib.identity import new_id

TOUCHPOINT_CHARACTERS: Final = 80
LINK: Final = "link"  # what a page sends says nothing of how one came to it


@dataclass(slots=True)
class Batch:
    """The rows that one commit will write. A row named twice in a batch is written once."""

    new: dict[UUID, Draft] = field(default_factory=dict)
    changed: dict[UUID, Draft] = field(default_factory=dict)
    viewed: set[UUID] = field(default_factory=set)  # invitations
    opened: Counter[Place] = field(default_factory=Counter)  # by no personal link

    def add(self, intake: Intake) -> Receipt:
        if intake.invitation and not intake.invitation.viewed_at:
            self.viewed.add(intake.invitation.pk)
        if is_view(intake.submission):
            self._count_view(intake)
            return Receipt(None, None, "seen", intake.survey.id, intake.submission.at)
        return self._change(intake, intake.before) if intake.before else self._begin(intake)

    def write(self, now: datetime) -> None:
        writing.insert(self.new.values())
        writing.update(self.changed.values())
        if self.viewed:
            Invitation.objects.filter(pk__in=self.viewed, viewed_at=None).update(viewed_at=now)
        count_openings(self.opened)  # last: until the commit others wait for these few rows

    def _count_view(self, intake: Intake) -> None:
        sent = intake.submission
        if not (intake.invitation or intake.before or intake.judgement.verdict == "machine"):
            self.opened[intake.survey.id, sent.channel, intake.now.astimezone(UTC).date()] += 1

    def _begin(self, intake: Intake) -> Receipt:
        row = first_row(intake)
        intake.known.responses[intake.survey.id, row.key] = row
        self.new[row.id] = row
        return receipt_of(row, "stored")

    def _change(self, intake: Intake, row: Draft) -> Receipt:
        becomes = standing(row, intake.judgement, intake.page)
        if becomes == "withheld":
            return self._withhold(intake, row)
        changes = changes_of(intake, row, afresh=becomes == "replaces")
        if not changes:
            return receipt_of(row, "repeated")
        changes |= {"changed_at": intake.now, "evidence": _evidence(intake, row)}
        if row.seal is not None:
            changes |= {"seal": None, "sealed_before": True}
        for name, value in changes.items():
            setattr(row, name, value)
        if row.id not in self.new:
            self.changed[row.id] = row
        return receipt_of(row, "updated")

    def _withhold(self, intake: Intake, row: Draft) -> Receipt:
        """The answer that is there stays as it is, and sealed where it is sealed."""
        found = withheld_evidence(row, intake.submission, intake.judgement, intake.now)
        if found is not None:
            row.evidence = found
            if row.id not in self.new:
                self.changed[row.id] = row
        return receipt_of(row, "repeated")


def first_row(intake: Intake) -> Draft:
    sent, definition = intake.submission, intake.definition
    return Draft(
        id=new_id(),
        workspace_id=intake.survey.workspace,
        survey_id=intake.survey.id,
        version_id=intake.version,
        invitation_id=intake.invitation.pk if intake.invitation else None,
        person_id=intake.person.pk if intake.person else None,
        key=key_of(sent),
        score=sent.score,
        comment=sent.comment or "",
        permission=sent.permission,
        answers=_merged({}, intake.answers),
        properties=intake.properties,
        channel=_channel(intake),
        language=_language(intake),
        touchpoint=definition.say(definition.touchpoint, definition.languages[0])[:TOUCHPOINT_CHARACTERS],
        state=ResponseState.QUARANTINED if intake.judgement.reason else ResponseState.COUNTED,
        doubt=intake.judgement.reason,
        verdict=intake.judgement.verdict,
        evidence=_evidence(intake, None),
        at=sent.at.astimezone(UTC),
        changed_at=intake.now,
        completed_at=intake.now if intake.done else None,
    )


def changes_of(intake: Intake, row: Draft, afresh: bool = False) -> dict[str, Any]:
    """What the submission alters in a response that is there already. afresh: nothing of it is kept."""
    sent = intake.submission
    old = (
        replace(row, score=None, comment="", permission=None, answers={}, completed_at=None)
        if afresh
        else row
    )
    wanted: dict[str, Any] = {
        "score": old.score if sent.score is None else sent.score,
        "comment": old.comment if sent.comment is None else sent.comment,
        "permission": old.permission if sent.permission is None else sent.permission,
        "answers": _merged(old.answers, intake.answers),
        "language": _language(intake) if sent.language else row.language,
        "completed_at": old.completed_at or (intake.now if intake.done else None),
        "channel": _channel(intake) if afresh else row.channel,
        **judged(row, intake.judgement),
    }
    return {name: value for name, value in wanted.items() if value != getattr(row, name)}


def _evidence(intake: Intake, row: Draft | None) -> dict[str, Any]:
    anonymous = intake.definition.anonymous
    return evidence_of(
        intake.submission, intake.page, row, intake.now, intake.invitation, anonymous=anonymous
    )


def _merged(old: dict[str, Answer], new: dict[str, Answer | None]) -> dict[str, Answer]:
    merged: dict[str, Answer | None] = {**old, **new}
    return {key: value for key, value in merged.items() if value is not None}


def _channel(intake: Intake) -> str:
    """What an invitation was answered by: its own channel, or another that says so of itself."""
    if intake.invitation is None or intake.submission.channel != LINK:
        return intake.submission.channel
    return intake.invitation.channel


def _language(intake: Intake) -> str:
    known = (
        intake.submission.language,
        intake.invitation.language if intake.invitation else "",
        intake.person.language if intake.person else "",
    )
    return intake.definition.best_language([language for language in known if language])

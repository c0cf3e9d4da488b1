"""What became of the demo's cases: mails with customers, and answers to the question after a case."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.act.case import Case
from likely.act.case_message import IN, OUT, CaseMessage
from likely.act.posted_mail import PostedMail
from likely.act.recovery_plan import RecoveryPlan, change_recovery_plan, start_short_survey
from likely.act.reply_fields import values_of
from likely.act.reply_template import suggestions
from likely.act.resurvey import ASKED, LONGEST_WAIT, Resurvey
from likely.ask.invitation import Invitation
from likely.ask.message import MessageState
from likely.ask.survey import Survey
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.text.comment_words import words_of

AFTER_DAYS: Final = 3
ANSWERED: Final = 0.8  # of those who were asked again
LATER: Final = (9, 9, 10, 8, 8, 7, 7, 6, 5, 3)  # scores after a case
WRITTEN: Final = 8  # cases with mails
BACK: Final = (
    "Thank you for writing. Yes, please send it again, mornings are best.",
    "I appreciate that somebody answered. The refund is fine with me.",
    "It has arrived now. I still do not understand why it took three calls.",
)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def seed_recovery(workspace: Workspace, now: datetime, random: Random) -> None:
    survey = start_short_survey(workspace, "After a case", "system")
    change_recovery_plan(workspace, RecoveryPlan(survey, AFTER_DAYS), "system")
    rows = Case.objects.of(workspace).select_related(
        "workspace", "owner", "person__account", "response__version"
    )
    closed = rows.filter(closed_at__lt=now - AFTER_DAYS * DAY, person__isnull=False).order_by(
        "closed_at", "pk"
    )
    for case in closed:
        _asked_again(case, survey, now, random)
    written = rows.filter(owner__isnull=False, replied_at__isnull=False, response__permission=True)
    for place, case in enumerate(written.order_by("-opened_at", "pk")[:WRITTEN]):
        _mails(case, BACK[place % len(BACK)] if place % 4 < 3 else "", now)


def _asked_again(case: Case, survey: Survey, now: datetime, random: Random) -> None:
    if case.closed_at is None or survey.live is None:
        return
    at = case.closed_at + AFTER_DAYS * DAY
    invitation = Invitation.objects.create(
        workspace=case.workspace, survey=survey, person=case.person, channel="mail", sent_at=at,
        language=case.response.language,
    )  # fmt: skip
    Resurvey.objects.create(
        workspace=case.workspace, case=case, survey=survey, invitation=invitation, state=ASKED, due_at=at,
        last_at=case.closed_at + LONGEST_WAIT,
    )  # fmt: skip
    answered_at = at + random.uniform(1, 30) * HOUR
    if random.random() > ANSWERED or answered_at >= now:
        return
    Response.objects.create(
        workspace=case.workspace,
        survey=survey,
        version=survey.live,
        invitation=invitation,
        person=case.person,
        properties=case.person.properties if case.person else {},
        key=f"demo-{invitation.pk.hex}",
        score=random.choice(LATER),
        words=words_of(""),
        channel="mail",
        language=case.response.language,
        at=answered_at,
        changed_at=answered_at,
    )


def _mails(case: Case, back: str, now: datetime) -> None:
    """back: what they wrote in return; "": nothing yet."""
    if case.replied_at is None:
        return
    words, at = suggestions(case, case.owner)[0], case.replied_at
    mail = PostedMail.objects.create(
        workspace=case.workspace, once=f"demo:{case.pk}", case=case, person=case.person, by_machine=False,
        sender_name=values_of(case, case.owner)["agent"], subject=words.subject, text=words.body, due_at=at,
        state=MessageState.SENT, sent_at=at, address=case.person.email if case.person else "",
    )  # fmt: skip
    told = {"workspace": case.workspace, "case": case, "person": case.person}
    CaseMessage.objects.create(
        **told, direction=OUT, author=case.owner, subject=words.subject, body=words.body,
        message_id=mail.message_id, posted=mail, at=at,
    )  # fmt: skip
    if back and at + 3 * HOUR < now:
        CaseMessage.objects.create(
            **told, direction=IN, sender=mail.address, subject=f"Re: {words.subject}", body=back,
            quoted=f"> {words.body.splitlines()[0]}", message_id=f"<demo-{case.pk.hex}@example.org>",
            in_reply_to=mail.message_id, at=at + 3 * HOUR,
        )  # fmt: skip

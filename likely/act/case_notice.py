"""Mails to colleagues about their cases: given, overdue, answered. One a happening, with the way there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.act.case import Case
from likely.act.domain_event import DomainEvent
from likely.act.posted_mail import Words, post_to_colleague
from likely.ask.quiet_hours import zone_named
from likely.base.member import Member, Role, User
from likely.lib.measured import Gettext
from likely.lib.translation import translator

MENTIONED: Final = "case.mentioned"  # told as it is written, not by an event
LONGEST_QUOTE: Final = 300  # characters of the comment
# kind of happening -> (subject, first line)
TEXTS: Final[Mapping[str, tuple[str, str]]] = {
    "case.opened": (N_("A case for you: {who}"), N_("A new case is yours.")),
    "case.assigned": (N_("A case for you: {who}"), N_("A case was given to you.")),
    "case.overdue": (N_("Overdue: {who}"), N_("What was promised in this case is overdue.")),
    MENTIONED: (N_("{who}: a colleague calls you"), N_("A colleague calls you in a note of this case.")),
    "case.answered": (N_("{who} has answered"), N_("The customer has written back.")),
    "playbook.acted": (N_("A new case: {who}"), N_("A playbook has opened a case.")),
    "case.reply_failed": (
        N_("Not delivered: {who}"),
        N_("Your reply did not reach the customer. The case is yours again."),
    ),
}


def tell_of_case(one: DomainEvent, now: datetime) -> int:
    """Inside the transaction in which the event is claimed. How many mails were put into the queue."""
    if one.kind not in TEXTS:
        return 0
    rows = Case.objects.of(one.workspace_id).select_related("workspace", "owner", "person", "response")
    case = rows.filter(pk=one.subject).first()
    if case is None:
        return 0
    told = ((user, words_of(case, one.kind, user)) for user in _whom(case, one))
    return sum(post_to_colleague(case, user, one.key, words, now) for user, words in told)


def _whom(case: Case, one: DomainEvent) -> Sequence[User]:
    """The owner. What nobody has and is overdue, or is answered, is told whoever manages."""
    if one.kind == "case.opened" and case.owned_at != case.opened_at:
        return []  # who has it now took it, or was told that it was given to them
    if case.owner is not None:
        return [case.owner]
    return [] if one.kind in ("case.opened", "case.assigned") else managers_of(case)


def managers_of(case: Case) -> Sequence[User]:
    roles = [Role.MANAGER, Role.OWNER]
    rows = Member.objects.of(case.workspace_id).filter(role__in=roles, user__is_active=True)
    return [member.user for member in rows.select_related("user").order_by("user__email")]


def words_of(case: Case, kind: str, user: User) -> Words:
    """In the language of who reads it; moments by the clock of the workspace."""
    _ = translator(user.language or case.workspace.language)
    subject, first = TEXTS[kind]
    who = str(case) or _("an unknown customer")
    lines = [_(first), "", *_facts(case, who, _), "", _("Open the case: {link}").format(link=link_to(case))]
    return Words(" ".join(_(subject).replace("{who}", who).split()), "\n".join(lines))


def link_to(case: Case) -> str:
    return f"{settings.BASE_URL}/cases/{case.pk}"


def _facts(case: Case, who: str, _: Gettext) -> list[str]:
    comment = " ".join(case.response.comment.split())
    said = f"{comment[:LONGEST_QUOTE]}…" if len(comment) > LONGEST_QUOTE else comment
    facts = [_("Customer: {who}").replace("{who}", who)]
    if case.score is not None:
        facts.append(_("Score: {score}").format(score=case.score))
    if said:
        facts.append(f"“{said}”")
    if case.due_at is not None:
        facts.append(_("Due: {at}").format(at=_moment(case.due_at, case)))
    return facts


def _moment(at: datetime, case: Case) -> str:
    zone = case.workspace.time_zone
    return f"{timezone.localtime(at, zone_named(zone)):%Y-%m-%d %H:%M} ({zone})"

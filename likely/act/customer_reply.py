"""What a customer writes back, taken into the case: by the address that they answered, or by the mail.

A mail that a machine wrote, or one of many in an hour, is kept in the case and moves nothing: else two
machines would answer each other for ever.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from likely.act.case import Case
from likely.act.case_address import case_addressed
from likely.act.case_file import MOST_AT_ONCE, Upload, keep_file, noted, why_refused
from likely.act.case_media import await_media
from likely.act.case_message import IN, CaseMessage
from likely.act.case_state import CLOSED, RESOLVED, WAITING
from likely.act.case_work import move_case
from likely.act.domain_event import emit, event
from likely.act.may_reply import MAIL
from likely.act.posted_mail import PostedMail
from likely.ask.message_id import message_of_id
from likely.ask.sender import sender_of
from likely.channels.channel import Attached, Inbound
from likely.lib.plain_text import CONTROLS
from likely.lib.quoted_mail import split_quoted

LONGEST_READ: Final = 100_000  # characters that are looked through: a stranger wrote them
LONGEST_BODY: Final = 10_000  # characters that are kept
LONGEST_QUOTED: Final = 20_000
MOST_AN_HOUR: Final = 20  # mails in one case that move it
CUSTOMER: Final = "respondent"  # the actor in the journal
AFTERWARDS: Final = {WAITING: "go_on", RESOLVED: "reopen", CLOSED: "reopen"}


@transaction.atomic
def take_customer_reply(inbound: Inbound, now: datetime) -> CaseMessage | None:
    """Keep it in its case. None: it belongs to none, says nothing, or is there already."""
    named = case_addressed(inbound.to) or _answered(inbound)
    return take_into(named, inbound, now) if named else None


@transaction.atomic
def take_into(named: Any, inbound: Inbound, now: datetime) -> CaseMessage | None:
    """The same where it is known which case is meant, by its id."""
    case = _case_of(named)
    text = _clean(inbound.text[:LONGEST_READ])
    own, quoted = split_quoted(text) if inbound.channel == MAIL else (text.strip(), "")
    if case is None or not (own or quoted or inbound.attached or inbound.media):
        return None
    is_machine = inbound.automatic or _is_ours(case, inbound.sender) or _is_flood(case, now)
    made, new = CaseMessage.objects.get_or_create(
        case=case,
        message_id=_name(inbound),
        defaults={
            "workspace": case.workspace,
            "person": case.person,
            "direction": IN,
            "channel": inbound.channel,
            "sender": _clean(inbound.sender)[:254],
            "subject": " ".join(_clean(inbound.subject).split())[:300],
            "body": own[:LONGEST_BODY],
            "quoted": quoted[:LONGEST_QUOTED],
            "in_reply_to": inbound.in_reply_to[0][:255] if inbound.in_reply_to else "",
            "automatic": is_machine,
            "at": min(inbound.at, now),
        },
    )
    if not new:
        return None
    if inbound.attached or inbound.media:
        made.attachments = _kept(case, made, inbound.attached, now)
        made.attachments += await_media(made, inbound.media, now)
        made.save(update_fields=["attachments"])
    if not is_machine:
        if deed := AFTERWARDS.get(case.state):
            move_case(case, deed, CUSTOMER, now)
        emit(event(case.workspace, "case.answered", case.pk, made.pk.hex, now))
    return made


def _case_of(named: Any) -> Case | None:
    """Alone with its row, so that two mails at once move it one after the other."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("workspace", "person")
    case = rows.filter(pk=named).first()
    return case.merged_into if case and case.merged_into else case


def _answered(inbound: Inbound) -> Any:
    """The case of the mail of ours that they name first."""
    ids = [id for text in inbound.in_reply_to if (id := message_of_id(text))]
    rows = PostedMail.objects.filter(pk__in=ids, person__isnull=False).values_list("pk", "case")
    cases = dict(rows)
    return next((cases[id] for id in ids if id in cases), None)


def _is_ours(case: Case, sender: str) -> bool:
    """Our own mail that came round."""
    box, _, host = settings.REPLY_ADDRESS.lower().rpartition("@")
    said = sender.lower()
    ours = {sender_of(case.workspace).mail_address.lower(), parseaddr(settings.FROM_EMAIL)[1].lower()}
    return said in ours or bool(box and said.startswith((f"{box}@", f"{box}+")) and said.endswith(f"@{host}"))


def _is_flood(case: Case, now: datetime) -> bool:
    lately = CaseMessage.objects.filter(case=case, direction=IN, at__gt=now - timedelta(hours=1))
    return lately.count() >= MOST_AN_HOUR


def _name(inbound: Inbound) -> str:
    """Its Message-ID, by which it is known when it comes by two ways; a long or a missing one is hashed."""
    if inbound.channel != MAIL and inbound.id:
        return f"{inbound.channel}:{inbound.id}"[:255]
    told = inbound.id.strip() or f"{inbound.sender}:{inbound.at.isoformat()}:{inbound.text}"
    return told if inbound.id.strip() and len(told) <= 255 else f"sha256:{sha256(told.encode()).hexdigest()}"


def _kept(
    case: Case, message: CaseMessage, attached: tuple[Attached, ...], now: datetime
) -> list[dict[str, Any]]:
    """Each is looked at by its content. refused: size, type, empty or many; "": it is kept."""
    told = []
    for place, one in enumerate(attached):
        upload = Upload(_clean(one.name), one.content)
        refused = "many" if place >= MOST_AT_ONCE else why_refused(upload)
        if not refused:
            told += noted([keep_file(case, upload, now, message=message)])
        else:
            name, said = _clean(one.name)[:120], _clean(one.type)[:80]
            told.append({"name": name, "type": said, "size": one.size, "refused": refused})
    return told


def _clean(text: str) -> str:
    plain = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    return CONTROLS.sub("", plain)

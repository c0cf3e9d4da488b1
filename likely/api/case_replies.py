"""Replies from a case: whether the customer may be written to, by which way, and the thread of both sides."""

from datetime import datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import ConfigDict, Field

from likely.act.case_message import LONGEST_BODY, LONGEST_SUBJECT, CaseMessage, Draft, reply
from likely.act.may_reply import REASONS, WAYS, template_for, why_not
from likely.api.caller import actor_of, workspace_of
from likely.api.cases import case_of
from likely.api.colleague import case_worker, mail_of
from likely.api.field import Line, Sent, Told, Words
from likely.api.once import named_by, once
from likely.api.page import NEWEST_FIRST, Asked, Listed, page_of
from likely.lib.identity import new_token

router = Router(tags=["Cases"])

Way = Literal["mail", "sms", "whatsapp"]
REPLY: Final[dict[str, Any]] = {
    "body": "Hello {name}, your order left our house this morning.",
    "subject": "Your order",
    "author": "ann@example.org",
    "wait": True,
}


class NewReply(Sent):
    """by: mail, sms or whatsapp. subject: of a mail. wait: the case then waits for the customer.

    author: the mail address of a colleague, in whose name it is written; their first reply stops the clock.
    Left out, a program writes, which stops none. {name} and the other fields are filled in.
    """

    model_config = ConfigDict(json_schema_extra={"example": REPLY})

    body: Annotated[Words, Field(max_length=LONGEST_BODY)]
    by: Way = "mail"
    subject: Annotated[Line, Field(max_length=LONGEST_SUBJECT)] = ""
    wait: bool = False
    author: Line | None = None


class AttachmentTold(Told):
    """refused: size, type, empty, many, waiting (being fetched), gone, or nothing where it is kept.

    file: its id among the case's files.
    """

    name: str
    type: str
    size: int
    refused: str
    file: UUID | None = None


class MessageTold(Told):
    """direction: out, or in: what the customer wrote. state: received, queued, sent, unknown or failed."""

    id: UUID
    direction: str
    channel: str
    author: str | None
    sender: str
    subject: str
    body: str
    state: str
    automatic: bool
    attachments: list[AttachmentTold]
    at: datetime


class WayTold(Told):
    """why_not: a stable word, nothing where the customer may be written to; reason: the same in a sentence.

    template: by WhatsApp the words go inside the template that it approved, as its 24 hours are over.
    """

    by: str
    may: bool
    why_not: str
    reason: str
    template: bool


class WaysTold(Told):
    items: list[WayTold]


@router.get(
    "/cases/{case}/ways",
    response=WaysTold,
    operation_id="list_case_ways",
    summary="By which ways the customer may be written to",
)
def list_case_ways(request: HttpRequest, case: str) -> Any:
    """Permission first, then the address: a reply is refused for the same reasons."""
    found, now = case_of(request, case), timezone.now()
    reasons = {way: why_not(found, now, way) for way in WAYS}
    return WaysTold(
        items=[
            WayTold(
                by=way,
                may=not reason,
                why_not=reason,
                reason=REASONS.get(reason, ""),
                template=not reason and bool(template_for(found, way, now)),
            )
            for way, reason in reasons.items()
        ]
    )


@router.get(
    "/cases/{case}/messages",
    response=Listed[MessageTold],
    operation_id="list_case_messages",
    summary="List what was written in a case",
)
def list_case_messages(request: HttpRequest, case: str, asked: Query[Asked]) -> Any:
    """Both sides, the newest first."""
    found = case_of(request, case)
    rows = CaseMessage.objects.of(found.workspace_id).filter(case=found)
    return page_of(request, rows.select_related("author", "posted"), asked, NEWEST_FIRST, tell_message)


@router.post(
    "/cases/{case}/messages",
    response={201: MessageTold},
    operation_id="reply_to_case",
    summary="Write to the customer of a case",
)
@once()
def reply_to_case(request: HttpRequest, case: str, body: NewReply) -> tuple[int, Told]:
    """It goes out a moment later. `reply_not_permitted` and its like say why nobody may be written to."""
    found, named = case_of(request, case), named_by(request)
    author = case_worker(workspace_of(request), body.author, "author") if body.author else None
    name = named.hex if named else new_token()
    draft = Draft(body.subject, body.body, name, body.wait, body.by)
    return 201, tell_message(reply(found, draft, author, actor_of(request), timezone.now()))


def tell_message(row: CaseMessage) -> MessageTold:
    attachments = [AttachmentTold(**one) for one in row.attachments]
    return MessageTold.from_row(row, author=mail_of(row.author), attachments=attachments)

"""Suppressions and consent: to whom nothing is sent, and who agreed to what."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Moment, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import NEWEST_FIRST, Asked, Listed, page_of
from likely.base.journal import record
from likely.people.address import hashes, read_address
from likely.people.consent import Consent, give, withdraw
from likely.people.person import Person
from likely.people.suppression import Suppression, SuppressionReason, suppress

router = Router(tags=["Consent"])

Reason = Literal["by_hand", "imported", "unsubscribed", "complaint", "hard_bounce"]
Kind = Literal["", "rnps", "tnps", "enps", "csat5", "csat10", "ces", "wow", "custom"]
Purpose = Literal["surveys", "follow_up", "referral", "quote"]


class NewSuppression(Sent):
    """address: a mail address, or a phone number with its country code. kind: of surveys; "": everything."""

    address: Line
    kind: Kind = ""
    reason: Reason = "by_hand"


class SuppressionsAsked(Asked):
    address: Line | None = None


class SuppressionTold(Told):
    """shown: as much of the address as is kept. channel, kind: "" for every one. until: null for good."""

    id: UUID
    shown: str
    channel: str
    kind: str
    reason: str
    source: str
    at: datetime
    until: datetime | None


class NewConsent(Sent):
    """channel: "" for every one. at: when it was said; left out, it is now."""

    purpose: Purpose
    given: bool
    channel: Literal["", "mail", "sms", "whatsapp", "voice", "push"] = ""
    at: Moment | None = None


class ConsentTold(Told):
    id: UUID
    purpose: str
    channel: str
    given: bool
    source: str
    at: datetime


@router.get(
    "/suppressions",
    response=Listed[SuppressionTold],
    operation_id="list_suppressions",
    summary="List suppressions",
)
def list_suppressions(request: HttpRequest, asked: Query[SuppressionsAsked]) -> Any:
    """The newest first. With `address` those of that address alone."""
    rows = Suppression.objects.of(workspace_of(request))
    if asked.address is not None:
        rows = rows.filter(address_hash__in=hashes(read_address("", asked.address)))
    return page_of(request, rows, asked, NEWEST_FIRST, tell_suppression)


@router.post(
    "/suppressions",
    response={201: SuppressionTold},
    operation_id="create_suppression",
    summary="Bar an address",
)
@once()
def create_suppression(request: HttpRequest, body: NewSuppression) -> tuple[int, Told]:
    """Nothing is sent there any more, on any channel that uses the address."""
    workspace, now = workspace_of(request), timezone.now()
    address, reason = read_address("", body.address), SuppressionReason(body.reason)
    row = suppress(workspace, "", address, body.kind, reason, actor_of(request)[:80], now)
    record(workspace, actor_of(request), "suppression.added", f"suppression:{row.pk}", reason=reason)
    return 201, tell_suppression(row)


@router.get(
    "/people/{person}/consents",
    response=Listed[ConsentTold],
    operation_id="list_consents",
    summary="List the consents of a person",
)
def list_consents(request: HttpRequest, person: str, asked: Query[Asked]) -> Any:
    """The newest first; of a purpose and a channel the newest holds."""
    found = _person(request, person)
    rows = Consent.objects.of(workspace_of(request)).filter(person=found)
    return page_of(request, rows, asked, NEWEST_FIRST, tell_consent)


@router.post(
    "/people/{person}/consents",
    response={201: ConsentTold},
    operation_id="note_consent",
    summary="Note what a person agreed to",
)
@once()
def note_consent(request: HttpRequest, person: str, body: NewConsent) -> tuple[int, Told]:
    """Entries are added, never changed: `given` false takes an earlier one back."""
    workspace, found = workspace_of(request), _person(request, person)
    write = give if body.given else withdraw
    at = body.at or timezone.now()
    write(workspace, [found.pk], body.purpose, body.channel, actor_of(request), at)
    newest = Consent.objects.of(workspace).filter(person=found).order_by("-id")[0]
    return 201, tell_consent(newest)


def tell_suppression(row: Suppression) -> SuppressionTold:
    return SuppressionTold.from_row(row)


def tell_consent(row: Consent) -> ConsentTold:
    return ConsentTold.from_row(row)


def _person(request: HttpRequest, person: str) -> Person:
    return row_named(Person.objects.of(workspace_of(request)), person, "person_unknown", "person")

"""Referrals: the links that promoters pass on, and what came of them."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router
from pydantic import Field

from likely.act.promoter import (
    CONVERSION,
    MOST_VALUE,
    SIGNUP,
    Promoter,
    PromoterDeed,
    note_deed,
    promoter_named,
)
from likely.act.promoter import Told as Deed
from likely.act.promoter_list import promoter_funnel, promoters_counted
from likely.api.caller import workspace_of
from likely.api.field import Line, Moment, Sent, Told
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.base.workspace import Workspace

router = Router(tags=["Referrals"])

Money = Annotated[float, Field(ge=0, le=MOST_VALUE)]


class NewSignup(Sent):
    """key: your own name of it, such as the new customer's number; under one key it is counted once."""

    key: Line
    at: Moment | None = None


class NewConversion(NewSignup):
    """value: what it is worth, in your own currency."""

    value: Money | None = None


class ReferralTold(Told):
    """code: what the landing page is told as `ref`. value: of all conversions."""

    code: str
    link: str
    person: UUID
    taken_at: datetime
    visits: int
    signups: int
    conversions: int
    value: float


class PromoterTold(Told):
    """code: null until the link was taken. reference, case_study: candidate, asked, agreed, declined."""

    person: UUID
    code: str | None
    invited_at: datetime | None
    taken_at: datetime | None
    stopped_at: datetime | None
    reference: str
    case_study: str
    shares: int
    visits: int
    signups: int
    conversions: int
    value: float


class PromoterFiguresTold(Told):
    """asked, took, shared, followed, converted, reviewed: people. visits, signups, conversions: how many."""

    asked: int
    took: int
    shared: int
    followed: int
    converted: int
    reviewed: int
    visits: int
    signups: int
    conversions: int
    value: float


class DeedTold(Told):
    kind: str
    code: str
    key: str
    value: float | None
    at: datetime


@router.get(
    "/promoters", response=Listed[PromoterTold], operation_id="list_promoters", summary="List promoters"
)
def list_promoters(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Everybody who was asked, took a link or stands up for us; those known longest first."""
    return page_of(request, promoters_counted(workspace_of(request)), asked, BY_ID, tell_promoter)


@router.get(
    "/promoters/figures",
    response=PromoterFiguresTold,
    operation_id="get_promoter_figures",
    summary="How far promoters came",
)
def get_promoter_figures(request: HttpRequest) -> Any:
    """People at each step from being asked to a conversion, and what came of all links."""
    return PromoterFiguresTold(**asdict(promoter_funnel(workspace_of(request))))


@router.get(
    "/referrals", response=Listed[ReferralTold], operation_id="list_referrals", summary="List referral links"
)
def list_referrals(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those of the promoters known longest first."""
    return page_of(request, _counted(workspace_of(request)), asked, BY_ID, tell_referral)


@router.get(
    "/referrals/{code}", response=ReferralTold, operation_id="get_referral", summary="Get a referral link"
)
def get_referral(request: HttpRequest, code: str) -> Any:
    named = promoter_named(workspace_of(request), code)
    return tell_referral(_counted(workspace_of(request)).get(pk=named.pk))


@router.post(
    "/referrals/{code}/signups",
    response={200: DeedTold, 201: DeedTold},
    operation_id="note_signup",
    summary="Count a sign-up",
)
@once()
def note_signup(request: HttpRequest, code: str, body: NewSignup) -> tuple[int, Told]:
    """201, or 200 if its key was known."""
    return _noted(request, code, SIGNUP, Deed(body.key, body.at or timezone.now()))


@router.post(
    "/referrals/{code}/conversions",
    response={200: DeedTold, 201: DeedTold},
    operation_id="note_conversion",
    summary="Count a conversion",
)
@once()
def note_conversion(request: HttpRequest, code: str, body: NewConversion) -> tuple[int, Told]:
    """201, or 200 if its key was known; what was told first stays."""
    return _noted(request, code, CONVERSION, Deed(body.key, body.at or timezone.now(), body.value))


def tell_promoter(row: Any) -> PromoterTold:
    return PromoterTold.from_row(row, person=row.person_id, taken_at=row.agreed_at, value=row.value or 0.0)


def tell_referral(row: Any) -> ReferralTold:
    return ReferralTold.from_row(row, person=row.person_id, taken_at=row.agreed_at, value=row.value or 0.0)


def _noted(request: HttpRequest, code: str, kind: str, told: Deed) -> tuple[int, Told]:
    deed, is_new = note_deed(promoter_named(workspace_of(request), code), kind, told)
    return 201 if is_new else 200, _tell(deed, code)


def _tell(deed: PromoterDeed, code: str) -> DeedTold:
    return DeedTold(kind=deed.kind, code=code.lower(), key=deed.key, value=deed.value, at=deed.at)


def _counted(workspace: Workspace) -> QuerySet[Promoter]:
    return promoters_counted(workspace).exclude(code=None)

"""The promoters of a workspace: how far each came, and who could be asked to stand up for us."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from likely.act.promoter import CONVERSION, REVIEWED, SHARED, SIGNUP, VISIT, Promoter, PromoterDeed
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.stats.scale import GROUP_SCORES

RECENT: Final = timedelta(days=365)  # answers by which a candidate is found
ASKED: Final = Q(invited_at__isnull=False) | Q(code__isnull=False)


@dataclass(frozen=True, slots=True)
class PromoterFunnel:
    """People who came at least so far, and what came of their links. value: in the workspace's currency."""

    asked: int = 0
    took: int = 0
    shared: int = 0  # posted it somewhere, or somebody followed it
    followed: int = 0
    converted: int = 0  # brought a sign-up or a conversion
    reviewed: int = 0  # opened a review page
    visits: int = 0
    signups: int = 0
    conversions: int = 0
    value: float = 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who said nine or ten: n times in RECENT, and nothing less since."""

    person: Any
    n: int
    last: datetime
    score: int
    response: UUID
    comment: str


def promoter_funnel(workspace: Workspace) -> PromoterFunnel:
    rows = Promoter.objects.of(workspace)
    deeds = PromoterDeed.objects.of(workspace)
    counted = {row["kind"]: row for row in _by_kind(deeds)}

    def people(*kinds: str) -> int:
        return deeds.filter(kind__in=kinds).values("promoter").distinct().count()

    def events(kind: str) -> int:
        return int(counted.get(kind, {}).get("n", 0))

    return PromoterFunnel(
        asked=rows.filter(ASKED).count(),
        took=rows.exclude(code=None).count(),
        shared=people(SHARED, VISIT, SIGNUP, CONVERSION),
        followed=people(VISIT, SIGNUP, CONVERSION),
        converted=people(SIGNUP, CONVERSION),
        reviewed=people(REVIEWED),
        visits=events(VISIT),
        signups=events(SIGNUP),
        conversions=events(CONVERSION),
        value=float(counted.get(CONVERSION, {}).get("value") or 0.0),
    )


def _by_kind(deeds: QuerySet[PromoterDeed]) -> Any:
    return deeds.order_by().values("kind").annotate(n=Count("pk"), value=Sum("value"))


def promoters_counted(workspace: Workspace) -> QuerySet[Promoter]:
    """Each with `shares`, `visits`, `signups`, `conversions` and `value`."""

    def n(kind: str) -> Count:
        return Count("deeds", filter=Q(deeds__kind=kind))

    rows: QuerySet[Promoter] = (
        Promoter.objects.of(workspace)
        .select_related("person__account")
        .annotate(
            shares=n(SHARED),
            visits=n(VISIT),
            signups=n(SIGNUP),
            conversions=n(CONVERSION),
            value=Sum("deeds__value"),
        )
    )
    return rows


def candidates(workspace: Workspace, now: datetime, most: int) -> list[Candidate]:
    """Who permits contact, said nine or ten last and was not asked yet; the most valuable accounts first."""
    rows = Response.objects.of(workspace).filter(
        state=ResponseState.COUNTED, person__isnull=False, at__gte=now - RECENT, score__isnull=False
    )
    later = Response.objects.of(workspace).filter(
        person=OuterRef("person"), state=ResponseState.COUNTED, score__isnull=False, at__gt=OuterRef("at")
    )
    known = Promoter.objects.of(workspace).filter(
        ~Q(reference="") | ~Q(case_study=""), person=OuterRef("person")
    )
    newest = rows.filter(
        ~Exists(later), ~Exists(known), score__in=GROUP_SCORES["promoter"], permission=True
    ).select_related("person__account")
    found = list(newest.order_by(F("person__account__value").desc(nulls_last=True), "-at")[:most])
    said = rows.filter(person__in=[row.person_id for row in found], score__in=GROUP_SCORES["promoter"])
    told = {
        row["person"]: (row["n"], row["last"])
        for row in said.order_by().values("person").annotate(n=Count("pk"), last=Max("at"))
    }
    return [
        Candidate(row.person, *told[row.person_id], row.score, row.pk, row.comment)
        for row in found
        if row.person_id in told and row.score is not None
    ]

"""Segments: people chosen by a condition that has a name."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from likely.api.caller import actor_of, workspace_of
from likely.api.field import Line, Sent, Told, Words, read_id
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.api.people import PersonTold, tell_person
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.segment import Segment, make_segment

router = Router(tags=["Segments"])


class NewSegment(Sent):
    """rule: the condition, such as: plan is pro and last score under 7."""

    name: Line
    rule: Words


class SegmentTold(Told):
    """rule: in its canonical wording."""

    id: UUID
    name: str
    rule: str
    created_at: datetime
    changed_at: datetime


class SegmentCounted(SegmentTold):
    """people: how many are in it now."""

    people: int


@router.get("/segments", response=Listed[SegmentTold], operation_id="list_segments", summary="List segments")
def list_segments(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those made first come first."""
    return page_of(request, Segment.objects.of(workspace_of(request)), asked, BY_ID, tell_segment)


@router.post(
    "/segments", response={201: SegmentTold}, operation_id="create_segment", summary="Make a segment"
)
@once()
def create_segment(request: HttpRequest, body: NewSegment) -> tuple[int, Told]:
    """A condition that can't be read is refused with the place and what was expected there."""
    made = make_segment(workspace_of(request), body.name, body.rule, actor_of(request))
    return 201, tell_segment(made)


@router.get(
    "/segments/{segment}", response=SegmentCounted, operation_id="get_segment", summary="Get a segment"
)
def get_segment(request: HttpRequest, segment: str) -> Any:
    found = segment_named(workspace_of(request), segment)
    n = found.people(timezone.now()).count()
    return SegmentCounted(**tell_segment(found).model_dump(), people=n)


@router.get(
    "/segments/{segment}/people",
    response=Listed[PersonTold],
    operation_id="list_segment_people",
    summary="List the people of a segment",
)
def list_segment_people(request: HttpRequest, segment: str, asked: Query[Asked]) -> Any:
    """Who is in it at the moment of the call; those known longest first."""
    return page_of(
        request,
        segment_named(workspace_of(request), segment).people(timezone.now()),
        asked,
        BY_ID,
        tell_person,
    )


def tell_segment(segment: Segment) -> SegmentTold:
    return SegmentTold.from_row(segment)


def segment_named(workspace: Workspace, named: str) -> Segment:
    """By id or by name."""
    id = read_id(named)
    rows = Segment.objects.of(workspace).select_related("workspace")
    found = rows.filter(Q(pk=id) if id else Q(name=named)).first()
    if found is None:
        raise Refusal("segment_unknown", "There is no such segment.", field="segment")
    return found

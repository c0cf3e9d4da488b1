"""Units: the parts of the company in a tree, and the goals that they have."""

from datetime import date, datetime
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import Field

from likely.act.goal import Goal, GoalFacts, drop_goal, other_periods, set_goal
from likely.act.goal import change_goal as change
from likely.act.goal_progress import Progress, progress_of
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Day, Line, Sent, Told, read_id
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, Order, page_of
from likely.base.member import Member, User
from likely.lib.refusal import Refusal
from likely.people.unit import DEEPEST, MOST_PEOPLE, MOST_UNITS, MOST_VALUES, Unit, drop_unit
from likely.people.unit_rows import UnitRow, keep_rows
from likely.stats.estimate import Estimate
from likely.stats.score import Score

router = Router(tags=["Units and goals"])

LAST_SET_FIRST: Final = Order("l", newest_first=True)

Name = Annotated[Line, Field(examples=["Tallinn"])]


class UnitSent(Sent):
    """path: names from the top to the unit; those above it that are missing are made.

    level: one of the workspace's. property, values: an answer whose property has one of the values is the
    unit's, and counts for all above. people: mail addresses of members. What is left out stays as it is.
    """

    path: Annotated[
        list[Name], Field(min_length=1, max_length=DEEPEST, examples=[["Europe", "North", "Tallinn"]])
    ]
    level: Annotated[Line, Field(examples=["store"])] | None = None
    property: Annotated[Line, Field(examples=["store"])] | None = None
    values: Annotated[list[Line], Field(max_length=MOST_VALUES, examples=[["Tallinn", "TLN"]])] | None = None
    people: Annotated[list[Line], Field(max_length=MOST_PEOPLE)] | None = None


class UnitsSent(Sent):
    units: Annotated[list[UnitSent], Field(min_length=1, max_length=MOST_UNITS)]


class UnitsKept(Told):
    """How many were added, changed, and stayed as they were."""

    added: int
    changed: int
    same: int


class UnitTold(Told):
    """parent: the id of the unit above; null on top. people: mail addresses of members who work in it."""

    id: UUID
    parent: UUID | None
    name: str
    level: str
    property: str
    values: list[str]
    people: list[str]


class GoalSent(Sent):
    """unit: its id; null: everybody. target: points of the score, else percent. day: any of the period.

    repeats: when the period is over, the goal begins anew in the next one with the same target.
    """

    unit: Line | None = None
    measure: Literal["score", "response_rate", "in_time"]
    target: Annotated[int, Field(examples=[50])]
    period: Literal["month", "quarter", "year"]
    day: Day
    repeats: bool = False


class GoalChangeSent(Sent):
    """What is left out stays as it is. A goal that ended keeps its target, and does not begin anew."""

    target: Annotated[int, Field(examples=[55])] | None = None
    repeats: bool | None = None


class FigureTold(Told):
    """value, low, high: points or percent. low, high: the interval of 95 %."""

    value: float
    low: float
    high: float
    n: int
    method: str


class GoalTold(Told):
    """figure: of the period so far; null of too few. more: answers, invitations or cases still expected.

    chance: of being on the target in the end, 0 to 1. reached_at: when it was told to be reached, once.
    repeats: of the newest period alone; the earlier ones are `/goals/ID/periods`.
    """

    id: UUID
    unit: UUID | None
    measure: str
    target: int
    period: str
    since: date
    until: date
    repeats: bool
    figure: FigureTold | None
    more: int
    chance: float | None
    reached_at: datetime | None


@router.get("/units", response=Listed[UnitTold], operation_id="list_units", summary="List units")
def list_units(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those made first come first."""
    own = workspace_of(request)
    people = User.objects.filter(pk__in=Member.objects.of(own).values("user")).order_by("email")
    rows = Unit.objects.of(own).prefetch_related(Prefetch("people", people))
    return page_of(request, rows, asked, BY_ID, _unit)


@router.put("/units", response=UnitsKept, operation_id="keep_units", summary="Keep many units")
def keep_units(request: HttpRequest, body: UnitsSent) -> Any:
    """All of them or none: a fault names its row. A unit is known by its path. Nothing is removed."""
    rows = [
        UnitRow(
            tuple(one.path),
            one.level,
            one.property,
            None if one.values is None else tuple(one.values),
            None if one.people is None else tuple(one.people),
        )
        for one in body.units
    ]
    told = keep_rows(workspace_of(request), rows, actor_of(request))
    return UnitsKept(added=told.added, changed=told.changed, same=told.same)


@router.delete("/units/{unit}", response={204: None}, operation_id="delete_unit", summary="Remove a unit")
def delete_unit(request: HttpRequest, unit: str) -> Any:
    """With its goals. Refused while there are units below it."""
    rows = Unit.objects.of(workspace_of(request)).select_related("workspace")
    found = row_named(rows, unit, "unit_not_found", "unit")
    drop_unit(found, actor_of(request))
    return Status(204, None)


@router.get("/goals", response=Listed[GoalTold], operation_id="list_goals", summary="List goals")
def list_goals(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those set first come first, each with how far it is."""
    return _goals(request, Goal.objects.of(workspace_of(request)).select_related("unit"), asked, BY_ID)


@router.post("/goals", response={201: GoalTold}, operation_id="create_goal", summary="Set a goal")
@once()
def create_goal(request: HttpRequest, body: GoalSent) -> tuple[int, Told]:
    """One for each unit, measure and period."""
    unit = read_id(body.unit) if body.unit else None
    if body.unit and unit is None:
        raise Refusal("unit_unknown", "There is no such unit.", field="unit")
    facts = GoalFacts(body.measure, body.target, body.period, body.day, unit, body.repeats)
    made = set_goal(workspace_of(request), facts, actor_of(request), timezone.now())
    return 201, _told(request, made)


@router.get("/goals/{goal}", response=GoalTold, operation_id="get_goal", summary="Get a goal")
def get_goal(request: HttpRequest, goal: str) -> Any:
    return _told(request, _found(request, goal))


@router.get(
    "/goals/{goal}/periods",
    response=Listed[GoalTold],
    operation_id="list_goal_periods",
    summary="List the other periods of a goal",
)
def list_goal_periods(request: HttpRequest, goal: str, asked: Query[Asked]) -> Any:
    """Of the same unit, measure and length: how it ended in each. Those set last come first."""
    return _goals(request, other_periods(_found(request, goal)), asked, LAST_SET_FIRST)


@router.patch("/goals/{goal}", response=GoalTold, operation_id="change_goal", summary="Change a goal")
def change_goal(request: HttpRequest, goal: str, body: GoalChangeSent) -> Any:
    """Periods that follow take the target over; those that ended keep theirs."""
    found = _found(request, goal)
    change(found, actor_of(request), timezone.now(), target=body.target, repeats=body.repeats)
    return _told(request, found)


@router.delete("/goals/{goal}", response={204: None}, operation_id="delete_goal", summary="Remove a goal")
def delete_goal(request: HttpRequest, goal: str) -> Any:
    drop_goal(_found(request, goal), actor_of(request))
    return Status(204, None)


class _Kept(Told):
    """A row on its way through a page."""

    one: Any


def _goals(request: HttpRequest, rows: QuerySet[Goal], asked: Asked, order: Order) -> Any:
    page = page_of(request, rows, asked, order, lambda one: _Kept(one=one))
    kept: Any = page["items"]
    told = progress_of(workspace_of(request), [one.one for one in kept], timezone.now())
    return {**page, "items": [_goal(one) for one in told]}


def _found(request: HttpRequest, goal: str) -> Goal:
    rows = Goal.objects.of(workspace_of(request)).select_related("workspace", "unit")
    return row_named(rows, goal, "goal_unknown", "goal")


def _told(request: HttpRequest, goal: Goal) -> GoalTold:
    [told] = progress_of(workspace_of(request), [goal], timezone.now())
    return _goal(told)


def _goal(told: Progress) -> GoalTold:
    goal, figure = told.goal, told.figure
    return GoalTold(
        id=goal.pk,
        unit=goal.unit_id,
        measure=goal.measure,
        target=goal.target,
        period=goal.period,
        since=goal.since,
        until=goal.until,
        repeats=goal.repeats,
        figure=_figure(figure) if figure else None,
        more=told.more,
        chance=told.chance,
        reached_at=goal.reached_at,
    )


def _figure(figure: Score | Estimate) -> FigureTold:
    return FigureTold.from_row(figure)


def _unit(unit: Unit) -> UnitTold:
    return UnitTold(
        id=unit.pk,
        parent=unit.parent_id,
        name=unit.name,
        level=unit.level,
        property=unit.key,
        values=unit.values,
        people=[one.email for one in unit.people.all()],
    )

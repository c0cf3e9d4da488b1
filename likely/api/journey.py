"""The journey and the fair comparison, for machines."""

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from likely.analyse.fair import compare_members
from likely.analyse.journey import Touchpoint, journey
from likely.analyse.report_json import score_object
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import workspace_of
from likely.api.field import Line, Told
from likely.api.once import once
from likely.api.score import ScoreTold
from likely.lib.refusal import Refusal
from likely.stats.estimate import Estimate
from likely.stats.fair import Member
from likely.stats.touchpoint import Link

router = Router(tags=["Score"])


class EstimateTold(Told):
    value: float
    low: float
    high: float


class LinkTold(Told):
    """score: points of the relation for a point of the touchpoint. by_lag: in the windows of `edges`."""

    score: EstimateTold
    by_lag: list[EstimateTold]
    p: float
    contacts: int


class TouchpointTold(Told):
    """share: of all answers about touchpoints, 0 to 1. worth: points of the relation if it were repaired."""

    name: str
    score: ScoreTold | None
    verdict: str
    share: float
    link: LinkTold | None
    worth: EstimateTold | None


class JourneyTold(Told):
    """edges: days before an answer about the relation. refused: why no links are known."""

    touchpoints: list[TouchpointTold]
    edges: list[int]
    persons: int
    refused: str


class TeamsAsked(AnswersAsked):
    """by: the column that names agents, teams or shops. cases: columns that tell kinds of case apart."""

    by: Line
    cases: Annotated[list[Line], Field(default_factory=list, max_length=3)]


class MemberTold(Told):
    """raw: as it came. expected: of this mix. value, low, high: the figure to go by. ranks: 1 is the best."""

    name: str
    raw: ScoreTold
    expected: float
    adjusted: float
    value: float
    low: float
    high: float
    first_rank: int
    last_rank: int
    standing: Literal["above", "below", "same"]


class TeamsTold(Told):
    """between: standard deviation of members beyond chance, in points. refused: why nobody is compared."""

    members: list[MemberTold]
    company: ScoreTold | None
    between: float | None
    left_out: list[str]
    refused: str


@router.post("/journey", response=JourneyTold, operation_id="ask_journey", summary="Ask for the journey")
@once(atomic=False)
def ask_journey(request: HttpRequest, body: AnswersAsked) -> tuple[int, Told]:
    """Each touchpoint's score, and how far it moves what the same person says of the relation afterwards.

    A link is an association within person; worth supposes that it is a cause. Links need 500 persons who
    answered about the relation twice; below, `refused` says so.
    """
    workspace = workspace_of(request)
    found = journey(body.table(workspace), body.settled(workspace), smallest=workspace.smallest_group)
    return 200, JourneyTold(
        touchpoints=[_touchpoint(one) for one in found.touchpoints],
        edges=list(found.edges),
        persons=found.persons,
        refused=found.refused,
    )


@router.post("/teams", response=TeamsTold, operation_id="ask_teams", summary="Compare agents, teams or shops")
@once(atomic=False)
def ask_teams(request: HttpRequest, body: TeamsAsked) -> tuple[int, Told]:
    """Members side by side: the mix of cases taken out, small numbers drawn towards the mean.

    Where fewer than two have ten answers `refused` says so. Two whose ranges of ranks overlap can't be told
    apart by these answers.
    """
    workspace = workspace_of(request)
    try:
        found = compare_members(
            body.table(workspace), body.slice, body.by, body.cases, smallest=workspace.smallest_group
        )
    except Refusal as refusal:
        if refusal.code != "too_few_members":
            raise
        return 200, TeamsTold(members=[], company=None, between=None, left_out=[], refused=str(refusal))
    return 200, TeamsTold(
        members=[_member(one) for one in found.members],
        company=ScoreTold(**score_object(found.company)),  # type: ignore[arg-type]
        between=found.between,
        left_out=list(found.left_out),
        refused="",
    )


def _touchpoint(one: Touchpoint) -> TouchpointTold:
    return TouchpointTold(
        name=one.name,
        score=ScoreTold(**score_object(one.score)) if one.score else None,  # type: ignore[arg-type]
        verdict=one.verdict,
        share=one.share if one.score else 0.0,
        link=_link(one.link) if one.link else None,
        worth=_estimate(one.worth) if one.worth else None,
    )


def _link(link: Link) -> LinkTold:
    return LinkTold(
        score=_estimate(link.score),
        by_lag=[_estimate(lag) for lag in link.by_lag],
        p=link.p,
        contacts=link.contacts,
    )


def _estimate(one: Estimate) -> EstimateTold:
    return EstimateTold(value=one.value, low=one.low, high=one.high)


def _member(one: Member) -> MemberTold:
    return MemberTold(
        name=one.name,
        raw=ScoreTold(**score_object(one.raw)),  # type: ignore[arg-type]
        expected=one.expected,
        adjusted=one.adjusted,
        value=one.value,
        low=one.low,
        high=one.high,
        first_rank=one.first,
        last_rank=one.last,
        standing=one.standing,
    )

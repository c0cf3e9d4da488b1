"""What goes with the score: the page about drivers, for machines."""

from dataclasses import asdict
from typing import Annotated, Final, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from likely.analyse.driving import Between, Driving, driving
from likely.analyse.findings import Driver
from likely.analyse.theme_drivers import rated_alone, with_theme_drivers
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import workspace_of
from likely.api.field import Line, Told
from likely.api.once import once
from likely.base.workspace import Workspace
from likely.stats.asymmetry import Asymmetry
from likely.stats.driver_difference import DriverDifference
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.store.theme_table import theme_table
from likely.store.workspace_table import table_of

router = Router(tags=["Score"])


MOST_FIGURES: Final = 12


class DriversAsked(AnswersAsked):
    """by: a column, within whose values drivers are told too. categories: columns that are drivers. figures:
    columns of numbers, or of yes and no, that are drivers too: handling time, first contact resolution.

    themes: whether a comment speaks of a theme counts as a driver too. language: of the names of themes.
    """

    by: Line = ""
    themes: bool = False
    language: Line = "en"
    categories: Annotated[list[Line], Field(default_factory=list, max_length=5)]
    figures: Annotated[list[Line], Field(default_factory=list, max_length=MOST_FIGURES)]


class DriverTold(Told):
    """share, low, high: percent of what is explained. step: of the 0–10 answer for one step of the rating.

    first: probability of leading. standing: 0 to 1, from the lowest step to the highest.
    """

    name: str
    share: float
    low: float
    high: float
    direction: Literal["up", "down", "none"]
    n: int
    mean: float | None
    step: float | None
    step_low: float | None
    step_high: float | None
    p: float | None
    first: float | None
    inflation: float | None
    standing: float | None


class FigureTold(Told):
    """points, low, high: of the score, that `step` more of it goes with, all other drivers held still.

    yes_no: of a yes or no; its step is from no to yes, and its mean the share of yes.
    """

    name: str
    yes_no: bool
    step: float
    points: float
    low: float
    high: float
    p: float
    mean: float
    n: int


class NeedTold(Told):
    """penalty, reward: of the 0–10 answer where the rating is low or high, against a middling one."""

    name: str
    kind: Literal["basic", "linear", "delight", "none"]
    penalty: tuple[float, float, float]  # value, low, high
    reward: tuple[float, float, float]


class GapTold(Told):
    """first, second: percent of what is explained in either segment. low, high: of their difference."""

    name: str
    first: float
    second: float
    low: float
    high: float
    p: float


class BetweenTold(Told):
    first: str
    second: str
    drivers: list[GapTold]


class DriversTold(Told):
    """refused: why there are none. explained: 0 to 1. left_out: {name: too_few | constant}.

    hidden: the filters leave fewer answers than this workspace shows.
    """

    hidden: bool
    refused: str
    explained: float | None
    method: str
    drivers: list[DriverTold]
    left_out: dict[str, str]
    collinear: list[str]
    needs: list[NeedTold]
    figures: list[FigureTold]
    segments: dict[str, list[DriverTold]]
    between: BetweenTold | None


@router.post(
    "/drivers", response=DriversTold, operation_id="ask_drivers", summary="Ask what drives the score"
)
@once(atomic=False)
def ask_drivers(request: HttpRequest, body: DriversAsked) -> tuple[int, Told]:
    """What goes with the score among the rated questions, as an association, never as a cause.

    Needs 150 answers, and 20 a driver; below, `refused` says so and the lists are empty. “Not applicable” and
    missing ratings are left out of each pair and never counted as zero.
    """
    workspace = workspace_of(request)
    slice = body.settled(workspace, *([cut_named(table_of(workspace), body.by)] if body.by else ()))
    found = driving(
        _table(workspace, body),
        slice.cut(),
        next(iter(slice.by), ""),
        tuple(dict.fromkeys(body.categories)),
        tuple(dict.fromkeys(body.figures)),
        smallest=workspace.smallest_group,
        narrowed=body.narrowed,
    )
    return 200, _tell(rated_alone(found))


def _table(workspace: Workspace, body: DriversAsked) -> Responses:
    found = theme_table(workspace, body.table(workspace)) if body.themes else None
    if found is None:
        return body.table(workspace)
    return with_theme_drivers(found.table, body.settled(workspace), found.taxonomy, body.language)


def _tell(found: Driving) -> DriversTold:
    return DriversTold(
        hidden=found.hidden,
        refused=found.found.refused,
        explained=found.found.r2,
        method=found.found.method,
        drivers=[_driver(one, found.standing.get(one.name)) for one in found.found.drivers],
        left_out=dict(found.found.left_out),
        collinear=list(found.found.collinear),
        figures=[FigureTold(**asdict(one)) for one in found.figures],
        needs=[_need(one) for one in found.needs.drivers],
        segments={
            value: [_driver(one, None) for one in part.drivers] for value, part in found.segments.items()
        },
        between=_between(found.between) if found.between else None,
    )


def _between(found: Between) -> BetweenTold:
    return BetweenTold(first=found.first, second=found.second, drivers=[_gap(one) for one in found.rows])


def _driver(one: Driver, standing: float | None) -> DriverTold:
    return DriverTold(
        name=one.name,
        share=one.share,
        low=one.low,
        high=one.high,
        direction=one.direction,
        n=one.n,
        mean=one.mean,
        step=one.coefficient,
        step_low=one.least,
        step_high=one.most,
        p=one.p,
        first=one.first,
        inflation=one.vif,
        standing=standing,
    )


def _need(one: Asymmetry) -> NeedTold:
    penalty, reward = ((end.value, end.low, end.high) for end in (one.penalty, one.reward))
    return NeedTold(name=one.name, kind=one.kind, penalty=penalty, reward=reward)


def _gap(one: DriverDifference) -> GapTold:
    return GapTold(name=one.name, first=one.a, second=one.b, low=one.low, high=one.high, p=one.p)

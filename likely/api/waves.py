"""The same persons in two waves: who moved from which group to which, for machines."""

from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import ConfigDict

from likely.analyse.flow import waves
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import workspace_of
from likely.api.field import Day, Sent, Told
from likely.api.once import once
from likely.api.score import ScoreTold
from likely.api.trends import DifferenceTold, difference_told, score_told
from likely.base.workspace import Workspace
from likely.stats.flow import Flow
from likely.store.slice import Slice

router = Router(tags=["Score"])

Group = Literal["detractor", "passive", "promoter"]


class DaysAsked(Sent):
    """Both included."""

    since: Day
    until: Day


class WavesAsked(AnswersAsked):
    """first, second: the days of either wave. since and until narrow both."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "first": {"since": "2026-01-01", "until": "2026-03-31"},
                "second": {"since": "2026-04-01", "until": "2026-06-30"},
            }
        }
    )

    first: DaysAsked
    second: DaysAsked

    def waves(self, workspace: Workspace) -> tuple[Slice, Slice]:
        slice = self.settled(workspace)
        first, second = (Slice(one.since, one.until) for one in (self.first, self.second))
        return slice.meeting(first), slice.meeting(second)


class MoveTold(Told):
    """people: who went from one group to the other. share, low, high: percent of those who began there."""

    before: Group
    after: Group
    people: int
    share: float
    low: float
    high: float


class FlowTold(Told):
    """p: of “as many rise as fall”. change: of those who answered in both waves."""

    moves: list[MoveTold]
    rose: int
    fell: int
    stayed: int
    p: float
    change: DifferenceTold


class WavesTold(Told):
    """before, after: everybody who answered. change: after − before, counting what persons in both share.

    both: who answered twice; null where they, or those who did not, are too few to be told.
    """

    before: ScoreTold | None
    after: ScoreTold | None
    change: DifferenceTold | None
    both: FlowTold | None


@router.post("/waves", response=WavesTold, operation_id="ask_waves", summary="Ask who moved")
@once(atomic=False)
def ask_waves(request: HttpRequest, body: WavesAsked) -> tuple[int, Told]:
    """The same persons in two waves: how many went from which group to which. Of several answers the last."""
    workspace = workspace_of(request)
    found = waves(body.table(workspace), *body.waves(workspace), smallest=workspace.smallest_group)
    if found is None:
        return 200, WavesTold(before=None, after=None, change=None, both=None)
    return 200, WavesTold(
        before=score_told(found.before),
        after=score_told(found.after),
        change=difference_told(found.change),
        both=_flow(found.both) if found.both else None,
    )


def _flow(flow: Flow) -> FlowTold:
    moves = [
        MoveTold(
            before=one.before,
            after=one.after,
            people=one.n,
            share=one.share.value,
            low=one.share.low,
            high=one.share.high,
        )
        for one in flow.moves
    ]
    change = difference_told(flow.change)
    assert change is not None  # noqa: S101 - there are people in both
    return FlowTold(
        moves=moves, rose=flow.rose, fell=flow.fell, stayed=flow.stayed, p=flow.p_direction, change=change
    )

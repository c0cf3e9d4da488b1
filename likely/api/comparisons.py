"""One part against another, two cuts crossed, what stands out, and weights: the pages, for machines."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from likely.act.late_answers import late_answers
from likely.analyse.bin_atoms import settled
from likely.analyse.contrast import (
    Contrast,
    against_other,
    against_period,
    against_rest,
    is_value_hidden,
)
from likely.analyse.heat import heat
from likely.analyse.raked import Raked, raked_to_shown
from likely.analyse.small_groups import too_few
from likely.analyse.surprise import MOST_CUTS, Surprise, surprises
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import workspace_of
from likely.api.field import Line, Told
from likely.api.once import once
from likely.api.score import PartTold, ScoreTold
from likely.api.trends import DifferenceTold, difference_told, score_told
from likely.ask.experiment import ARM
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.margin import MOST_KINDS, margin_of_people
from likely.store.cut_name import column_asked
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.store.workspace_table import table_of

router = Router(tags=["Score"])


class CompareAsked(AnswersAsked):
    """against: all other answers of the same days and surveys; the days before; the same days a year before;
    or, with `other`, the value of a column given in `column` and `value`, or another segment or unit.
    """

    against: Literal["rest", "before", "year", "other"] = "rest"
    column: Line = ""
    value: Line = ""
    other_segment: Line | None = None
    other_unit: Line | None = None


class CompareTold(Told):
    """difference: mine − other. shared: answers in both, which are on neither side.

    why: there is nothing to compare: too_few, the_same or nothing_left; "" where there is.
    """

    mine: ScoreTold | None
    other: ScoreTold | None
    difference: DifferenceTold | None
    verdict: str
    shared: int
    why: str


class HeatAsked(AnswersAsked):
    """row, column: two columns, crossed."""

    row: Line
    column: Line


class CellTold(Told):
    row: str
    column: str
    score: ScoreTold | None
    verdict: str


class HeatTold(Told):
    """left_out: values beyond the 40 most answered of a column; their answers are in no figure."""

    rows: list[PartTold]
    columns: list[PartTold]
    cells: list[CellTold]
    left_out: int


class SurprisesAsked(AnswersAsked):
    """columns: looked at alone and in pairs; the first of the table where none is named."""

    columns: Annotated[list[Line], Field(default_factory=list, max_length=MOST_CUTS)]


class SurpriseTold(Told):
    """where: {column: value}, one or two. p: adjusted for all that was looked at."""

    where: dict[str, str]
    score: ScoreTold | None
    rest: ScoreTold | None
    difference: DifferenceTold | None
    p: float


class SurprisesTold(Told):
    """looked_at: parts compared. rate: of the found ones at most this share is false on average."""

    hidden: bool
    found: list[SurpriseTold]
    looked_at: int
    rate: float


class WeightsAsked(AnswersAsked):
    """by: one or two properties. people: {property: {value: how many}}; what is missing: the contact list."""

    by: Annotated[list[Line], Field(min_length=1, max_length=2)]
    people: Annotated[
        dict[Line, Annotated[dict[Line, float], Field(min_length=1, max_length=MOST_KINDS)]],
        Field(default_factory=dict, max_length=2),
    ]


class ShareTold(Told):
    """Of the answers and of the people, 0 to 1."""

    value: str
    answers: float
    people: float


class LateTold(Told):
    """Early answers of the invited against late ones. hours: from question to answer, where they part.

    response_rate: 0 to 1. if_silent_are_late: points of all who were asked, were the silent like the late.
    """

    hours: int
    early: ScoreTold
    late: ScoreTold
    difference: DifferenceTold
    response_rate: float
    if_silent_are_late: float


class WeightsTold(Told):
    """raw: as it came. weighted: as if those who answered were like the people. unseen: too few answered.

    effective: answers that the weighted ones are worth. shaky: the weights do most of the talking. late: null
    where too few of the invited answered, or where more than days and one survey narrows.
    """

    raw: ScoreTold | None
    weighted: ScoreTold | None
    effective: float | None
    design_effect: float | None
    shares: dict[str, list[ShareTold]]
    unseen: list[str]
    left_out: int
    shaky: bool
    late: LateTold | None


@router.post(
    "/compare", response=CompareTold, operation_id="ask_compare", summary="Hold answers against others"
)
@once(atomic=False)
def ask_compare(request: HttpRequest, body: CompareAsked) -> tuple[int, Told]:
    """The slice against the rest, against another part, or against earlier days.

    What both sides share is on neither. A side that is too small to be shown gives no figure, and `why`.
    """
    workspace = workspace_of(request)
    found = _contrast(workspace, body)
    return 200, CompareTold(
        mine=score_told(found.mine),
        other=score_told(found.other),
        difference=difference_told(found.gap),
        verdict=found.verdict,
        shared=found.shared,
        why=found.why,
    )


@router.post("/heat", response=HeatTold, operation_id="ask_heat", summary="Cross two columns")
@once(atomic=False)
def ask_heat(request: HttpRequest, body: HeatAsked) -> tuple[int, Told]:
    """A score in each cell beside those of rows and columns; small ones hidden so that no sum tells them."""
    workspace = workspace_of(request)
    table = body.table(workspace)
    if _is_hidden(table, body, workspace):
        return 200, HeatTold(rows=[], columns=[], cells=[], left_out=0)
    slice = body.settled(workspace, *(cut_named(table_of(workspace), one) for one in (body.row, body.column)))
    found = heat(table, slice.cut(), *slice.by, smallest=workspace.smallest_group)
    rows, columns = (
        [PartTold(value=one.value, score=score_told(one.score), verdict=one.verdict) for one in side]
        for side in (found.rows, found.columns)
    )
    cells = [
        CellTold(row=one.row, column=one.column, score=score_told(one.score), verdict=one.verdict)
        for one in found.cells
    ]
    return 200, HeatTold(rows=rows, columns=columns, cells=cells, left_out=found.left_out)


@router.post(
    "/surprises", response=SurprisesTold, operation_id="ask_surprises", summary="Ask which segments stand out"
)
@once(atomic=False)
def ask_surprises(request: HttpRequest, body: SurprisesAsked) -> tuple[int, Told]:
    """Every value and every pair of values is looked at; all comparisons are judged together."""
    workspace = workspace_of(request)
    table = body.table(workspace)
    if _is_hidden(table, body, workspace):
        return 200, SurprisesTold(hidden=True, found=[], looked_at=0, rate=0.05)
    usual = tuple(one for one in table.dimensions if one != "kind" and not one.startswith(ARM))[:6]
    everything = table_of(workspace)
    cuts = tuple(dict.fromkeys(cut_named(everything, column_asked(one)) for one in body.columns or usual))
    found = surprises(table, body.settled(workspace), cuts, smallest=workspace.smallest_group)
    told = [_surprise(one) for one in found.found]
    return 200, SurprisesTold(hidden=False, found=told, looked_at=found.looked_at, rate=found.rate)


@router.post("/weights", response=WeightsTold, operation_id="ask_weights", summary="Weight to the people")
@once(atomic=False)
def ask_weights(request: HttpRequest, body: WeightsAsked) -> tuple[int, Told]:
    """Raw beside weighted, and who answers less than their share.

    Weights mend what is known of people; if the silent think otherwise, nothing mends that.
    """
    workspace = workspace_of(request)
    if unknown := [name for name in body.people if name not in body.by]:
        raise Refusal("unknown_cut", f"people: {unknown[0]!r} is not among by.", field="people")
    margins = {name: {**(body.people.get(name) or margin_of_people(workspace, name))} for name in body.by}
    table = body.table(workspace)
    shown = raked_to_shown(table, body.settled(workspace, *body.by).cut(), margins, workspace.smallest_group)
    return 200, _weights(shown.found, list(shown.unseen), _late(workspace, body))


def _contrast(workspace: Workspace, body: CompareAsked) -> Contrast:
    table, slice, smallest = body.table(workspace), body.settled(workspace), workspace.smallest_group
    if body.against == "rest":
        return against_rest(table, slice, table_of(workspace), smallest)
    if body.against == "other":
        return _other(workspace, table, body)
    if slice.since is None or slice.until is None:
        raise Refusal("no_period", "Earlier days need since and until.", field="since")
    if _is_hidden(table, body, workspace):
        return Contrast(None, None, None, "too_few", 0, "too_few")
    return against_period(table, slice, body.against, smallest)


def _other(workspace: Workspace, table: Responses, body: CompareAsked) -> Contrast:
    named = (body.column, body.other_segment, body.other_unit)
    if sum(map(bool, named)) != 1:
        message = "Name the other part by one of these: column with value, other_segment, other_unit."
        raise Refusal("field_missing", message, field="column")
    slice, smallest = body.settled(workspace), workspace.smallest_group
    everything = table_of(workspace)
    if not body.column:
        theirs = AnswersAsked(where={}, segment=body.other_segment, unit=body.other_unit)
        return against_other(
            table, slice, everything, lambda of, one: (theirs.within(workspace, of), one), smallest
        )
    part = Slice(slice.since, slice.until, ((body.column, (body.value,)),))
    [(column, values)] = settled(everything, part, everything, smallest).where
    if any(is_value_hidden(table, slice, column, value, smallest) for value in values):
        return Contrast(None, None, None, "too_few", 0, "too_few")

    def narrow(of: Responses, one: Slice) -> tuple[Responses, Slice]:
        return of, replace(one, where=(*one.where, (column, values)))

    return against_other(table, slice, everything, narrow, smallest)


def _is_hidden(table: Responses, body: AnswersAsked, workspace: Workspace) -> bool:
    """Whether the filters leave fewer answers than may be shown."""
    if not body.narrowed:
        return False
    return too_few(table, body.settled(workspace), workspace.smallest_group)


def _surprise(one: Surprise) -> SurpriseTold:
    return SurpriseTold(
        where=dict(one.where),
        score=score_told(one.score),
        rest=score_told(one.rest),
        difference=difference_told(one.difference),
        p=one.p,
    )


def _late(workspace: Workspace, body: WeightsAsked) -> LateTold | None:
    found = late_answers(workspace, body.slice, narrowed=bool(body.segment or body.unit))
    if found is None:
        return None
    seen = found.told
    early, late, gap = score_told(seen.early), score_told(seen.late), difference_told(seen.difference)
    assert early and late and gap  # noqa: S101, PT018 - both halves have answers
    return LateTold(
        hours=round(found.wait),
        early=early,
        late=late,
        difference=gap,
        response_rate=found.rate,
        if_silent_are_late=seen.if_silent_are_late,
    )


def _weights(found: Raked | None, unseen: list[str], late: LateTold | None) -> WeightsTold:
    if found is None:
        return WeightsTold(
            raw=None, weighted=None, effective=None, design_effect=None, shares={}, unseen=unseen, left_out=0,
            shaky=True, late=late,
        )  # fmt: skip
    weighted: Any = found.weighted
    return WeightsTold(
        raw=score_told(found.raw),
        weighted=score_told(weighted),
        effective=weighted.n_effective,
        design_effect=weighted.design_effect,
        shares={
            name: [ShareTold(value=value, answers=a, people=p) for value, (a, p) in kinds.items()]
            for name, kinds in found.shares.items()
        },
        unseen=unseen,
        left_out=found.left_out,
        shaky=found.shaky,
        late=late,
    )

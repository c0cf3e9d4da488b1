"""The score of any slice, with its interval, its parts and its course."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any, Final, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from likely.analyse.bin_atoms import settled
from likely.analyse.findings import Change, PeriodScore, SegmentScore
from likely.analyse.report_json import score_object
from likely.analyse.segments import score_of, scores_by
from likely.analyse.small_groups import too_few
from likely.analyse.trend import trend
from likely.api.caller import workspace_of
from likely.api.field import Day, Line, Sent, Told, read_id
from likely.api.once import once
from likely.api.segments import segment_named
from likely.lib.refusal import Refusal
from likely.people.unit import matches_of
from likely.store.aggregate import Counts, counts
from likely.store.segment_answers import answers_in
from likely.store.slice import GRAINS, Slice
from likely.store.spread import cut_named
from likely.store.unit_answers import answers_of_unit
from likely.store.workspace_table import table_of

router = Router(tags=["Score"])

MOST_CUTS: Final = 3
MOST_COLUMNS: Final = 20
MOST_VALUES: Final = 200
MOST_ROWS: Final = 5000  # of one answer

Values = Annotated[list[Line], Field(min_length=1, max_length=MOST_VALUES)]


class SliceAsked(Sent):
    """since, until: days in the workspace's time zone, both included.

    where: {column: allowed values}; all must hold. by: up to three columns, or one time grain. A number
    of many values is put into readable bins; wait:10,50 names them (up to 10, 11–50, over 50), in where too.
    segment: id or name; answers of people who were in it when they answered. unit: the id of one.
    """

    since: Day | None = None
    until: Day | None = None
    where: Annotated[dict[Line, Values], Field(default_factory=dict, max_length=MOST_COLUMNS)]
    words: Line = ""
    by: Annotated[list[Line], Field(default_factory=list, max_length=MOST_CUTS)]
    weighted: bool = False
    segment: Line | None = None
    unit: Line | None = None


class ScoreTold(Told):
    """An estimate. value, low, high: points, −100 to 100, unrounded."""

    value: float
    low: float
    high: float
    level: float
    n: int
    method: str
    promoters: int
    passives: int
    detractors: int


class PartTold(Told):
    """value: of the column, or of several joined by “ · ”. score: null where too few answered."""

    value: str
    score: ScoreTold | None
    verdict: str


class PeriodTold(Told):
    period: str
    start: date
    score: ScoreTold | None


class ChangeTold(Told):
    """From one shown period to the next. before, after: points."""

    period: str
    before: float
    after: float
    verdict: str
    p: float


class SliceTold(Told):
    """answered, distribution: of the whole slice. distribution: answers at 0 to 10.

    hidden: the filters leave, or leave out, fewer answers than this workspace shows: there are no figures.
    """

    score: ScoreTold | None
    answered: int
    unanswered: int
    hidden: bool
    distribution: list[int] | None
    by: list[PartTold]
    trend: list[PeriodTold]
    changes: list[ChangeTold]


@router.post("/score", response=SliceTold, operation_id="ask_score", summary="Ask for a score")
@once(atomic=False)
def ask_score(request: HttpRequest, body: SliceAsked) -> tuple[int, Told]:
    """The score of the counted responses that the slice names, cut by columns or by time.

    Columns are survey, kind, channel, language, touchpoint, group, commented, every property and every rated
    question. Verdicts
    are above, below, same or too_few: of a part against the rest, of a period against the one before.
    """
    workspace, slice = workspace_of(request), _slice(body)
    table = table_of(workspace)
    if body.unit is not None:
        table = answers_of_unit(table, matches_of(workspace, read_id(body.unit)))
    if body.segment is not None:
        rule = segment_named(workspace, body.segment).read()
        table = answers_in(workspace, table, rule, timezone.now())
    narrowed = bool(slice.where or slice.words or body.segment or body.unit)
    everything = table_of(workspace)
    slice = slice.cut(*(cut_named(everything, name) for name in slice.by))
    slice = settled(table, slice, everything, workspace.smallest_group)
    hidden = narrowed and too_few(table, slice, workspace.smallest_group)
    return 200, _tell(counts(table, slice), slice, workspace.smallest_group, hidden)


def _slice(body: SliceAsked) -> Slice:
    by = tuple(body.by)
    if len(set(by)) < len(by) or (len(by) > 1 and set(by) & set(GRAINS)):
        raise Refusal("wrong_cut", "by takes up to three different columns, or one grain alone.", field="by")
    where = tuple((column, tuple(values)) for column, values in sorted(body.where.items()))
    return Slice(body.since, body.until, where, body.words, by, body.weighted)


def _tell(found: Counts, slice: Slice, smallest: int, hidden: bool) -> SliceTold:
    if len(found.cells) > MOST_ROWS:
        raise Refusal(
            "too_many_rows",
            f"by: this makes {len(found.cells)} parts; the most at once is {MOST_ROWS}.",
            cure="Cut by fewer columns, or narrow the slice by where.",
            field="by",
        )
    cell = found.total()
    over_time = slice.by and slice.by[0] in GRAINS
    periods, changes = (
        trend(found, smallest, weighted=slice.weighted) if over_time and not hidden else ((), ())
    )
    parts = (
        scores_by(found, smallest, weighted=slice.weighted) if slice.by and not (over_time or hidden) else ()
    )
    return SliceTold(
        score=None if hidden else _score(score_of(cell, weighted=slice.weighted)),
        answered=cell.answered,
        unanswered=cell.unanswered,
        hidden=hidden,
        distribution=None if hidden else list(cell.n),
        by=_parts(parts),
        trend=_periods(periods),
        changes=_changes(changes),
    )


def _score(score: Any) -> ScoreTold | None:
    return ScoreTold(**cast(dict[str, Any], score_object(score))) if score else None


def _parts(parts: Sequence[SegmentScore]) -> list[PartTold]:
    return [PartTold(value=part.value, score=_score(part.score), verdict=part.verdict) for part in parts]


def _periods(periods: Sequence[PeriodScore]) -> list[PeriodTold]:
    return [PeriodTold(period=one.period, start=one.start, score=_score(one.score)) for one in periods]


def _changes(changes: Sequence[Change]) -> list[ChangeTold]:
    return [
        ChangeTold(period=one.period, before=one.before, after=one.after, verdict=one.verdict, p=one.p)
        for one in changes
    ]

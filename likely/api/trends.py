"""What time does to a score, and what happened when: the page about time, for machines."""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Status
from pydantic import ConfigDict, Field

from likely.act.annotation import Annotation, annotate, drop_annotation
from likely.analyse.course import Aim, Course, make_course
from likely.analyse.level import BeforeAfter, LevelChange
from likely.analyse.report_json import score_object
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import actor_of, workspace_of
from likely.api.field import Day, Line, Sent, Told
from likely.api.named_row import row_named
from likely.api.once import once
from likely.api.page import BY_ID, Asked, Listed, page_of
from likely.api.score import ChangeTold, PeriodTold, ScoreTold
from likely.stats.cusum import Alarm, Watch
from likely.stats.difference import Difference
from likely.stats.score import Score

router = Router(tags=["Score"])

Kind = Literal["release", "price", "campaign", "incident", "other"]


class TrendAsked(AnswersAsked):
    """grain: null takes the one that suits the answers. window: days of a rolling window, and on either side
    of an annotation. target: points by the end of the quarter; null: the workspace's.
    """

    model_config = ConfigDict(
        json_schema_extra={"example": {"since": "2026-01-01", "grain": "week", "target": 50}}
    )

    target: Annotated[int, Field(ge=-100, le=100)] | None = None
    grain: Literal["day", "week", "month", "quarter", "year"] | None = None
    window: Annotated[int, Field(ge=7, le=91)] = 28


class DifferenceTold(Told):
    """Points, with a 95 % interval. p: of "nothing differs"."""

    value: float
    low: float
    high: float
    p: float


class LevelTold(Told):
    """day: the first at the new level; it lies between earliest and latest."""

    day: date
    earliest: date
    latest: date
    before: ScoreTold
    after: ScoreTold
    p: float


class AlarmTold(Told):
    """day: of the alarm. since: when the dip seems to have begun. change: points, a rough figure."""

    day: date
    since: date
    usual: float
    change: float


class WatchTold(Told):
    """state: of the last day. false_alarm_days: of watching to a false alarm, on average."""

    state: Literal["learning", "quiet", "alarm"]
    usual: float | None
    alarms: list[AlarmTold]
    false_alarm_days: float


class MarkTold(Told):
    """The days before an annotation against those from it on. Null scores: too few answers."""

    id: UUID
    day: date
    kind: str
    text: str
    before: ScoreTold | None
    after: ScoreTold | None
    difference: DifferenceTold | None
    verdict: str


class YearTold(Told):
    """The same days 52 weeks before."""

    now: ScoreTold | None
    then: ScoreTold | None
    difference: DifferenceTold | None
    verdict: str


class WindowTold(Told):
    """The days up to `last`. verdict: against the window that ended just before it began.

    fresh: shares no day with the fresh one before it; those that do share answers and are no news.
    """

    first: date
    last: date
    score: ScoreTold | None
    verdict: str
    fresh: bool


class AimTold(Told):
    """The quarter so far against the target. days, more: left of it, and the answers expected in them.

    reached: probability, 0 to 1, that the whole quarter is on the target.
    """

    target: int
    score: ScoreTold
    difference: DifferenceTold
    days: int
    more: int
    reached: float


class TrendTold(Told):
    """hidden: the filters leave fewer answers than this workspace shows. year: null without a first day.

    aim: null without a target, or where the quarter has too few answers.
    """

    hidden: bool
    score: ScoreTold | None
    grain: str | None
    periods: list[PeriodTold]
    changes: list[ChangeTold]
    levels: list[LevelTold]
    watch: WatchTold | None
    annotations: list[MarkTold]
    year: YearTold | None
    windows: list[WindowTold]
    aim: AimTold | None


class NewAnnotation(Sent):
    """day: in the workspace's time zone."""

    day: Day
    kind: Kind = "other"
    text: Line


class AnnotationTold(Told):
    id: UUID
    day: date
    kind: str
    text: str
    created_at: datetime


@router.post("/trend", response=TrendTold, operation_id="ask_trend", summary="Ask for the course of a score")
@once(atomic=False)
def ask_trend(request: HttpRequest, body: TrendAsked) -> tuple[int, Told]:
    """Periods and their changes, changes of level, the alarm, annotations before and after, the year before.

    Changes of a table are judged together, so that at most 5 % of those called real are false on average.
    """
    workspace = workspace_of(request)
    notes = {str(one.pk): one for one in _notes(workspace.pk).order_by("day", "created_at")}
    course = make_course(
        body.table(workspace),
        body.settled(workspace),
        timezone.now().astimezone(ZoneInfo(workspace.time_zone)).date(),
        smallest=workspace.smallest_group,
        grain=body.grain,
        window_days=body.window,
        marks={key: one.day for key, one in notes.items()},
        target=workspace.target_score if body.target is None else body.target,
        narrowed=body.narrowed,
    )
    return 200, _trend(course, notes)


@router.get(
    "/annotations",
    response=Listed[AnnotationTold],
    operation_id="list_annotations",
    summary="List what happened",
)
def list_annotations(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Those noted first come first."""
    return page_of(request, _notes(workspace_of(request).pk), asked, BY_ID, _annotation)


@router.post(
    "/annotations",
    response={201: AnnotationTold},
    operation_id="create_annotation",
    summary="Note what happened",
)
@once()
def create_annotation(request: HttpRequest, body: NewAnnotation) -> tuple[int, Told]:
    """A release, a price, a campaign: the course of the score is held against it from then on."""
    made = annotate(workspace_of(request), body.day, body.kind, body.text, actor_of(request))
    return 201, _annotation(made)


@router.delete(
    "/annotations/{annotation}",
    response={204: None},
    operation_id="delete_annotation",
    summary="Take an annotation back",
)
def delete_annotation(request: HttpRequest, annotation: str) -> Any:
    found = row_named(_notes(workspace_of(request).pk), annotation, "annotation_unknown", "annotation")
    drop_annotation(found, actor_of(request))
    return Status(204, None)


def _notes(workspace: UUID) -> Any:
    return Annotation.objects.of(workspace)


def _annotation(one: Annotation) -> AnnotationTold:
    return AnnotationTold(id=one.pk, day=one.day, kind=one.kind, text=one.text, created_at=one.created_at)


def _trend(course: Course, notes: dict[str, Annotation]) -> TrendTold:
    year = course.year
    return TrendTold(
        hidden=course.hidden,
        score=score_told(course.score),
        grain=course.grain,
        periods=[
            PeriodTold(period=one.period, start=one.start, score=score_told(one.score))
            for one in course.periods
        ],
        changes=[
            ChangeTold(period=one.period, before=one.before, after=one.after, verdict=one.verdict, p=one.p)
            for one in course.changes
        ],
        levels=[_level(one) for one in course.levels],
        watch=_watch(course.watch) if course.watch else None,
        annotations=[_mark(notes[key], one) for key, one in course.marks.items()],
        year=YearTold(
            now=score_told(year.now),
            then=score_told(year.then),
            difference=difference_told(year.difference),
            verdict=year.verdict,
        )
        if year
        else None,
        windows=[
            WindowTold(
                first=one.first,
                last=one.last,
                score=score_told(one.score),
                verdict=one.verdict,
                fresh=one.fresh,
            )
            for one in course.windows
        ],
        aim=_aim(course.aim) if course.aim else None,
    )


def _aim(aim: Aim) -> AimTold:
    told = score_told(aim.score), difference_told(aim.gap)
    assert told[0] is not None and told[1] is not None  # noqa: S101, PT018 - of a score
    return AimTold(
        target=aim.points,
        score=told[0],
        difference=told[1],
        days=aim.days,
        more=aim.more,
        reached=aim.reached,
    )


def _level(one: LevelChange) -> LevelTold:
    before, after = score_told(one.before), score_told(one.after)
    if before is None or after is None:
        raise AssertionError("both sides of a change have answers")
    return LevelTold(
        day=one.day, earliest=one.earliest, latest=one.latest, before=before, after=after, p=one.p
    )


def _watch(watch: Watch) -> WatchTold:
    return WatchTold(
        state=watch.state,
        usual=watch.level,
        alarms=[_alarm(one) for one in watch.alarms],
        false_alarm_days=watch.false_alarm_days,
    )


def _alarm(one: Alarm) -> AlarmTold:
    return AlarmTold(day=one.day, since=one.since, usual=one.level, change=one.change)


def _mark(note: Annotation, one: BeforeAfter) -> MarkTold:
    return MarkTold(
        id=note.pk,
        day=note.day,
        kind=note.kind,
        text=note.text,
        before=score_told(one.before),
        after=score_told(one.after),
        difference=difference_told(one.difference),
        verdict=one.verdict,
    )


def difference_told(one: Difference | None) -> DifferenceTold | None:
    return DifferenceTold(value=one.value, low=one.low, high=one.high, p=one.p) if one else None


def score_told(score: Score | None) -> ScoreTold | None:
    told: Any = score_object(score)
    return ScoreTold(**{key: told[key] for key in ScoreTold.model_fields}) if told else None

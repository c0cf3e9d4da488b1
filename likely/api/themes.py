"""What comments are about and what that does to the score: the page of reasons, for machines."""

from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from likely.analyse.theme_board import Reason, ThemeBoard, theme_board
from likely.analyse.theme_effects import Side, ThemeEffect
from likely.api.answers_asked import AnswersAsked
from likely.api.caller import workspace_of
from likely.api.field import Line, Told
from likely.api.once import once
from likely.base.workspace import Workspace
from likely.lib.measured import Measured
from likely.stats.estimate import Estimate
from likely.store.theme_table import theme_table
from likely.text.quotes import shown

router = Router(tags=["Score"])

Interval = tuple[float, float, float]  # value, low, high


class ThemesAsked(AnswersAsked):
    """language: of the names of themes, where they have one in it."""

    language: Line = "en"


class SideTold(Told):
    """n: comments of that side. effect: points against all others. impact: points of the whole score."""

    n: int
    effect: Interval
    impact: Interval


class ThemeTold(Told):
    """share: percent of the comments. score, effect, adjusted: points.

    effect: with the theme minus without it. adjusted: the same with the other themes held still; null where
    too few speak of it. course: of the last 28 days, null where there are none before. p: of no effect, over
    all themes.
    """

    id: str
    name: str
    parent: str | None
    n: int
    share: Interval
    score: Interval
    effect: Interval
    adjusted: Interval | None
    p: float
    praise: SideTold | None
    blame: SideTold | None
    course: Literal["new", "rising", "steady", "falling"] | None
    change: Interval | None


class ReasonTold(Told):
    """reach: percent of the comments. impact: points of the whole score. quotes: personal data masked."""

    theme: str
    name: str
    reach: Interval
    effect: Interval
    impact: Interval
    quotes: list[str]


class ThemesTold(Told):
    """ready: whether comments have been read by themes. n: comments with a score. waiting: still to be read.

    unexplained: percent of the comments that no theme explains. hidden: the filters leave fewer comments than
    this workspace shows.
    """

    ready: bool
    hidden: bool
    n: int
    waiting: int
    unexplained: Interval | None
    themes: list[ThemeTold]
    recommend: list[ReasonTold]
    not_recommend: list[ReasonTold]


@router.post("/themes", response=ThemesTold, operation_id="ask_themes", summary="Ask what comments are about")
@once(atomic=False)
def ask_themes(request: HttpRequest, body: ThemesAsked) -> tuple[int, Told]:
    """Themes of the comments with what each goes with, and the reasons on either side, the weightiest first.

    A theme of fewer comments than the workspace shows, or that all but as few speak of, is left out.
    """
    workspace = workspace_of(request)
    found = theme_table(workspace, body.table(workspace))
    if found is None:
        return 200, _nothing()
    board = theme_board(
        found.table,
        body.settled(workspace),
        found.taxonomy,
        _today(workspace),
        smallest=workspace.smallest_group,
    )
    return 200, _tell(board, body.language)


def _today(workspace: Workspace) -> date:
    return timezone.now().astimezone(ZoneInfo(workspace.time_zone)).date()


def _nothing() -> ThemesTold:
    return ThemesTold(
        ready=False, hidden=False, n=0, waiting=0, unexplained=None, themes=[], recommend=[], not_recommend=[]
    )


def _tell(board: ThemeBoard, language: str) -> ThemesTold:
    return ThemesTold(
        ready=True,
        hidden=board.hidden,
        n=board.effects.n,
        waiting=board.waiting,
        unexplained=_interval(board.effects.unexplained),
        themes=[_theme(one, board, language) for one in board.themes],
        recommend=[_reason(one, board, language) for one in board.recommend],
        not_recommend=[_reason(one, board, language) for one in board.not_recommend],
    )


def _theme(one: ThemeEffect, board: ThemeBoard, language: str) -> ThemeTold:
    theme, course = board.taxonomy[one.theme], board.courses.get(one.theme)
    return ThemeTold(
        id=one.theme,
        name=theme.name(language),
        parent=theme.parent,
        n=one.n,
        share=_told(one.share),
        score=_told(one.score),
        effect=_told(one.effect),
        adjusted=_interval(one.adjusted),
        p=one.p,
        praise=_side(one.praise),
        blame=_side(one.blame),
        course=course.course if course else None,
        change=_interval(course.change) if course else None,
    )


def _side(side: Side | None) -> SideTold | None:
    return SideTold(n=side.n, effect=_told(side.effect), impact=_told(side.impact)) if side else None


def _reason(one: Reason, board: ThemeBoard, language: str) -> ReasonTold:
    return ReasonTold(
        theme=one.theme,
        name=board.taxonomy[one.theme].name(language),
        reach=_told(one.found.reach),
        effect=_told(one.found.effect),
        impact=_told(one.found.impact),
        quotes=[shown(said.text) for said in one.quotes],
    )


def _interval(figure: Estimate | None) -> Interval | None:
    return _told(figure) if figure else None


def _told(figure: Measured) -> Interval:
    return figure.value, figure.low, figure.high

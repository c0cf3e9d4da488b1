"""What a digest says, as figures: the same queries and verdicts as the pages that it links to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q

from likely.act.case import Case
from likely.act.digest import Digest
from likely.act.digest_time import Period
from likely.act.goal import goals_on
from likely.act.goal_progress import Progress, progress_of
from likely.analyse.board import Board, make_board
from likely.analyse.followed_themes import FollowedTheme, followed_themes
from likely.analyse.level import watched
from likely.analyse.theme_board import ThemeBoard, theme_board
from likely.base.access import reaches
from likely.base.member import Member, Role
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.lib.refusal import Refusal
from likely.people.consent import ConsentPurpose, holds
from likely.people.local_days import LocalDays, moments_of
from likely.people.segment import Segment
from likely.people.unit import Unit, tree_of
from likely.stats.cusum import Alarm
from likely.store.aggregate import Counts, counts
from likely.store.segment_answers import answers_in
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.store.theme_table import theme_table
from likely.store.unit_answers import answers_of_unit
from likely.store.workspace_table import table_of
from likely.text.quotes import best_quotes, shown

COURSE_WEEKS: Final = 12  # of the picture
REASON_DAYS: Final = 28  # a week alone has too few comments to tell reasons by
CASE_DAYS: Final = 7  # ahead
MOST_CASES: Final = 5  # named
MOST_GOALS: Final = 10
MOST_QUOTED: Final = 200  # newest comments of people who may be quoted, out of which one is chosen


@dataclass(frozen=True, slots=True)
class DueCases:
    """Of one owner. n: due within CASE_DAYS or overdue. first: the most pressing."""

    n: int
    overdue: int
    first: Sequence[Case]


@dataclass(frozen=True, slots=True)
class DigestContent:
    """part: whose answers; None: everybody's. board: of the period. course: of the last weeks.
    alarm: a dip that lasts.

    themes: None where no themes are read yet. cases: None for who may not see people. quote: masked, or "".
    others: the further parts of the same digest. goals: of the member's units and of what it tells of.
    """

    digest: Digest
    period: Period
    part: Segment | Unit | None
    board: Board
    course: Board
    alarm: Alarm | None
    themes: ThemeBoard | None
    followed: Sequence[FollowedTheme]
    cases: DueCases | None = None
    quote: str = ""
    others: Sequence["DigestContent"] = ()
    goals: Sequence[Progress] = ()

    @property
    def reason_days(self) -> tuple[date, date]:
        return self.period.until - timedelta(days=REASON_DAYS - 1), self.period.until


def make_content(digest: Digest, period: Period, now: datetime) -> DigestContent:
    parts = digest.parts()
    first, *others = [_part(digest, period, part, now) for part in parts]
    return replace(
        first,
        cases=_cases(digest, now),
        quote=_quote(digest.workspace, period),
        others=others,
        goals=_goals(digest, parts, now),
    )


def _part(digest: Digest, period: Period, part: Segment | Unit | None, now: datetime) -> DigestContent:
    workspace = digest.workspace
    table, is_part = _answers(workspace, part, now)
    smallest, until = workspace.smallest_group, period.until
    board = make_board(
        table,
        Slice(period.since, until, guarded=True),
        smallest=smallest,
        target=workspace.target_score,
        narrowed=is_part,
    )
    since = until - timedelta(weeks=COURSE_WEEKS, days=-1)
    course = make_board(
        table, Slice(since, until, guarded=True), smallest=smallest, grain="week", narrowed=is_part
    )
    alarm = None if board.hidden else lasting_alarm(table, until)
    themes, followed = _themes(workspace, table, until)
    return DigestContent(digest, period, part, board, course, alarm, themes, followed)


def _answers(workspace: Workspace, part: Segment | Unit | None, now: datetime) -> tuple[Responses, bool]:
    """Of a segment or unit; of everybody where it can't be told from answers any more."""
    table = table_of(workspace)
    if part is None:
        return table, False
    if isinstance(part, Unit):
        return answers_of_unit(table, tree_of(workspace).matches(part)), True
    try:
        return answers_in(workspace, table, part.read(), now), True
    except Refusal:
        return table, False


def _goals(digest: Digest, parts: Sequence[Segment | Unit | None], now: datetime) -> list[Progress]:
    """That run now: of the units that it tells of and that the member works in, and of everybody."""
    workspace = digest.workspace
    wanted = {one.pk for one in parts if isinstance(one, Unit)}
    wanted |= {one.pk for one in tree_of(workspace).of(digest.user)}
    everybody = [None] if None in parts else []
    today = LocalDays(workspace.time_zone, now).today
    return progress_of(workspace, list(goals_on(workspace, today, [*wanted, *everybody])[:MOST_GOALS]), now)


def lasting_alarm(table: Responses, until: date) -> Alarm | None:
    """The dip that lasts, as the full days up to `until` tell it."""
    by_day = counts(table, Slice(until=until).cut("day"))
    dated = Counts(by_day.by, {key: cell for key, cell in by_day.cells.items() if isinstance(key[0], date)})
    return watched(dated, until).lasting if dated.cells else None


def _themes(
    workspace: Workspace, table: Responses, until: date
) -> tuple[ThemeBoard | None, Sequence[FollowedTheme]]:
    """Reasons of the last days; what is new or rises is held against everything before them."""
    found = theme_table(workspace, table)
    if found is None:
        return None, ()
    smallest, slice = workspace.smallest_group, Slice(until - timedelta(days=REASON_DAYS - 1), until)
    board = theme_board(found.table, slice, found.taxonomy, until, smallest=smallest)
    whole = theme_board(
        found.table, Slice(until=until), found.taxonomy, until, smallest=smallest, quoted=False
    )
    followed = followed_themes(found.table, found.taxonomy, until, smallest=smallest)
    return replace(board, courses=whole.courses), followed


def _cases(digest: Digest, now: datetime) -> DueCases | None:
    member = Member.objects.of(digest.workspace).filter(user=digest.user).first()
    if member is None or not reaches(member.role, Role.AGENT):
        return None
    rows = Case.objects.of(digest.workspace).filter(
        is_open=True, owner=digest.user, due_at__lt=now + timedelta(days=CASE_DAYS)
    )
    first = list(rows.select_related("person", "response").order_by("due_at")[:MOST_CASES])
    return DueCases(rows.count(), rows.filter(due_at__lt=now).count(), first)


def _quote(workspace: Workspace, period: Period) -> str:
    """The best words of a promoter who may be quoted; masked all the same."""
    first, behind = moments_of(workspace.time_zone, period.since, period.until)
    rows = Response.objects.of(workspace).filter(
        Q(person__consents__purpose=ConsentPurpose.QUOTE),
        state=ResponseState.COUNTED,
        score__gte=9,
        comment__gt="",
        at__gte=first,
        at__lt=behind,
    )
    found = list(rows.order_by("-at").values_list("person_id", "comment").distinct()[:MOST_QUOTED])
    said = holds(workspace, {person for person, _comment in found}, ConsentPurpose.QUOTE, "")
    best = best_quotes(
        [comment for person, comment in found if said.get(person)],
        text=lambda one: one,
        weight=lambda one: min(len(one), 120) / 120,
        words=lambda one: frozenset(one.casefold().split()),
        most=1,
    )
    return shown(best[0]) if best else ""

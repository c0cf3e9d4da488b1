"""Did it help? What became of the cases of a period: promises kept, and the scores before and after.

None of it proves a cause. Cases that were closed differ from those that were not; whoever scored low has more
room upwards than downwards; and who answers again is not everybody.
"""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Count, ExpressionWrapper, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from likely.act.case import Case
from likely.act.resurvey import ASKED, Resurvey
from likely.base.workspace import Workspace
from likely.collect.response import ResponseState
from likely.lib.seconds_between import SecondsBetween
from likely.stats.difference import Difference, difference
from likely.stats.estimate import Estimate
from likely.stats.paired import paired_change
from likely.stats.proportion import proportion
from likely.stats.scale import GROUPS, group_of
from likely.stats.score import Score, score_of_counts

MOST_CASES: Final = 20_000  # the newest of the period
DAY_SECONDS: Final = 86_400
CLOSED: Final = Q(closed_at__isnull=False)
REPLIED: Final = Q(replied_at__isnull=False)
AGAIN_WITHIN: Final = timedelta(days=180)  # an answer counts as the next one


@dataclass(frozen=True, slots=True)
class Recovery:
    """Figures of the cases that were opened in a period. What too few answers stand behind is None.

    recovered: percent of detractors who answered again after the end and are detractors no more.
    before, after: of the same people; change: after − before, paired. unclosed: the next answer of people
    whose case is not closed; apart: closed − unclosed. in_target, replied: of the cases whose promised time
    has come. days: to the first reply, calendar days of 24 hours.
    """

    opened: int
    closed: int
    asked: int  # again, by the question after a case
    answered: int  # again, whatever was asked
    recovered: Estimate | None = None
    before: Score | None = None
    after: Score | None = None
    change: Difference | None = None
    unclosed: Score | None = None
    apart: Difference | None = None
    in_target: Estimate | None = None
    days: Sequence[float] = field(default_factory=tuple)  # sorted
    is_cut: bool = False  # there were more than MOST_CASES

    @property
    def median_days(self) -> float | None:
        return statistics.median(self.days) if self.days else None

    def within(self, days: float) -> Estimate | None:
        """Percent of the first replies that came within so many days."""
        return proportion(sum(one <= days for one in self.days), len(self.days))


def recovery_of(workspace: Workspace, since: datetime, until: datetime) -> Recovery:
    """Of the cases opened from `since` until before `until`; merged ones count in the case they went into."""
    cases, is_cut = _newest(workspace, since, until)
    told = cases.aggregate(
        opened=Count("pk"),
        closed=Count("pk", filter=CLOSED),
        due=Count("pk", filter=REPLIED | CLOSED | Q(reply_due_at__lte=until)),
        kept=Count("pk", filter=Q(replied_at__lte=F("reply_due_at"))),
    )
    asked = Resurvey.objects.of(workspace).filter(state=ASKED, case__in=cases.filter(CLOSED))
    pairs, loose = _pairs(cases)
    return Recovery(
        opened=told["opened"],
        closed=told["closed"],
        asked=asked.count(),
        answered=len(pairs),
        in_target=proportion(told["kept"], told["due"]),
        days=_days(cases),
        is_cut=is_cut,
        **_scores(pairs, loose, workspace.smallest_group),
    )


def _newest(workspace: Workspace, since: datetime, until: datetime) -> tuple[QuerySet[Case], bool]:
    """(the newest MOST_CASES of the period, whether there are more)."""
    rows = Case.objects.of(workspace).filter(opened_at__gte=since, opened_at__lt=until, merged_into=None)
    edge = rows.order_by("-opened_at", "-id").values_list("opened_at", "pk")[MOST_CASES : MOST_CASES + 1]
    for opened_at, pk in edge:
        return rows.filter(Q(opened_at__gt=opened_at) | Q(opened_at=opened_at, pk__gt=pk)), True
    return rows, False


def _pairs(cases: QuerySet[Case]) -> tuple[list[tuple[int, int]], list[int]]:
    """(before and after of closed cases, after of the others); a person counts once, by the newest case.

    After: the next score of its person, behind the end, or behind the opening where there is no end yet. The
    database looks for it: a period has more cases than should be carried about.
    """
    begun = Coalesce("closed_at", "opened_at")
    place = Window(
        RowNumber(),
        partition_by=["person"],
        order_by=[F("opened_at").desc(), F("id").desc(), F("answered_at").asc(), F("answer").asc()],
    )
    rows = cases.annotate(
        answer=F("person__responses__id"),
        answered_at=F("person__responses__at"),
        after=F("person__responses__score"),
        counts=F("person__responses__state"),
    ).filter(after__isnull=False, counts=ResponseState.COUNTED, answered_at__gt=begun)
    near = rows.annotate(seconds=SecondsBetween(begun, "answered_at")).filter(
        seconds__lte=AGAIN_WITHIN.total_seconds()
    )
    ended = ExpressionWrapper(CLOSED, BooleanField())
    first = near.annotate(place=place, ended=ended).filter(place=1)
    pairs, loose = [], []
    for is_closed, before, after in first.values_list("ended", "score", "after"):
        if not is_closed:
            loose.append(after)
        elif before is not None:
            pairs.append((before, after))
    return pairs, loose


def _scores(pairs: Sequence[tuple[int, int]], loose: Sequence[int], smallest: int) -> dict[str, Any]:
    """Fewer than `smallest` answers give nothing: nobody is recognised, chance is not taken for a score."""
    told: dict[str, Any] = {}
    detractors = [after for before, after in pairs if group_of(before) == "detractor"]
    if len(detractors) >= smallest:
        told["recovered"] = proportion(
            sum(group_of(one) != "detractor" for one in detractors), len(detractors)
        )
    after = score_from(one for _before, one in pairs) if len(pairs) >= smallest else None
    unclosed = score_from(loose) if len(loose) >= smallest else None
    if after is not None:
        told |= {"before": score_from(one for one, _after in pairs), "after": after}
        told["change"] = paired_change(_table(pairs))
    if unclosed is not None:
        told["unclosed"] = unclosed
    if after is not None and unclosed is not None:
        told["apart"] = difference(after, unclosed)
    return told


def score_from(answers: Iterable[int]) -> Score | None:
    counts = dict.fromkeys(GROUPS, 0)
    for one in answers:
        counts[group_of(one)] += 1
    return score_of_counts(*(counts[group] for group in GROUPS))


def _table(pairs: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Rows: detractor, passive, promoter before; columns: after."""
    cells = [[0] * 3 for _ in GROUPS]
    for before, after in pairs:
        cells[GROUPS.index(group_of(before))][GROUPS.index(group_of(after))] += 1
    return cells


def _days(cases: QuerySet[Case]) -> list[float]:
    """To the first reply, sorted."""
    seconds = SecondsBetween("opened_at", "replied_at")
    rows = cases.filter(REPLIED).annotate(seconds=seconds).values_list("seconds", flat=True)
    return sorted(one / DAY_SECONDS for one in rows)

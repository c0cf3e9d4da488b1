"""Did it help? What became of the cases of a period: promises kept, and the scores before and after.

None of it proves a cause. Cases that were closed differ from those that were not; whoever scored low has more
room upwards than downwards; and who answers again is not everybody.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Q

from likely.act.case import Case
from likely.act.resurvey import ASKED, Resurvey
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.stats.difference import Difference, difference
from likely.stats.estimate import Estimate
from likely.stats.paired import paired_change
from likely.stats.proportion import proportion
from likely.stats.scale import GROUPS, group_of
from likely.stats.score import Score, score_of_counts

MOST_CASES: Final = 20_000  # the newest of the period
AT_ONCE: Final = 800  # people a query
AGAIN_WITHIN: Final = timedelta(days=180)  # an answer counts as the next one


class CaseFacts(NamedTuple):
    """What of a case the report needs."""

    id: UUID
    person: UUID | None
    score: int | None
    opened_at: datetime
    reply_due_at: datetime
    replied_at: datetime | None
    closed_at: datetime | None


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
    cases = _cases(workspace, since, until)
    is_cut, cases = len(cases) > MOST_CASES, cases[:MOST_CASES]
    closed = [one for one in cases if one.closed_at]
    pairs, loose = _pairs(cases, _answers_again(workspace, cases))
    ids = {one.id for one in closed}
    asked = Resurvey.objects.of(workspace).filter(state=ASKED, case__opened_at__gte=since)
    return Recovery(
        opened=len(cases),
        closed=len(closed),
        asked=sum(case in ids for case in asked.values_list("case", flat=True)),
        answered=len(pairs),
        in_target=_in_target(cases, until),
        days=sorted((one.replied_at - one.opened_at) / timedelta(days=1) for one in cases if one.replied_at),
        is_cut=is_cut,
        **_scores(pairs, loose, workspace.smallest_group),
    )


def _pairs(cases: Sequence[CaseFacts], again: Mapping[UUID, int]) -> tuple[list[tuple[int, int]], list[int]]:
    """(before and after of closed cases, after of the others); a person counts once, by the newest case."""
    pairs, loose, seen = [], [], set()
    for one in cases:
        after = again.get(one.id)
        if after is None or one.person in seen:
            continue
        seen.add(one.person)
        if not one.closed_at:
            loose.append(after)
        elif one.score is not None:
            pairs.append((one.score, after))
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


def _cases(workspace: Workspace, since: datetime, until: datetime) -> list[CaseFacts]:
    rows = Case.objects.of(workspace).filter(opened_at__gte=since, opened_at__lt=until, merged_into=None)
    columns = ("id", "person", "score", "opened_at", "reply_due_at", "replied_at", "closed_at")
    found = rows.order_by("-opened_at", "-id").values_list(*columns)[: MOST_CASES + 1]
    return [CaseFacts(*row) for row in found]


def _in_target(cases: Sequence[CaseFacts], until: datetime) -> Estimate | None:
    """A case counts once its promised time is over, or it has its reply."""
    told = [one for one in cases if one.replied_at or one.closed_at or one.reply_due_at <= until]
    kept = sum(bool(one.replied_at and one.replied_at <= one.reply_due_at) for one in told)
    return proportion(kept, len(told))


def _answers_again(workspace: Workspace, cases: Sequence[CaseFacts]) -> Mapping[UUID, int]:
    """{case: the next score of its person}: after the end, or after the opening where there is no end yet."""
    people = sorted({one.person for one in cases if one.person})
    if not people:
        return {}
    first = min(one.opened_at for one in cases)
    told: dict[UUID, list[tuple[datetime, int]]] = {}
    for start in range(0, len(people), AT_ONCE):
        some = Q(person__in=people[start : start + AT_ONCE], at__gt=first, score__isnull=False)
        rows = Response.objects.of(workspace).filter(some, state=ResponseState.COUNTED).order_by("at")
        for person, at, score in rows.values_list("person", "at", "score"):
            told.setdefault(person, []).append((at, score or 0))
    found = {}
    for one in cases:
        begun = one.closed_at or one.opened_at
        known = told.get(one.person or one.id, ())
        later = (score for at, score in known if begun < at <= begun + AGAIN_WITHIN)
        if (score := next(later, None)) is not None:
            found[one.id] = score
    return found

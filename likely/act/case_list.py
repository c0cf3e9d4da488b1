"""The queue: which cases, in which order, a page at a time; and the board, a column a state."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from likely.act.case import Case
from likely.act.case_priority import LEVELS, urgency
from likely.act.case_state import CLOSED, OPEN, OPEN_STATES, RESOLVED, STATES
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.search_words import wanted_words
from likely.people.segment import Segment
from likely.people.segment_rows import people_in
from likely.stats.scale import GROUP_SCORES
from likely.store.comment_index import saying
from likely.store.people_index import named
from likely.text.comment_words import wanted

IN_HAND: Final = "in_hand"  # the view of the state `open`: the view `open` is every case that is not done
VIEWS: Final = ("open", "mine", "nobody", "overdue", IN_HAND, *STATES, "done", "all")
SORTS: Final = ("-urgency", "urgency", "opened_at", "-opened_at", "due_at", "-due_at")
ROWS: Final = ("person", "owner", "response")
# What a row of the queue shows of them: answers and properties are JSON, which would be read for nothing.
SHOWN_OF: Final = (
    "person__name", "person__email", "person__phone", "person__external_id",
    "owner__name", "owner__email", "response__comment", "response__language",
)  # fmt: skip
MOST_WORDS: Final = 8  # looked for
MOST_COUNTED: Final = 1_000  # beyond it the page says "more than"
COLUMNS: Final = (*(one for one in STATES if one in OPEN_STATES), RESOLVED, CLOSED)  # of the board
# As a list of one: SQLite has no use of an index for the plain truth of a column.
OPEN_ONES: Final[Mapping[str, Any]] = {"is_open__in": (True,)}
# Beside it the people of a segment are a set, looked into while the queue is gone through in its order;
# alone they would be gone through one by one, and what is found sorted.
NO_CASE: Final = Q(rule="")


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """view: one of VIEWS. member: whose "mine" is. level: one of LEVELS. Empty texts and None: all."""

    view: str = "open"
    member: UUID | None = None
    owner: UUID | None = None
    group: str = ""
    level: str = ""
    tag: str = ""
    words: str = ""
    segment: Segment | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Of the board: the first cases of a state, and whether there are more."""

    state: str
    cases: list[Case]
    is_more: bool

    @property
    def view(self) -> str:
        """Of the list that has them all."""
        return IN_HAND if self.state == OPEN else self.state


def cases_of(workspace: Workspace, asked: CaseQuestion, now: datetime) -> QuerySet[Case]:
    rows = Case.objects.of(workspace).filter(_in_view(asked, now))
    if asked.owner:
        rows = rows.filter(owner=asked.owner)
    if asked.group in GROUP_SCORES:
        rows = rows.filter(score__in=GROUP_SCORES[asked.group])
    if asked.level in LEVELS:
        low, high = (urgency(points, now) for points in LEVELS[asked.level])
        rows = rows.filter(urgency__gte=low, urgency__lt=high)
    if asked.tag:
        rows = rows.filter(_tagged(asked.tag))
    for word in asked.words.split()[:MOST_WORDS]:
        rows = rows.filter(_with_word(workspace, word))
    if asked.segment:
        rows = rows.filter(Q(person__in=people_in(workspace, asked.segment.read(), now)) | NO_CASE)
    return rows


def counted(rows: QuerySet[Case]) -> int:
    """How many, up to one more than MOST_COUNTED: nobody reads an exact figure beyond."""
    return rows.order_by()[: MOST_COUNTED + 1].count()


def page_of_cases(
    workspace: Workspace, rows: QuerySet[Case], after: str, size: int, sort: str = SORTS[0]
) -> tuple[list[Case], UUID | None]:
    """One page, and the cursor of the next: the id of the last one seen. sort: one of SORTS.

    Sorted by what is due, those to whom nothing is due are left out.
    """
    found = rows.filter(_behind(workspace, after, sort)) if after else rows
    ids = _ids(_owed(found, sort), _order(sort), size + 1)
    return _rows_of(ids[:size]), ids[size - 1] if len(ids) > size else None


def first_page(rows: QuerySet[Case], size: int, sort: str = SORTS[0]) -> tuple[list[Case], UUID | None, int]:
    """The first page, the cursor of the next, and how many there are as `counted` tells it.

    One question instead of two: a segment or a rare word is looked for once.
    """
    ids = _ids(_owed(rows, sort), _order(sort), max(MOST_COUNTED, size) + 1)
    n = counted(rows) if sort.endswith("due_at") else min(len(ids), MOST_COUNTED + 1)
    return _rows_of(ids[:size]), ids[size - 1] if len(ids) > size else None, n


def _owed(rows: QuerySet[Case], sort: str) -> QuerySet[Case]:
    return rows.filter(due_at__isnull=False) if sort.endswith("due_at") else rows


def _order(sort: str) -> tuple[str, str]:
    return sort, "-id" if sort.startswith("-") else "id"


def board_of(workspace: Workspace, asked: CaseQuestion, size: int, now: datetime) -> Iterator[Column]:
    """The most urgent of each open state, and of those that are done the last that were answered."""
    ids: dict[str, list[UUID]] = {}
    for state in COLUMNS:
        rows = cases_of(workspace, replace(asked, view="all"), now).filter(_in_state(state))
        rows = rows.filter(owner=asked.member) if asked.view == "mine" else rows
        rows = rows.filter(owner=None) if asked.view == "nobody" else rows
        rows = rows.filter(due_at__lt=now) if asked.view == "overdue" else rows
        order = ("-urgency", "-id") if state in OPEN_STATES else ("urgency", "id")
        ids[state] = _ids(rows, order, size + 1)
    shown = {one.pk: one for one in _rows_of([id for some in ids.values() for id in some[:size]])}
    for state, some in ids.items():
        yield Column(state, [shown[id] for id in some[:size] if id in shown], len(some) > size)


def _ids(rows: QuerySet[Case], order: Sequence[str], size: int) -> list[UUID]:
    """Chosen by their ids alone: else a database that sorts carries persons and comments along."""
    return list(rows.order_by(*order).values_list("pk", flat=True)[:size])


def _rows_of(ids: Sequence[UUID]) -> list[Case]:
    """In the order of the ids."""
    own = [field.name for field in Case._meta.concrete_fields]
    rows = Case.objects.filter(pk__in=ids).select_related(*ROWS).only(*own, *SHOWN_OF)
    found = {one.pk: one for one in rows}
    return [found[id] for id in ids if id in found]


def _behind(workspace: Workspace, after: str, sort: str) -> Q:
    try:
        last = Case.objects.of(workspace).get(pk=UUID(after))
    except (ValueError, Case.DoesNotExist):
        raise Refusal("wrong_cursor", "This page of the list does not exist.", field="after") from None
    column, sign = sort.lstrip("-"), "lt" if sort.startswith("-") else "gt"
    value = getattr(last, column)
    if value is None:  # it was done in between: the list begins again
        return Q()
    return Q(**{f"{column}__{sign}": value}) | Q(**{column: value, f"id__{sign}": last.pk})


def _with_word(workspace: Workspace, word: str) -> Q:
    """Whose comment, person or root cause has it. Each index is asked once, and the queue gone through in its
    order: of a word that many have the first page is found at once."""
    said, named_so = wanted(word), wanted_words(word)
    found = Q(root_cause__icontains=word)
    found |= Q(response__in=saying(workspace, said)) if said else Q()
    return found | Q(person__in=named(workspace, named_so)) if named_so else found


def _tagged(tag: str) -> Q:
    """In JSON a letter beyond ASCII may be written as \\u00e4: both spellings are looked for."""
    spelt = {json.dumps(tag.lower()), json.dumps(tag.lower(), ensure_ascii=False)}
    return Q(*(("tags__icontains", one) for one in sorted(spelt)), _connector=Q.OR)


def _in_state(state: str) -> Q:
    return Q(state=state)


def _in_view(asked: CaseQuestion, now: datetime) -> Q:
    views: Mapping[str, Any] = {
        "open": OPEN_ONES,
        "mine": {**OPEN_ONES, "owner": asked.member},
        "nobody": {**OPEN_ONES, "owner": None},
        "overdue": {**OPEN_ONES, "due_at__lt": now},
        "done": {"is_open__in": (False,)},
        "all": {},
    }
    if asked.view == IN_HAND:
        return _in_state(OPEN)
    if asked.view in STATES and asked.view != OPEN:
        return _in_state(asked.view)
    return Q(**views.get(asked.view, views["open"]))

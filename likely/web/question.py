"""The question of a page: its query string, read once as a slice of the workspace's responses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from likely.analyse.bin_atoms import settled
from likely.ask.experiment import ARM
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.unit import tree_of
from likely.store.cut_name import Bins, bins_named, column_asked
from likely.store.schema import DIMENSIONS
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.web.asked_segment import Part, UnitPart, answers_of, part_asked, units_offered
from likely.web.column_names import ColumnNames, column_names

PERIODS: Final = {"30": 30, "90": 90, "365": 365}  # days, today included
USUAL: Final = "365"
ALL: Final = "all"
OWN: Final = (
    "period",
    "after",
    "state",
    "grain",
    "at",
    "page",
    "sort",
    "rank",
    "in",
    "window",
    "against",
    "than",
    "cross",
    "margins",
    "theme",
    "themes",
    "edges",
    "edges_of",
    "figures",
    "below",
    "first",
    "second",
)  # parameters that no property may take
# of pages of analysis
KEPT: Final = (
    "grain",
    "window",
    "against",
    "than",
    "cross",
    "margins",
    "theme",
    "themes",
    "figures",
    "below",
)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is set. without: the query string of the page without it."""

    text: str
    without: str


@dataclass(frozen=True, slots=True)
class Question:
    """slice: what is asked. period: "30", "90", "365", "all" or "" where days are named. today: local.

    table: the responses that it is asked of; those of the segment's people where one is chosen.
    more: parameters of the page itself, which its links keep.
    """

    slice: Slice
    period: str
    columns: tuple[str, ...]
    today: date
    table: Responses
    names: ColumnNames
    segment: Part | None = None
    more: tuple[tuple[str, str], ...] = ()
    ratings: tuple[str, ...] = ()
    units: Sequence[tuple[UUID, str]] = ()  # that may be chosen

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values that each column is narrowed to."""
        return dict(self.slice.where)

    @property
    def bins(self) -> Bins | None:
        """Of the cut, where it is a number in bins."""
        return bins_named(self.slice.by[0]) if self.slice.by else None

    @property
    def edges(self) -> str:
        """10, 50"""
        return ", ".join(f"{edge:.12g}" for edge in self.bins.edges) if self.bins else ""

    @property
    def cuts(self) -> list[tuple[str, str]]:
        """What may be cut by, with its name: properties, and what was rated."""
        return [(column, self.names.column(column)) for column in (*self.columns, *self.ratings)]

    @property
    def others(self) -> list[tuple[str, str]]:
        """Filters that have no control of their own in the bar; days that were named among them."""
        pairs = self.slice.to_query()
        days = ("since", "until") if self.period else ()
        return [(name, value) for name, value in pairs if name not in ("survey", "words", "by", *days)]

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set that may leave fewer answers than may be shown."""
        return bool(self.slice.where or self.slice.words or self.segment)

    @property
    def of_segment(self) -> tuple[str, str]:
        """What the answers of the segment are remembered by."""
        return (str(self.segment.pk), self.segment.rule) if self.segment else ("", "")

    @property
    def query_detractors(self) -> str:
        return self.query(self.slice.only("group", "detractor").cut())

    def query(self, slice: Slice | None = None, period: str | None = None, *, segment: bool = True) -> str:
        """The query string of the page for this question, or for one that differs a little."""
        slice, period = slice or self.slice, self.period if period is None else period
        if period:
            slice = slice.between(None, None)
        pairs = [*slice.to_query(), *([("period", period)] if period not in ("", USUAL) else [])]
        if self.segment and segment:
            pairs.append(("in", str(self.segment.pk)))
        return urlencode([*pairs, *self.more])


def read_question(
    workspace: Workspace, table: Responses, query: QueryDict, cut: bool = True, bins: bool = True
) -> Question:
    """cut: whether the page compares segments; where none is named the first property is.

    bins: whether a cut that is a number of many values is put into bins; `edges` of the query are theirs,
    where `edges_of` names the column.
    """
    offered = (column for column in table.dimensions if column not in OWN)
    columns = tuple(sorted(offered, key=lambda column: column.startswith(ARM)))  # those of experiments last
    asked: Mapping[str, list[str]] = dict(query.lists())
    slice = Slice.from_query(asked, (*columns, *table.ratings))
    today = timezone.now().astimezone(ZoneInfo(workspace.time_zone)).date()
    period = "" if slice.since or slice.until else _period(query.get("period", ""))
    if period in PERIODS:
        slice = slice.between(today - timedelta(days=PERIODS[period] - 1), today)
    by = slice.by[:1] or _usual_cut(columns)
    if bins and cut:
        by = tuple(cut_named(table, _with_edges(name, query)) for name in by)
    tree = tree_of(workspace)
    segment = part_asked(workspace, query.get("in", ""), tree)
    asked_of = answers_of(segment, table)
    crossed = query.get("cross", "")
    cross = [cut_named(table, crossed)] if column_asked(crossed) in (*columns, *table.ratings) else []
    slice = settled(asked_of, slice.cut(*(by if cut else ())), table, workspace.smallest_group, *cross)
    more = tuple((name, str(query[name])) for name in KEPT if query.get(name))
    return Question(
        slice,
        period,
        columns,
        today,
        asked_of,
        column_names(workspace),
        segment,
        more,
        table.ratings,
        units_offered(tree),
    )


def _period(text: str) -> str:
    return text if text in PERIODS or text == ALL else USUAL


def _with_edges(cut: str, query: QueryDict) -> str:
    edges = query.get("edges", "").replace(";", ",").replace(" ", "").strip(",")
    column = column_asked(cut)
    if not edges or query.get("edges_of") != column:
        return cut
    if column_asked(f"{column}:{edges}") != column:
        raise Refusal("wrong_edges", "edges: these are no numbers; write 10, 50.", field="edges")
    return f"{column}:{edges}"


def _usual_cut(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The first property; without any, the channel."""
    own = [column for column in columns if column not in DIMENSIONS]
    return (own[0],) if own else tuple(column for column in columns if column == "channel")


def chips(question: Question) -> list[Chip]:
    """What narrows the page, each removable by itself."""
    slice = question.slice
    found = []
    if question.segment:
        words = _("Unit: %(name)s") if isinstance(question.segment, UnitPart) else _("Segment: %(name)s")
        text = words % {"name": question.segment.name}
        found.append(Chip(text, question.query(segment=False)))
    if not question.period:
        days = " – ".join(_day(day) for day in (slice.since, slice.until))
        found.append(Chip(days, question.query(slice.between(None, None), USUAL)))
    for column, values in slice.where:
        for value in values:
            text = f"{question.names.column(column)}: {question.names.value(column, value)}"
            found.append(Chip(text, question.query(_dropped(slice, column, value))))
    if slice.words:
        found.append(Chip(f"“{slice.words}”", question.query(replace(slice, words=""))))
    return found


def _dropped(slice: Slice, column: str, value: str) -> Slice:
    kept = tuple(
        (name, tuple(one for one in values if (name, one) != (column, value))) for name, values in slice.where
    )
    return replace(slice, where=tuple((name, values) for name, values in kept if values))


def _day(day: date | None) -> str:
    return date_format(day, "DATE_FORMAT") if day else "…"

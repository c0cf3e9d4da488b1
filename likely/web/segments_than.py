"""The other part that a slice may be held against: a saved segment, or a value of a column."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from likely.analyse.bin_atoms import settled
from likely.analyse.contrast import Narrow, context_of, is_value_hidden
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.segment import Segment
from likely.store.aggregate import counts
from likely.store.cut_name import column_asked
from likely.store.slice import Slice
from likely.store.spread import cut_named
from likely.store.table import Responses
from likely.web.asked_segment import UnitPart, answers_of, part_asked
from likely.web.question import Question

MOST_COLUMNS, MOST_VALUES = 6, 12
MARK: Final = "="  # between a column and its value, in an address


@dataclass(frozen=True, slots=True)
class Than:
    """label: what it is called on the page. narrow: makes any table and slice that part."""

    label: str
    narrow: Narrow
    column: str = ""
    value: str = ""


def read_than(workspace: Workspace, question: Question, everything: Responses, text: str) -> Than | None:
    """Reads column=value, or the id of a segment; None where nothing is named."""
    if not text:
        return None
    column, mark, value = text.partition(MARK)
    if mark:
        if column_asked(column) not in (*question.columns, *question.ratings):
            raise Refusal("unknown_column", f"than: there is no column {column!r}.", field="than")
        part = Slice(question.slice.since, question.slice.until, ((column, (value,)),))
        [(column, values)] = settled(everything, part, everything, workspace.smallest_group).where
        value = values[0]
        label = f"{question.names.column(column)}: {question.names.value(column, value)}"
        return Than(label, lambda table, slice: (table, _also(slice, column, value)), column, value)
    segment = part_asked(workspace, text)
    assert segment is not None  # noqa: S101 - it is named
    words = _("Unit: %(name)s") if isinstance(segment, UnitPart) else _("Segment: %(name)s")
    label = words % {"name": segment.name}
    return Than(label, lambda table, slice: (answers_of(segment, table), slice))


def is_hidden(than: Than, question: Question, smallest: int) -> bool:
    if not than.column:
        return False
    return is_value_hidden(question.table, question.slice, than.column, than.value, smallest)


def than_offered(
    question: Question, everything: Responses, segments: Sequence[Segment]
) -> list[tuple[str, list[tuple[str, str]]]]:
    """(title, (value of the parameter, label)) of what may be chosen. Sizes are not told."""
    offered = [("", [(str(one.pk), one.name) for one in segments])]
    names = [one for one in question.columns if one != "survey"][:MOST_COLUMNS]
    for column in (cut_named(everything, one) for one in names):
        cells = counts(everything, context_of(question.slice).cut(column)).cells
        values = sorted(cells, key=lambda key: (-cells[key].answered, str(key[0])))[:MOST_VALUES]
        named = [str(key[0] or "") for key in values]
        labelled = [(f"{column}{MARK}{value}", question.names.value(column, value)) for value in named]
        if len(labelled) > 1:
            offered.append((question.names.column(column), labelled))
    return [(title, choices) for title, choices in offered if choices]


def _also(slice: Slice, column: str, value: str) -> Slice:
    """Both must hold: what the slice says already of the column stays."""
    return replace(slice, where=(*slice.where, (column, (value,))))

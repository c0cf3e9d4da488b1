"""Comments get their themes: new ones within seconds, all of them again when the themes have changed.

The responses that changed since the last look are read in the order of their changes, some thousands at a
time, and each batch is one numbered write to the table of tags. Whoever dies in between leaves one that is
read again, which changes nothing. Memory stays at a batch and at the reader, however long the history is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import shuffle
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.stats.scale import group_of
from likely.store.aggregate import Cell, counts
from likely.store.comments import comments
from likely.store.lake import Lake, Overtaken
from likely.store.remembered import Remembered
from likely.store.slice import Slice
from likely.store.theme_lake import drop, read_before, tag_schema, tags_of
from likely.store.theme_set import (
    Origin,
    ThemeMark,
    ThemeSet,
    begin_anew,
    keep_themes,
    newest_set,
    sets_at_work,
    shown_set,
    with_examples,
)
from likely.store.workspace_table import table_of
from likely.text.reader import FEWEST_COMMENTS, Reader, Reading, discovered, reader_of
from likely.text.tag_code import corrected

AT_ONCE: Final = 2000  # comments
SAMPLE: Final = 10_000  # comments from which a reader is made
SOON: Final = timedelta(seconds=5)  # each look: a change may be committed after a later one was read
SURELY: Final = timedelta(minutes=10)  # now and then: whatever was missed
DISCOVERED_IN: Final = 4000  # comments: more find the same themes, later
GROWN: Final = 2  # times as many comments as before: themes are discovered anew
SETTLED: Final = 20_000  # comments from which discovered themes are not discovered again
LINGER: Final = timedelta(hours=1)  # a page may still read a table that was replaced
MARKS_AT_ONCE: Final = 20  # corrections after which all comments are read again with what they teach
BEGINNING: Final = (datetime(1970, 1, 1, tzinfo=UTC), UUID(int=0))

Place = tuple[datetime, UUID]  # of a response in the order of changes


@dataclass(frozen=True, slots=True, eq=False)
class _Taught:
    """A reader and the day on which it was taught."""

    day: date
    reader: Reader


READERS: Final = Remembered[_Taught](longest=8)


@dataclass(frozen=True, slots=True)
class _Due:
    """A response to be read. marks: themes of which somebody said that it speaks, or does not."""

    id: UUID
    text: str
    at: datetime
    changed_at: datetime
    marks: Mapping[str, bool]


def tag_new_due(now: datetime, seconds: float = 5.0, overlap: timedelta = SOON) -> int:
    """Read what is new in every workspace by the themes that are shown, for about so long."""
    until = monotonic() + seconds
    return sum(_tag(found, now, until, overlap) for found in _at_work() if found.done_at is not None)


def read_again_due(now: datetime, seconds: float = 5.0) -> int:
    """Read all comments by the sets that are not ready, for about so long in turns; the comments tagged.

    What makes a reader takes seconds, and so does teaching those of yesterday what was written since: it is
    done here, so that whoever reads what is new need not wait for it.
    """
    at_work, until, n = _at_work(), monotonic() + seconds, 0
    unread = [found for found in at_work if found.done_at is None]
    shuffle(unread)
    for place, found in enumerate(unread):
        left = max(until - monotonic(), 0.0)
        n += _tag(found, now, monotonic() + left / (len(unread) - place), SOON)
    for found in at_work:
        if found.done_at is not None:
            _teach_again(found)
    return n


def _at_work() -> list[ThemeSet]:
    having = Workspace.objects.filter(Exists(ThemeSet.objects.filter(workspace=OuterRef("pk"))))
    return [found for workspace in having for found in sets_at_work(workspace)]


def discover_due(now: datetime, seconds: float = 600.0) -> int:
    """Find themes where nobody has chosen any, and anew where there is far more to read. Returns the sets.

    No workspace is begun with after so long. They take turns: one whose comments bear no themes is tried
    again and again.
    """
    made, until = 0, monotonic() + seconds
    for workspace in Workspace.objects.order_by("?"):
        if monotonic() > until:
            break
        newest = newest_set(workspace)
        if newest is None or (newest.done_at and _outgrown(newest)):
            made += discover_themes(workspace) is not None
        elif newest.done_at and ThemeMark.objects.of(workspace).count() >= newest.learnt + MARKS_AT_ONCE:
            made += begin_anew(workspace, "system") is not None
        _forget_old(workspace, now)
    return made


def discover_themes(workspace: Workspace, actor: str = "system") -> ThemeSet | None:
    """None where there is too little to read."""
    rows = Response.objects.of(workspace).exclude(comment="")
    if rows[:FEWEST_COMMENTS].count() < FEWEST_COMMENTS:
        return None
    newest = newest_set(workspace)
    before = newest.read() if newest else None
    sample = _sample(workspace)
    made = discovered([text for _, text in sample[:: max(len(sample) // DISCOVERED_IN, 1)]], before)
    return keep_themes(workspace, made, Origin.DISCOVERED, actor) if made.themes else None


def _outgrown(newest: ThemeSet) -> bool:
    small = newest.origin == Origin.DISCOVERED and newest.of < SETTLED
    return small and newest.tagged >= GROWN * max(newest.of, FEWEST_COMMENTS)


def _forget_old(workspace: Workspace, now: datetime) -> None:
    shown = shown_set(workspace)
    if shown is None or shown.done_at is None or now < shown.done_at + LINGER:
        return
    for old in ThemeSet.objects.of(workspace).filter(number__lt=shown.number):
        drop(tags_of(workspace, old.number))
        old.delete()


def _tag(found: ThemeSet, now: datetime, until: float, overlap: timedelta) -> int:
    """One set as far as time allows; the comments that were read."""
    lake, n = tags_of(found.workspace, found.number), 0
    if found.until is not None and lake.snapshot() is None:  # a backup without it was put back
        found.until, found.until_id, found.tagged, found.done_at = None, None, 0, None
    try:
        for batch, last in _batches(found, now, overlap):
            read = _carry(found, lake, batch)
            n += read
            _note(found, last, read)
            if monotonic() > until:
                return n
        if found.done_at is None:
            found.done_at = now
            found.save(update_fields=["done_at"])
        if n:
            lake.tidy()
    except Overtaken:  # another worker is faster, and goes on
        pass
    return n


def _note(found: ThemeSet, last: Place, read: int) -> None:
    if found.until is None or found.until_id is None or last > (found.until, found.until_id):
        found.until, found.until_id = last
    found.tagged += read
    found.save(update_fields=["until", "until_id", "tagged", "done_at"])


def _batches(found: ThemeSet, now: datetime, overlap: timedelta) -> Iterator[tuple[list[_Due], Place]]:
    """Responses with a comment, changed since the last look, in the order of their changes."""
    rows = Response.objects.of(found.workspace_id).exclude(comment="").order_by("changed_at", "pk")
    place = _begin_at(found, now, overlap)
    while True:
        ahead = rows.filter(Q(changed_at__gt=place[0]) | Q(changed_at=place[0], pk__gt=place[1]))
        listed = list(ahead.values_list("pk", "comment", "at", "changed_at")[:AT_ONCE])
        if not listed:
            return
        place = listed[-1][3], listed[-1][0]
        marks = _marks([row[0] for row in listed])
        yield [_Due(*row, marks.get(row[0], {})) for row in listed], place
        if len(listed) < AT_ONCE:
            return


def _begin_at(found: ThemeSet, now: datetime, overlap: timedelta) -> Place:
    """Where the last look ended; a little before, while something may still be committed late."""
    if found.until is None or found.until_id is None:
        return BEGINNING
    if found.done_at is not None and found.until > now - 2 * overlap:
        return found.until - overlap, UUID(int=0)
    return found.until, found.until_id


def _marks(ids: list[UUID]) -> dict[UUID, dict[str, bool]]:
    said: dict[UUID, dict[str, bool]] = {}
    for response, theme, about in ThemeMark.objects.filter(response__in=ids).values_list(
        "response", "theme", "about"
    ):
        said.setdefault(response, {})[theme] = about
    return said


def _carry(found: ThemeSet, lake: Lake, batch: list[_Due]) -> int:
    """Read a batch and write what was found. What was read before, as it is now, is left alone."""
    at = lake.snapshot()
    before = read_before(at, [(str(one.id), one.at) for one in batch])
    fresh = [one for one in batch if before.get(str(one.id)) != one.changed_at]
    if fresh:
        readings = _reader(found).read([one.text for one in fresh])
        rows = _rows(fresh, readings, frozenset(theme.id for theme in found.read().themes))
        known = [id for id in (str(one.id) for one in fresh) if id in before]
        lake.write(at.number + 1 if at else 1, rows.sort_by("at"), at, known)
    return len(fresh)


def _rows(due: list[_Due], readings: list[Reading], themes: frozenset[str]) -> Any:
    import pyarrow as pa

    return pa.table(
        {
            "id": [str(one.id) for one in due],
            "at": [one.at for one in due],
            "changed_at": [one.changed_at for one in due],
            "themes": [_code(one, reading, themes) for one, reading in zip(due, readings, strict=True)],
            "themes_favour": [_favour(reading) for reading in readings],
            "themes_language": [reading.language for reading in readings],
            "themes_empty": [reading.says_nothing for reading in readings],
            "themes_guessed": [reading.guessed for reading in readings],
        },
        schema=tag_schema(),
    )


def _code(due: _Due, reading: Reading, themes: frozenset[str]) -> str:
    said = {theme: about for theme, about in due.marks.items() if theme in themes}
    # From what is kept: a correction, which sees nothing else, must come to the same.
    return corrected(((tag.theme, tag.polarity) for tag in reading.tags), said, _favour(reading) / 100)


def _favour(reading: Reading) -> int:
    return round(100 * reading.favour)


def _reader(found: ThemeSet) -> Reader:
    return READERS.get(_key(found), lambda: _made(found)).reader


def _teach_again(found: ThemeSet) -> None:
    """Once a day, since what was written since then teaches more; none is made that nobody has asked for."""
    known = READERS.known(_key(found))
    if known is not None and known.day != datetime.now().date():
        READERS.keep(_key(found), _made(found))


def _key(found: ThemeSet) -> tuple[UUID, int]:
    return found.pk, found.learnt


def _made(found: ThemeSet) -> _Taught:
    told = {"promoter": True, "detractor": False}
    sample = [(told.get(group_of(score)), text) for score, text in _sample(found.workspace)]
    return _Taught(datetime.now().date(), reader_of(sample, with_examples(found.workspace, found.read())))


def _sample(workspace: Workspace) -> tuple[tuple[int, str], ...]:
    table = table_of(workspace)
    try:
        said = counts(table, Slice(by=("commented",))).cells.get(("yes",), Cell()).answered
        return comments(table, Slice(), said, SAMPLE).pairs
    except Refusal:
        return ()

"""What followed the answers of a file: events of the same people, in a file of their own."""

from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from likely.analyse.afterwards import Afterwards, afterwards
from likely.analyse.segments import SMALLEST_GROUP
from likely.lib.refusal import Refusal
from likely.store.event_file import event_file
from likely.store.followed_by import followed_by
from likely.store.query import ask, flattened
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses

# Ibis is imported where it is used: `import likely` must stay light.
MOST_NAMES: Final = 10  # that a refusal lists


def file_followed(
    table: Responses, slice: Slice, path: str | Path, event: str, days: int, columns: tuple[str, str, str]
) -> Afterwards:
    """columns: of the file of events: whose, what, when. Whose is written as in the answers.

    What happened is known until the newest event of the file, of whatever name; answers that had not `days`
    days until then are not counted.
    """
    with TemporaryDirectory(prefix="likely-", ignore_cleanup_errors=True) as folder:
        rows = event_file(Path(path), *columns, Path(folder))
        until = ask(rows.aggregate(until=rows["at"].max()))["until"][0].as_py()
        those = flattened(rows.filter(rows["name"] == event).select("person", "at"))
        if until is None or not ask(those.aggregate(n=those.count()))["n"][0].as_py():
            raise _unknown(event, rows)
        return afterwards(followed_by(table, slice, those, days, until.astimezone(UTC)), SMALLEST_GROUP)


def _unknown(event: str, rows: IbisTable) -> Refusal:
    import ibis

    told = rows.group_by("name").aggregate(n=rows.count())
    names = ask(told.order_by(ibis.desc("n"), "name").limit(MOST_NAMES).select("name"))["name"].to_pylist()
    cure = f"There are: {', '.join(names)}." if names else "No row tells whose, what and when."
    return Refusal(
        "event_unknown", f"event: {event!r} happened to nobody in this file.", cure=cure, field="event"
    )

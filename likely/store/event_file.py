"""A file of events as a table: whose, what and when, a row each."""

from pathlib import Path

from likely.lib.refusal import Refusal
from likely.store.canonical import tidied
from likely.store.dates import DateReading, read_dates, reading_of
from likely.store.file import open_sheet
from likely.store.profile import profiles
from likely.store.query import ask, flattened
from likely.store.reading import find_column
from likely.store.sheet import Sheet
from likely.store.table import IbisTable


def event_file(path: Path, person: str, name: str, date: str, folder: Path) -> IbisTable:
    """Columns person, name and at (UTC), of the rows that tell all three. The names are the file's columns.

    folder: where a converted file lies, as long as the table is asked.
    """
    sheet = open_sheet(path, folder)
    columns = [find_column(one, list(sheet.rows.columns), sheet.labels) for one in (person, name, date)]
    whose, what, when = (sheet.rows[one] for one in columns)
    at, _day = read_dates(when, _dates(sheet, columns[-1]))
    found = sheet.rows.select(
        person=tidied(whose).cast("string"), name=tidied(what).cast("string"), at=at.cast("timestamp('UTC')")
    )
    return flattened(
        found.filter(found["person"].notnull() & found["name"].notnull() & found["at"].notnull())
    )


def _dates(sheet: Sheet, name: str) -> DateReading:
    rows = int(ask(sheet.rows.aggregate(n=sheet.rows.count()))["n"][0].as_py())
    profile = next(one for one in profiles(sheet, rows) if one.name == name)
    found = reading_of(profile)
    if found is None:
        raise Refusal("no_dates", f"{name}: this column holds no dates.", field=name)
    return found

"""The rows that an import refused, as a CSV that can be opened in any spreadsheet without harm."""

import csv
import io
from collections.abc import Iterator
from typing import Final

from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.people.people_import import ImportFault, PeopleImport

HEAD: Final = ("row", "column", "rule", "reason", "value")
AT_ONCE: Final = 2000


def fault_lines(one: PeopleImport) -> Iterator[bytes]:
    """Line by line, in the order of the file. row: as a spreadsheet counts, the head row is 1."""
    yield (BYTE_ORDER_MARK + _line(HEAD)).encode()
    faults = ImportFault.objects.filter(people_import=one).order_by("row", "id")
    for fault in faults.iterator(AT_ONCE):
        yield _line((fault.row, fault.column, fault.rule, fault.said, fault.value)).encode()


def _line(cells: tuple[object, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([plain_cell(cell) for cell in cells])
    return text.getvalue()

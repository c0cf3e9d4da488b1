"""The rows of an import, read while the portion before them is written.

A few rows are read in a thread. Many are read in a process of its own, on another core: one interpreter can't
read and word the writing at once. It is kept while its import waits for its next turn.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import IO, Any, Final, cast

from likely.people.facts import AccountFacts, PersonFacts
from likely.people.import_child import PROTOCOL
from likely.people.import_plan import CellFault, Plan
from likely.people.people_import import PeopleImport

MADE: Final[Callable[..., PersonFacts]] = PersonFacts  # in the order of its fields
MANY: Final = 30_000  # rows; a process takes a second to start

# The rows of the import's file behind so many, in portions: (row as a spreadsheet counts, {column: cell}).
Row = tuple[int, Mapping[str, str | None]]
Rows = Callable[[PeopleImport, int], Iterator[Sequence[Row]]]
ReadRow = tuple[int, PersonFacts | list[CellFault]]


@dataclass(frozen=True, slots=True)
class Portion:
    """raw: what a row of it said, by its number; the file is asked again."""

    rows: Sequence[ReadRow]
    raw: Callable[[], Mapping[int, Mapping[str, str | None]]]


def portions(one: PeopleImport, plan: Plan, rows: Rows, start: int) -> Generator[Portion]:
    """Behind the first `start` rows."""
    many = one.total - start >= MANY and (os.cpu_count() or 1) > 1
    for read in (_by_process if many else _by_thread)(one, plan, rows, start):
        yield Portion(read, _asked_again(one, rows, start, len(read)))
        start += len(read)


def stop_reading() -> None:
    """The import is over, or somebody else's."""
    while _kept:
        _kept.pop().stop()


def _asked_again(one: PeopleImport, rows: Rows, start: int, n: int) -> Callable[[], dict[int, Any]]:
    return lambda: dict(islice(chain.from_iterable(rows(one, start)), n))


def _by_thread(one: PeopleImport, plan: Plan, rows: Rows, start: int) -> Iterator[list[ReadRow]]:
    raw = rows(one, start)

    def read() -> list[ReadRow]:
        return [(number, plan.read(row)) for number, row in next(raw, ())]

    with ThreadPoolExecutor(1) as reader:
        coming = reader.submit(read)
        while portion := coming.result():
            coming = reader.submit(read)
            yield portion


class Reader:
    """The process, and the place in the file from which it reads on."""

    def __init__(self, one: PeopleImport, plan: Plan, rows: Rows, start: int) -> None:
        self.reads, self.place = (one.pk, plan, rows), start
        path = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "likely.people.import_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
        )
        self._asked, self._answers = (
            cast(IO[bytes], self._process.stdin),
            cast(IO[bytes], self._process.stdout),
        )
        pickle.dump((rows, one, plan, start), self._asked, PROTOCOL)
        self._asked.flush()

    def next(self) -> list[ReadRow]:
        """The next portion, empty at the end. EOFError where the process was lost."""
        packed = pickle.load(self._answers)  # noqa: S301 - from a process that this one started
        read = [_opened(*one) for one in packed]
        self.place += len(read)
        return read

    def stop(self) -> None:
        self._process.kill()
        self._process.communicate()


_kept: Final[list[Reader]] = []  # of this process, at most one


def _by_process(one: PeopleImport, plan: Plan, rows: Rows, start: int) -> Iterator[list[ReadRow]]:
    kept = _kept.pop() if _kept else None
    if kept and (kept.reads, kept.place) != ((one.pk, plan, rows), start):
        kept.stop()
        kept = None
    reader = kept or Reader(one, plan, rows, start)
    try:
        while portion := reader.next():
            yield portion
    except GeneratorExit:  # it is another duty's turn
        _kept.append(reader)
        raise
    except BaseException:
        reader.stop()
        raise
    reader.stop()


def _opened(number: int, company: Any, words: str = "", *facts: Any) -> ReadRow:
    """What `packed` packed."""
    if isinstance(company, list):
        return number, company
    *told, properties = facts
    return number, MADE(*told, company and _account(*company), properties, words)


@lru_cache(maxsize=4096)
def _account(*told: Any) -> AccountFacts:
    return AccountFacts(*told)

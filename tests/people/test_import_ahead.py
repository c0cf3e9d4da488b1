"""Rows are read ahead: by a process as by a thread, from any row on, and by another when one is lost."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from likely.people import import_ahead
from likely.people.import_ahead import portions, stop_reading
from likely.people.import_plan import Plan
from likely.people.import_run import run_due
from likely.people.import_start import begin, folder_of, plan_of, queue
from likely.people.people_import import ImportFault, PeopleImport
from likely.people.person import Person, find_words
from likely.store.people_file import folder_for, look, rows_from

ROWS = 5000  # two portions
HEAD = ["ID", "E-mail", "Phone", "Name", "Company", "Plan", "Seats", "Since"]


@pytest.fixture(autouse=True)
def many(monkeypatch: Any) -> Iterator[None]:
    """One row is many, on a machine of any size."""
    monkeypatch.setattr(import_ahead, "MANY", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    yield
    stop_reading()


def queued(workspace: Any, folder: Path, rows: list[list[str]]) -> PeopleImport:
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    one = PeopleImport()
    one.path = folder_for(one)
    begin(workspace, one, look(folder / "people.csv", "people.csv", folder_of(one)), "system")
    queue(one, one.mapping, {}, {}, "system")
    return one


def row(n: int) -> list[str]:
    phone = "no phone" if n % 500 == 7 else f"+3725{n:07d}"
    return [
        f"C-{n}", f"p.{n}@example.org", phone, f"Õnne {n}", f"Firm {n % 9}", "pro", str(n % 5), "2025-01-02",
    ]  # fmt: skip


def told(one: PeopleImport, plan: Plan, start: int) -> list[Any]:
    return [read for portion in portions(one, plan, rows_from, start) for read in portion.rows]


def test_a_process_reads_what_a_thread_reads(workspace: Any, tmp_path: Path, monkeypatch: Any) -> None:
    one = queued(workspace, tmp_path, [row(n) for n in range(ROWS)])
    plan = plan_of(one)
    first = next(reading := portions(one, plan, rows_from, 0))
    reading.close()  # another duty's turn
    [kept] = import_ahead._kept
    place = len(first.rows)
    second = next(reading := portions(one, plan, rows_from, place))
    reading.close()
    assert import_ahead._kept == [kept]  # it went on where it had been
    assert first.raw()[2]["ID"] == "C-0"
    assert second.raw()[place + 2]["ID"] == f"C-{place}"
    monkeypatch.setattr(import_ahead, "MANY", ROWS + 1)
    by_thread = told(one, plan, 0)
    assert [*first.rows, *second.rows] == by_thread
    assert len(by_thread) == ROWS


def test_a_reader_that_is_lost_is_replaced(workspace: Any, tmp_path: Path) -> None:
    one = queued(workspace, tmp_path, [row(n) for n in range(ROWS)])
    plan = plan_of(one)
    first = next(reading := portions(one, plan, rows_from, 0))
    reading.close()
    import_ahead._kept[0]._process.kill()
    import_ahead._kept[0]._process.wait()
    with pytest.raises(Exception, match=r"truncated|Ran out of input"):  # after what the pipe still held
        told(one, plan, len(first.rows))
    assert len(told(one, plan, len(first.rows))) == ROWS - len(first.rows)


def test_an_import_read_by_a_process(workspace: Any, tmp_path: Path) -> None:
    rows = [row(n) for n in range(12)]
    rows[5][:2] = ["C-4", "p.2@example.org"]  # names two people
    rows.append(["C-1", "", "", "", "Firm 8", "", "", ""])  # the same person again, at another company
    one = queued(workspace, tmp_path, rows)
    assert run_due(rows_from, 60)
    one.refresh_from_db()
    assert (one.state, one.added, one.repeated, one.refused) == ("done", 10, 1, 2)
    faults = ImportFault.objects.filter(people_import=one).order_by("row").values_list("row", "rule", "value")
    assert list(faults) == [(7, "two_people", "C-4"), (9, "not_a_phone", "no phone")]
    people = Person.objects.of(workspace).select_related("account")
    assert all(person.words == find_words(person) for person in people)
    assert str(people.get(external_id="C-1").account) == "Firm 8"
    assert people.get(external_id="C-3").properties == {"plan": "pro", "seats": 3, "since": "2025-01-02"}
    assert not import_ahead._kept

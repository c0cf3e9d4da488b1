"""People: rows a second of an import, its memory, and how fast somebody is found among them.

    bench/people.py [--quick] [--rows N]

A CSV of a million rows with twelve columns is imported as the page does it, into the database of
LIKELY_DATABASE_URL or a SQLite of its own; then people are looked for by the page's own view, in this
process. Beside it, rows one by one through the ORM, for some seconds. The bars: a million rows in 180 seconds
(5,556 rows/s), under 1 GiB of memory, and every search under 100 ms of server time (the median of five).
--quick takes 40,000 rows.
"""

import os
import resource
import statistics
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROWS_A_SECOND, MEMORY_MIB, SEARCH_MS = 1_000_000 / 180, 1024, 100
REPEATS = 5
ROWS = 40_000 if "--quick" in sys.argv else 1_000_000
if "--rows" in sys.argv:
    ROWS = int(sys.argv[sys.argv.index("--rows") + 1])

sys.path.insert(0, str(Path(__file__).parents[1]))
home = tempfile.TemporaryDirectory(prefix="likely-bench-")
os.environ |= {"LIKELY_HOME": home.name, "DJANGO_SETTINGS_MODULE": "likely.settings"}
os.environ.setdefault("LIKELY_HOSTS", "127.0.0.1,localhost,testserver")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from likely.base.member import Member, User  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.people.account import Account  # noqa: E402
from likely.people.facts import read_person  # noqa: E402
from likely.people.import_run import run_due  # noqa: E402
from likely.people.import_start import begin, folder_of, queue  # noqa: E402
from likely.people.people_import import PeopleImport  # noqa: E402
from likely.people.person import Person  # noqa: E402
from likely.store.people_file import folder_for, look, more_cache, rows_from  # noqa: E402

GIVEN = (
    "Anna",
    "Mari",
    "Jüri",
    "Liis",
    "Bo",
    "Maria",
    "José",
    "小明",
    "伟",
    "Peter",
    "Kadri",
    "Elena",
    "Yuki",
    "Olga",
)
FAMILY = ("Tamm", "Õunapuu", "Berg", "Garcia", "Müller", "王", "李", "Kask", "Sepp", "Sato", "Virtanen")
HEAD = "Customer ID,E-mail,Phone,First name,Last name,Language,Company,ARR,Plan,Seats,Since,VIP\n"
SEARCHES = (
    "anna", "an", "tamm mari", "小明", "王", "person.4711@", "person.39999@example9", "C-31234",
    "+372 5012 3", "company 77", "kask company 1", "zzz", "example",
)  # fmt: skip


def lines(start: int, rows: int) -> Iterator[str]:
    for n in range(start, start + rows):
        given, family = GIVEN[n % len(GIVEN)], FAMILY[n // len(GIVEN) % len(FAMILY)]
        yield (
            f"C-{n},person.{n}@example{n % 100}.org,+3725{n:07d},{given},{family}{n % 997},"
            f"{('en', 'et', 'zh')[n % 3]},Company {n // 50 * 37 % 20000},{n % 20000},"
            f"{('pro', 'free', 'team')[n % 3]},{n % 90},2025-0{n % 9 + 1}-11,{('yes', 'no')[n % 2]}\n"
        )


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def imported(workspace: Workspace, file: Path) -> PeopleImport:
    one = PeopleImport()
    one.path = folder_for(one)
    begin(workspace, one, look(file, file.name, folder_of(one)), "system")
    queue(one, one.mapping, {}, {}, "system")
    with more_cache():
        while run_due(rows_from, 10):
            pass
    one.refresh_from_db()
    assert one.state == "done", (one.state, one.failure)
    return one


def row_by_row(workspace: Workspace) -> float:
    """Rows a second of `update_or_create` of person and account, after the same reading."""
    began, n = perf_counter(), 0
    for line in lines(10**8, 100_000):
        cell = line.rstrip("\n").split(",")
        facts = read_person({"external_id": cell[0], "email": cell[1], "phone": cell[2][:12]})
        account, _new = Account.objects.update_or_create(
            workspace=workspace, external_id=cell[6], defaults={"name": cell[6]}
        )
        Person.objects.update_or_create(
            workspace=workspace,
            external_id=facts.external_id,
            defaults={
                "email": facts.email,
                "name": f"{cell[3]} {cell[4]}",
                "account": account,
                "properties": {"plan": cell[8]},
            },
        )
        n += 1
        if perf_counter() - began > 3:
            break
    return n / (perf_counter() - began)


def searched(client: Client, words: str) -> float:
    """Milliseconds of the page, the median."""
    times = []
    for _ in range(REPEATS):
        began = perf_counter()
        answer: Any = client.get("/people", {"words": words} if words else {})
        times.append(1000 * (perf_counter() - began))
        assert answer.status_code == 200
    return statistics.median(times)


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    workspace = Workspace.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.org")
    Member.objects.create(workspace=workspace, user=user, role="owner")
    baseline = row_by_row(Workspace.objects.create(name="Baseline"))
    file = Path(home.name) / "people.csv"
    with file.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        out.writelines(lines(0, ROWS))
    began, cpu = perf_counter(), process_time()
    one = imported(workspace, file)
    speed, cpu = ROWS / (perf_counter() - began), process_time() - cpu
    print(
        f"{connection.vendor}, load {os.getloadavg()[0]:.1f}: {one.added:,} added, {one.refused} refused",
        flush=True,
    )
    print(f"row by row through the ORM         {baseline:10,.0f} rows/s")
    print(
        f"import, file to last row           {speed:10,.0f} rows/s ({1e6 * cpu / ROWS:.0f} µs of CPU a row)",
        flush=True,
    )
    client = Client()
    client.force_login(user)
    searched(client, "")
    times = {words: searched(client, words) for words in ("", *SEARCHES)}
    for words, ms in times.items():
        print(f"people found by {words or '(all of them)':24s}{ms:8.1f} ms")
    slowest = max(ms for words, ms in times.items() if words)
    memory = peak_mib()
    print(
        f"{ROWS:,} people: {speed:,.0f} rows/s (bar {ROWS_A_SECOND:,.0f}; row by row {baseline:,.0f}),"
        f" {memory:.0f} MiB (bar {MEMORY_MIB}), slowest search {slowest:.0f} ms (bar {SEARCH_MS})"
    )
    return 0 if speed >= ROWS_A_SECOND and memory < MEMORY_MIB and slowest < SEARCH_MS else 1


if __name__ == "__main__":
    sys.exit(main())

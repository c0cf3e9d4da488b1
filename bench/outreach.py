"""People decided about per second at 1,000,000 contacts; and what comes after it, if it is there to measure.

    python bench/outreach.py [--quick] [--database sqlite|postgresql]

A company of 1,000,000 contacts (--quick: 100,000) in a new database. A programme by hand goes through all of
them, and everybody gets a row in the ledger: a tenth is held out, and of the rest one in ten is drawn and
asked, so that an invitation, a message and two clocks are written too. Beside it, in the same run: a wave
that is spread over 60 days, on one of its days; and a bare loop that reads the same people and inserts as
many rows of the ledger as the ORM writes them, without deciding anything.

The bar: a day of the wave is decided at no less than 50,000 people a second, or at four times the bare loop
of this run where a busy machine leaves less, with no more than 64 MiB of memory added after the first tenth
of the people. That is what a worker does every hour: whose turn has not come is passed over without a row.
Everybody with a row is the other end: it is printed, and bounded by what the database takes to insert so
many rows.
"""

import argparse
import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter
from typing import Any

import psutil

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

LEAST_A_SECOND, TIMES_BARE, MOST_MIB_MORE = 50_000, 4, 64
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def main(quick: bool, database: str) -> bool:
    contacts = 100_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as home:
        prepare(home, database)
        workspace = company(contacts)
        met = [decided(workspace, contacts), *mailed(quick)]
    print("bar met" if all(met) else "BAR MISSED")
    return all(met)


def mailed(quick: bool) -> list[bool]:
    """What `bench/outreach_mail.py` measures: mails handed over a second. Whether it met its own bar."""
    if find_spec("bench.outreach_mail") is None:
        return []
    return [import_module("bench.outreach_mail").mailed(quick)]


def prepare(home: str, database: str) -> None:
    """An installation of its own, gone with the process."""
    os.environ["LIKELY_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "likely.settings"
    if database == "postgresql":
        from tests import postgres

        os.environ["LIKELY_DATABASE_URL"] = postgres.fresh_database()
    else:
        os.environ.pop("LIKELY_DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def company(contacts: int) -> Any:
    from django.db import transaction

    from likely.base.workspace import Workspace
    from likely.people.bulk_write import write
    from likely.people.person import Person

    workspace = Workspace.objects.create(name="Nordic Hardware", time_zone="Europe/Tallinn")
    zones = ("", "Europe/Berlin", "America/New_York", "Asia/Kathmandu")
    began = perf_counter()
    for start in range(0, contacts, 5000):
        with transaction.atomic():
            write(
                Person,
                [
                    Person(
                        workspace=workspace,
                        external_id=f"c{n}",
                        email=f"contact{n}@customer{n % 997}.example",
                        time_zone=zones[n % 4],
                        language="en",
                        properties={"plan": ("free", "pro")[n % 2]},
                        created_at=NOW,
                        changed_at=NOW,
                    )
                    for n in range(start, min(start + 5000, contacts))
                ],
            )
    print(f"{contacts:,} contacts written in {perf_counter() - began:.0f} s", flush=True)
    return workspace


def programme(workspace: Any, name: str, plan: dict[str, Any], kind: str) -> Any:
    from likely.ask.programme import Programme, ProgrammeFacts
    from likely.ask.programme_plan import read_plan
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    definition = make_definition(kind, "Nordic", ("en",), touchpoint="your order")
    survey = Survey.start(workspace, name, definition, "system")
    made = Programme.begin(workspace, ProgrammeFacts(name, survey, read_plan(plan)), "system")
    made.start("system", NOW)
    return made


def decided(workspace: Any, contacts: int) -> bool:
    from likely.ask.decision import Decision

    once = programme(workspace, "Everybody", {"once": {}, "sample": {"share": 10}, "holdout": 10}, "rnps")
    seconds, mib = passed(once, NOW + timedelta(hours=24))
    rows = Decision.objects.filter(programme=once)
    asked = rows.filter(asked=True).count()
    rate = contacts / seconds
    print(f"everybody decided, each with a row: {rate:,.0f} people a second, {asked:,} asked, {mib:+.0f} MiB")
    complete = rows.count() == contacts
    wave = programme(workspace, "Spread", {"wave": {"over_days": 60}}, "csat5")
    spread, more = passed(wave, NOW + timedelta(hours=24))
    due = Decision.objects.filter(programme=wave).count()
    print(
        f"a day of a wave: {contacts / spread:,.0f} people a second, {due:,} had their turn, {more:+.0f} MiB"
    )
    bare = bare_inserts(workspace, once, contacts // 10)
    print(f"bare loop, ORM's own bulk inserts: {bare:,.0f} people a second")
    least = min(LEAST_A_SECOND, TIMES_BARE * bare)
    return complete and contacts / spread >= least and max(mib, more) <= MOST_MIB_MORE


def passed(one: Any, now: datetime) -> tuple[float, float]:
    """Seconds of a pass, and the memory that it added after its first parts."""
    from likely.ask import wave

    marks: list[float] = []
    began = perf_counter()
    wave.pass_over(one, now, lambda _: marks.append(resident()))
    seconds = perf_counter() - began
    return seconds, max(marks) - marks[len(marks) // 10]


def resident() -> float:
    """MiB of this process now."""
    return float(psutil.Process().memory_info().rss) / 1024**2


def bare_inserts(workspace: Any, one: Any, n: int) -> float:
    from django.db import transaction

    from likely.ask.decision import Decision
    from likely.people.person import Person

    began = perf_counter()
    ids = list(Person.objects.of(workspace).order_by("pk").values_list("pk", flat=True)[:n])
    for start in range(0, n, 4000):
        rows = [
            Decision(
                workspace=workspace,
                programme=one,
                person_id=id,
                round="bare",
                asked=False,
                rule="holdout",
                at=NOW,
            )
            for id in ids[start : start + 4000]
        ]
        with transaction.atomic():
            Decision.objects.bulk_create(rows, 500)
    return n / (perf_counter() - began)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    options = parser.parse_args()
    sys.exit(0 if main(options.quick, options.database) else 1)

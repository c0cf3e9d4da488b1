"""Many processes want the same people at once, without a lock around them: the database decides."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests import postgres
from tests.server import ROOT, Server

ASKERS, PEOPLE = 4, 60
PREPARE = """
import django; django.setup()
from likely.cli.prepare import prepare_database; prepare_database()
from likely.base.workspace import Workspace
from likely.people.person import Person
workspace = Workspace.objects.create(name="Nordic")
Person.objects.bulk_create([Person(workspace=workspace, external_id=str(n)) for n in range(PEOPLE)])
"""
# Each asker goes round in an order of its own, by twos, and says whom it won.
RACE = """
import django, json, random, sys, time; django.setup()
from datetime import UTC, datetime, timedelta
from django.db import DatabaseError, transaction
from likely.ask.contact_clock import Crossed, Cutoffs, claim
from likely.base.workspace import Workspace
from likely.people.person import Person
workspace, chance, won = Workspace.objects.get(), random.Random(sys.argv[1]), []
people = list(Person.objects.values_list("pk", flat=True))
kinds, now = ("rnps", "csat5", "ces"), datetime(2026, 3, 2, 9, tzinfo=UTC)
print("ready", flush=True)
sys.stdin.readline()
for round in range(2):
    chance.shuffle(people)
    for pair in zip(people[::2], people[1::2]):
        time.sleep(chance.random() / 50)
        for tries in range(20):
            try:
                with transaction.atomic():
                    claim(workspace, dict.fromkeys(pair, now), chance.choice(kinds),
                          Cutoffs.at(now, timedelta(days=30), timedelta(days=14)))
                won += [one.hex for one in pair]
            except Crossed:
                pass
            except DatabaseError:
                continue
            break
print(json.dumps(won))
"""


@pytest.mark.server
@pytest.mark.timeout(400)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_each_is_won_once(tmp_path: Path, database: str) -> None:
    url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{tmp_path}/likely.db"
    server = Server(tmp_path, {"LIKELY_DATABASE_URL": url})
    server.run(PREPARE.replace("PEOPLE", str(PEOPLE)))
    askers = [
        subprocess.Popen(
            [sys.executable, "-c", RACE, str(n)],
            cwd=ROOT,
            env=server.full_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for n in range(ASKERS)
    ]
    for asker in askers:
        assert asker.stdout is not None
        assert asker.stdout.readline() == "ready\n"
    for asker in askers:
        assert asker.stdin is not None
        asker.stdin.write("go\n")
        asker.stdin.flush()
    told = [json.loads(asker.communicate(timeout=120)[0]) for asker in askers]
    won = Counter(person for one in told for person in one)
    assert max(won.values()) == 1, "somebody was asked twice"
    assert len(won) > PEOPLE / 3
    assert sum(1 for one in told if one) >= 2, "one alone was at it"

"""Real workers, several at once, killed at any moment: nobody is asked twice, and nobody is forgotten."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import sleep

import pytest

from tests import postgres
from tests.server import ROOT, Server

PREPARE = """
import django, json; django.setup()
from likely.cli.prepare import prepare_database; prepare_database()
from datetime import timedelta
from django.utils import timezone
from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import read_plan
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.workspace import Workspace
from likely.people.event import Event
from likely.people.person import Person
workspace = Workspace.objects.create(name="Nordic")
people = [Person(workspace=workspace, external_id=f"c{n}", email=f"c{n}@example.org") for n in range(PEOPLE)]
Person.objects.bulk_create(people, 2000)
never = {"start": "00:00", "end": "00:00"}
for name, kind, plan in (
    ("all", "rnps", {"once": {}, "quiet": never, "reminders": {"after_days": [3]}}),
    ("again", "rnps", {"once": {}, "quiet": never}),
    ("closed", "tnps", {"trigger": {"event": "closed", "delay_days": 0}, "quiet": never}),
):
    definition = make_definition(kind, "Nordic", ("en",), touchpoint="your case")
    survey = Survey.start(workspace, name, definition, "system")
    programme = Programme.begin(workspace, ProgrammeFacts(name, survey, read_plan(plan)), "system")
    programme.start("system", timezone.now() - timedelta(days=1))
now = timezone.now() - timedelta(minutes=5)
Event.objects.bulk_create(
    [Event(workspace=workspace, person=one, name="closed", source="api", at=now) for one in people[::2]], 500
)
"""
# As if time had passed: the pass that a dead worker held is free, and the duty is due.
TIME_PASSES = """
import django; django.setup()
from likely.ask.programme import Programme
from likely.base.tick import Tick
Programme.objects.update(pass_at=None)
Tick.objects.all().delete()
"""
# Once nothing more changes.
RECKON = """
import django, json, time; django.setup()
from django.db.models import Count
from likely.ask.contact_clock import ContactClock
from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.people.event import Event
from likely.people.person import Person
def reckon():
    asked = Decision.objects.filter(asked=True)
    return {
        "people": Person.objects.count(),
        "decided": Decision.objects.filter(programme__name="all").count(),
        "decided_again": Decision.objects.filter(programme__name="again").count(),
        "noted": Decision.objects.filter(programme__name="closed").exclude(rule="waiting").count(),
        "events": Event.objects.count(),
        "unconsidered": Event.objects.filter(considered=False).count(),
        "asked": asked.count(),
        "asked_people": asked.values("person").distinct().count(),
        "invitations": Invitation.objects.count(),
        "invited_people": Invitation.objects.values("person").distinct().count(),
        "messages": Message.objects.count(),
        "without": asked.filter(invitation=None).count()
        + Invitation.objects.annotate(n=Count("messages")).exclude(n=1).count(),
        "clocks": ContactClock.objects.filter(kind="").count(),
    }
found = {}
for _ in range(200):
    time.sleep(1)
    before, found = found, reckon()
    all_decided = found["decided"] == found["decided_again"] == found["people"]
    if found == before and all_decided and found["noted"] == found["events"]:
        break
print(json.dumps(found))
"""
WORK = "from likely.cli.main import run; run()"
PEOPLE = 8_000


def work(server: Server) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WORK, "work", "--only", "decide"]
    with open(server.home / "work.log", "ab") as log:
        return subprocess.Popen(command, cwd=ROOT, env=server.full_environment(), stdout=log, stderr=log)


def finished(server: Server) -> dict[str, int]:
    worker = work(server)
    try:
        found: dict[str, int] = json.loads(server.run(RECKON))
        return found
    finally:
        worker.kill()
        worker.wait()


@pytest.mark.server
@pytest.mark.timeout(600)
@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_workers_are_killed_and_nobody_is_asked_twice_or_forgotten(tmp_path: Path, database: str) -> None:
    url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{tmp_path}/likely.db"
    server, chance = Server(tmp_path, {"LIKELY_DATABASE_URL": url}), random.Random(database)
    server.run(PREPARE.replace("PEOPLE", str(PEOPLE)))
    kills = int(os.environ.get("LIKELY_TEST_KILLS", "3"))
    for _ in range(kills):
        workers = [work(server), work(server)]
        sleep(1.2 + chance.random() * 1.2)  # they start, and are somewhere in it
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        server.run(TIME_PASSES)
    found = finished(server)
    assert found["decided"] == found["decided_again"] == found["people"] == PEOPLE, found
    assert (found["noted"], found["unconsidered"]) == (found["events"], 0), found
    assert found["asked"] == found["asked_people"] == found["invited_people"] == PEOPLE, found
    assert found["invitations"] == found["messages"] == found["clocks"] == PEOPLE, found
    assert found["without"] == 0, found

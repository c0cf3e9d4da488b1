"""A campaign whose workers are killed at random while a real SMTP server takes the mails; and the reckoning.

Nothing is stopped gently: SIGKILL falls at any moment, most often between the server's yes and our record.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests import migrated
from tests.server import ROOT
from tests.smtp_server import SmtpServer, smtp_serving

LEASE_SECONDS = 2
MAKE = """
import django; django.setup()
from likely.cli.prepare import prepare_database; prepare_database()
from django.utils import timezone
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.workspace import Workspace
from likely.people.person import Person
own = Workspace.objects.create(name="Nordic Hardware")
survey = Survey.start(own, "Ours", make_definition("rnps", "Nordic Hardware", ("en",)), "system")
people = Person.objects.bulk_create(
    [Person(workspace=own, name=f"Ann {n}", email=f"p{n}@example.org") for n in range(N)], batch_size=500)
asked = Invitation.objects.bulk_create(
    [Invitation(workspace=own, survey=survey, person=one, channel="mail") for one in people], batch_size=500)
Message.objects.bulk_create([Message(workspace=own, invitation=one, purpose="invite", channel="mail",
    address=one.person.email, due_at=timezone.now()) for one in asked], batch_size=500)
"""
STATES = """
import django; django.setup()
from django.db.models import Count
from likely.ask.message import Message
for state, repeated, n in Message.objects.values_list("state", "repeated").annotate(n=Count("pk")):
    print(state, int(repeated), n)
"""
# The duty `send` alone, so that a new worker is there at once.
WORK = """
import django; django.setup()
import time
from likely.ask.dispatch import send_due
while True:
    send_due()
    time.sleep(0.1)
"""
# Nothing is left, or SECONDS are over.
WAIT = """
import django; django.setup()
import time
from likely.ask.message import Message
deadline = time.monotonic() + SECONDS
def left():
    return (Message.objects.filter(state__in=["queued", "claimed"]).exists()
            or not HELD and Message.objects.filter(state="unknown", repeated=False).exists())
while (more := left()) and time.monotonic() < deadline:
    time.sleep(0.2)
print("left" if more else "done")
"""
NAMES = """
import django; django.setup()
from likely.ask.message import Message
for pk, state in Message.objects.values_list("pk", "state"):
    print(pk.hex, state)
"""


@dataclass
class Reckoning:
    """What the server has against what the rows say."""

    mails: int
    taken: int  # by the server, repeats counted
    kills: int
    seconds: float
    repeats: int
    most_of_one: int
    lost: int  # neither taken nor listed
    unknown: int  # listed as of unknown fate
    unsaid: int  # taken, and the rows say neither sent nor unknown
    foreign: int  # taken under a Message-ID that no row has

    def said(self) -> str:
        return (
            f"{self.mails} mails, {self.kills} kills in {self.seconds:.0f} s: {self.taken} taken, "
            f"{self.repeats} repeats (at most {self.most_of_one} of one), {self.lost} lost, "
            f"{self.unknown} listed as unknown"
        )


def run_campaign(
    folder: Path, mails: int, kills: int, workers: int = 2, seed: int = 7, **more: str
) -> Reckoning:
    chance = random.Random(seed)
    with smtp_serving(folder / "mails") as smtp:
        environment = environment_of(folder, smtp, **more)
        script(MAKE.replace("N)]", f"{mails})]"), environment)
        began = time.monotonic()
        crew = [worker(environment) for _ in range(workers)]
        done = 0
        try:
            done = kill_at_random(crew, environment, smtp, mails, kills, chance)
            wait_until_done(environment, 120 + mails / 20)
        finally:
            for one in crew:
                one.kill()
                one.wait()
        return reckon(environment, smtp, done, time.monotonic() - began)


def kill_at_random(
    crew: list["subprocess.Popen[bytes]"],
    environment: dict[str, str],
    smtp: SmtpServer,
    mails: int,
    kills: int,
    chance: random.Random,
) -> int:
    """One worker dies each time a share of the mails has arrived, a moment of chance later."""
    for done in range(kills):
        wanted = (done + chance.random()) * mails * 0.9 / kills
        deadline = time.monotonic() + 150
        while sum(1 for _ in smtp.folder.iterdir()) < wanted:
            assert time.monotonic() < deadline, "no mail arrives any more"
            time.sleep(0.003)
        time.sleep(chance.random() * 0.02)
        at = chance.randrange(len(crew))
        crew[at].send_signal(signal.SIGKILL)
        crew[at].wait()
        crew[at] = worker(environment)
    return kills


def wait_until_done(environment: dict[str, str], seconds: float) -> None:
    held = environment.get("LIKELY_UNKNOWN_MAILS") == "hold"
    waiting = WAIT.replace("SECONDS", str(seconds), 2).replace("HELD", str(held))
    assert script(waiting, environment).strip() == "done", script(STATES, environment)


def reckon(environment: dict[str, str], smtp: SmtpServer, kills: int, seconds: float) -> Reckoning:
    rows = dict(line.split() for line in script(NAMES, environment).splitlines())
    taken = Counter(name.strip("<>").partition("@")[0] for name in smtp.headers("Message-ID"))
    said = {"sent", "unknown"}
    return Reckoning(
        mails=len(rows),
        taken=sum(taken.values()),
        kills=kills,
        seconds=seconds,
        repeats=sum(count - 1 for count in taken.values()),
        most_of_one=max(taken.values(), default=0),
        lost=sum(name not in taken and state != "unknown" for name, state in rows.items()),
        unknown=sum(state == "unknown" for state in rows.values()),
        unsaid=sum(rows.get(name) not in said for name in taken if name in rows),
        foreign=sum(name not in rows for name in taken),
    )


def worker(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WORK]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)


def environment_of(folder: Path, smtp: SmtpServer, **more: str) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
    home = folder / "home"
    home.mkdir(exist_ok=True)
    migrated.put_database(home)
    own = {
        "LIKELY_HOME": str(home),
        "LIKELY_EMAIL_URL": smtp.url,
        "LIKELY_FROM_EMAIL": "Ask <ask@likely.example>",
        "LIKELY_SEND_LEASE_SECONDS": str(LEASE_SECONDS),
        "DJANGO_SETTINGS_MODULE": "likely.settings",
    }
    return {**clean, **own, **more}


def script(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

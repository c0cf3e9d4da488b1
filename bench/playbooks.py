"""Workers that are killed by SIGKILL while playbooks act: nothing twice, nothing missing, on both databases.

    python bench/playbooks.py [--quick] [sqlite|postgresql]

Fifty rounds (--quick: 6). In each, answers come in, two workers begin, and both are killed at a moment drawn
by chance. The playbook opens a case, tells managers, writes to the customer, tags, puts on a list, starts a
survey, calls a webhook that fails now and then, and has steps that wait a minute. In the end workers finish.
The bar, for each answer: one case, one run, each step done once, each mail under one Message-ID, each call
under one name. How often a mail or a call was repeated under its name is printed: at most what a killed
worker held.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import monotonic, sleep
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests import postgres  # noqa: E402
from tests.channels.provider_server import Provider, provider  # noqa: E402
from tests.server import RUN, Server  # noqa: E402
from tests.smtp_server import SmtpServer, smtp_serving  # noqa: E402

ROUNDS, EACH, WORKERS = 50, 4, 2
DATABASES = ("sqlite", "postgresql")
BEGIN = """
import django; django.setup()
from likely.cli.prepare import prepare_database; prepare_database()
from datetime import timedelta
from django.utils import timezone
from likely.act.playbook import PlaybookFacts, make_playbook, switch_playbook
from likely.act.playbook_step import Delay, Step
from likely.ask.contact_policy import change_contact_policy, read_contact_policy
from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import read_plan
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.member import Member, User
from likely.base.workspace import Workspace
own = Workspace.objects.create(name="Nordic")
for name, role in (("ann", "agent"), ("boss", "manager")):
    Member.objects.create(workspace=own, user=User.objects.create_user(f"{name}@example.org"), role=role)
never = {"quiet": {"start": "00:00", "end": "00:00"}, "any_days": 0}
change_contact_policy(own, read_contact_policy(never), "system")
Survey.start(own, "Ours", make_definition("rnps", "Nordic", ("en",)), "system")
other = Survey.start(own, "Other", make_definition("csat5", "Nordic", ("en",)), "system")
plan = read_plan({"trigger": {"event": "renewed", "delay_days": 0}})
asks = Programme.begin(own, ProgrammeFacts("After", other, plan), "system")
asks.start("system", timezone.now() - timedelta(days=1))
minute = Delay(1, "minutes")
steps = (
    Step("mail", "mail"), Step("write", "write", minute, {"reply": "usual"}),
    Step("tag", "tag", says={"tag": "VIP", "on": "person"}), Step("list", "list", minute, {"list": "A"}),
    Step("survey", "survey", says={"programme": str(asks.pk)}),
    Step("hook", "webhook", says={"url": "URL"}), Step("late", "webhook", minute, {"url": "URL"}),
)
book = make_playbook(own, PlaybookFacts("All of it", ("detractor",), steps=steps), "system")
switch_playbook(book, "system", timezone.now() - timedelta(hours=1), on=True)
"""
ANSWERS = """
import django; django.setup()
from django.utils import timezone
from likely.ask.survey import Survey
from likely.collect.response import Response
from likely.lib.identity import new_token
from likely.people.person import Person
asked = Survey.objects.get(name="Ours")
for n, _line in enumerate(iter(input, "end")):
    one = Person.objects.create(workspace=asked.workspace, external_id=str(n), email=f"p{n}@example.org")
    now = timezone.now()
    Response.objects.create(
        workspace=asked.workspace, survey=asked, version=asked.live, key=new_token(), score=n % 7, person=one,
        permission=True, comment="Late", channel="link", language="en", at=now, changed_at=now,
    )
    print(n, flush=True)
"""
WAITS = """
import django; django.setup()
from likely.act.domain_event import DomainEvent
from likely.act.playbook_run import RunStep
from likely.act.posted_mail import PostedMail
print(
    DomainEvent.objects.filter(handled_at=None).count()
    + RunStep.objects.filter(state__in=("waits", "claimed")).count()
    + PostedMail.objects.exclude(state__in=("sent", "failed", "cancelled", "unknown")).count()
)
"""
RECKON = """
import django, json; django.setup()
from likely.act.case import Case
from likely.act.case_message import CaseMessage
from likely.act.playbook_run import PlaybookRun, RunStep
from likely.act.posted_mail import PostedMail
from likely.people.event import Event
from likely.people.person import Person
from likely.people.roster import RosterEntry
print(json.dumps({
    "counts": {
        "cases": Case.objects.count(), "runs": PlaybookRun.objects.count(),
        "letters": CaseMessage.objects.count(), "on the list": RosterEntry.objects.count(),
        "tagged": sum(bool(one.properties.get("vip")) for one in Person.objects.all()),
        "surveys": Event.objects.filter(source="playbook").count(),
        "mails to managers": PostedMail.objects.filter(once__startswith="step:", user__isnull=False).count(),
        "mails to owners": PostedMail.objects.filter(once__startswith="case.opened").count(),
    },
    "undone": list(RunStep.objects.exclude(state="done").values_list("do", "state", "reason")),
    "unsent": list(PostedMail.objects.exclude(state="sent").values_list("state", "failure")),
    "mails": [one.message_id for one in PostedMail.objects.all()], "steps": RunStep.objects.count(),
    "calls": [f"msg_{one.hex}" for one in RunStep.objects.filter(do="webhook").values_list("pk", flat=True)],
}))
"""


def killed(database: str, rounds: int) -> bool:
    chance = random.Random(database)
    with (
        tempfile.TemporaryDirectory() as folder,
        smtp_serving(Path(folder) / "mails") as smtp,
        provider() as hook,
    ):
        url = postgres.fresh_database() if database == "postgresql" else f"sqlite:///{folder}/likely.db"
        settings = {
            "LIKELY_DATABASE_URL": url,
            "LIKELY_EMAIL_URL": smtp.url,
            "LIKELY_FROM_EMAIL": "Nordic <hello@likely.example>",
            "LIKELY_OUTBOUND_ALLOW": "127.0.0.1",
            "LIKELY_SEND_LEASE_SECONDS": "15",
        }
        server = Server(Path(folder), settings)
        server.run(BEGIN.replace("URL", hook.url))
        kills, customers = 0, program(server, ANSWERS)
        for _ in range(rounds):
            for _ in range(EACH):
                customers.stdin.write(b"one\n")
                customers.stdin.flush()
                customers.stdout.readline()
            if chance.random() < 0.3:
                hook.answers.append((500, b"down"))
            kills += killed_at(server, smtp, hook, chance.uniform(0, 1.5))
        customers.communicate(b"end\n")
        finish(server)
        return judged(database, json.loads(server.run(RECKON)), smtp, hook, rounds * EACH, kills)


def program(server: Server, script: str) -> "subprocess.Popen[bytes]":
    """A program of its own on this installation, spoken to by lines."""
    command = [sys.executable, "-c", script]
    return subprocess.Popen(
        command, cwd=ROOT, env=server.full_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )


def begun(server: Server) -> "list[subprocess.Popen[bytes]]":
    command = [sys.executable, "-c", RUN, "work", "--share", "short"]
    with open(server.home / "work.log", "ab") as log:
        return [
            subprocess.Popen(command, cwd=ROOT, env=server.full_environment(), stdout=log, stderr=log)
            for _ in range(WORKERS)
        ]


def killed_at(server: Server, smtp: SmtpServer, hook: Provider, after: float) -> int:
    """Both workers, so many seconds after the first of them was seen at work."""
    seen = len(hook.seen), sum(1 for _ in smtp.folder.iterdir())
    workers, end = begun(server), monotonic() + 30
    while monotonic() < end and seen == (len(hook.seen), sum(1 for _ in smtp.folder.iterdir())):
        sleep(0.01)
    sleep(after)
    for one in workers:
        one.send_signal(signal.SIGKILL)
        one.wait()
    return len(workers)


def finish(server: Server) -> None:
    """Until nothing waits; what a receiver refused is tried again after minutes."""
    workers, end = begun(server), monotonic() + 900
    try:
        while monotonic() < end and int(server.run(WAITS)):
            sleep(2)
    finally:
        for one in workers:
            one.kill()
            one.wait()


def judged(
    database: str, found: dict[str, Any], smtp: SmtpServer, hook: Provider, wanted: int, kills: int
) -> bool:
    counts, ours = found["counts"], set(found["mails"])
    calls = Counter(one["headers"]["webhook-id"] for one in hook.seen)
    mails = Counter(name for name in smtp.headers("Message-ID") if name in ours)
    once = counts == dict.fromkeys(counts, wanted) and not found["undone"] and not found["unsent"]
    told = set(calls) == set(found["calls"]) and set(mails) == ours
    again = mails.total() - len(mails), calls.total() - len(calls)
    print(
        f"{database}: {kills} workers killed, {wanted} answers, {found['steps']} steps, {len(ours)} mails, "
        f"{len(calls)} calls: {'each once' if once and told else found}; "
        f"repeated under the same name: {again[0]} mails, {again[1]} calls"
    )
    return once and told and again[0] <= kills


if __name__ == "__main__":
    rounds = 6 if "--quick" in sys.argv else ROUNDS
    chosen = [one for one in DATABASES if one in sys.argv] or DATABASES
    met = [killed(database, rounds) for database in chosen]
    print("bar met" if all(met) else "BAR MISSED")
    sys.exit(0 if all(met) else 1)

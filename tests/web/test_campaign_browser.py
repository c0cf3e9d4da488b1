"""A campaign from the file of customers to the score: a real worker, a real mail server, a real browser.

The worker of the server does what is due now. What is due later is done by the same duties at a later time.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.browser import PHONE, scrolls_sideways, violations
from tests.public.browser_like import headers
from tests.public.plain_browser import Form
from tests.server import Server
from tests.smtp_server import SmtpServer, smtp_serving

pytestmark = pytest.mark.server

CUSTOMERS, BOUNCING, ANSWERING = 500, 4, 60
PREPARE = """
import django; django.setup()
from likely.ask.contact_policy import change_contact_policy, read_contact_policy
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.api_key import ApiKey
from likely.base.entry import entry_token
from likely.base.member import Member, User
from likely.base.workspace import Workspace
own = Workspace.objects.create(name="Nordic Hardware")
user = User.objects.create_user("owner@example.org")
Member.objects.create(workspace=own, user=user, role="owner")
never = {"quiet": {"start": "00:00", "end": "00:00"}}  # the test runs at any hour
change_contact_policy(own, read_contact_policy(never), "system")
Survey.start(own, "Relationship", make_definition("rnps", "Nordic", ("en",)), "system")
case = make_definition("tnps", "Nordic", ("en",), touchpoint={"en": "your case"})
Survey.start(own, "After a case", case, "system")
print(entry_token(user), ApiKey.issue(own, "desk")[1])
"""
SEGMENT = """
import django; django.setup()
from likely.base.workspace import Workspace
from likely.people.segment import make_segment
make_segment(Workspace.objects.get(name="Nordic Hardware"), "Pro", "plan is pro", "system")
"""
# Every duty of outreach, HOURS from now.
LATER = """
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from likely.ask.dispatch import send_due
from likely.ask.programme_tick import decide_due
from likely.ask.reminder import remind_due
clock = lambda: timezone.now() + timedelta(hours=HOURS)
decide_due(clock())
remind_due(clock())
while send_due(5, clock):
    pass
"""
RULES = """
import django; django.setup()
from collections import Counter
from likely.ask.decision import Decision
rows = Decision.objects.filter(programme__name="NAME").values_list("rule", flat=True)
print(*[f"{rule}={n}" for rule, n in Counter(rows).items()])
"""
SUPPRESSED = """
import django; django.setup()
from collections import Counter
from likely.people.suppression import Suppression
print(*[f"{why}={n}" for why, n in Counter(Suppression.objects.values_list("reason", flat=True)).items()])
"""


@dataclass
class House:
    server: Server
    smtp: SmtpServer
    token: str = ""
    key: str = ""

    def later(self, hours: float) -> None:
        self.server.run(LATER.replace("HOURS", str(hours)))

    def told(self, script: str) -> dict[str, int]:
        pairs = (pair.split("=") for pair in self.server.run(script).split())
        return {name: int(n) for name, n in pairs}

    def mails_to(self) -> dict[str, list[EmailMessage]]:
        """By address, in the order of arrival."""
        found: dict[str, list[EmailMessage]] = {}
        for mail in self.smtp.mails():
            found.setdefault(str(mail["X-Envelope-To"]), []).append(mail)
        return found

    def arrived(self, mails: int) -> None:
        """The server's own worker may still be at some of them."""
        deadline = monotonic() + 60
        while len(self.smtp.raw()) < mails:
            assert monotonic() < deadline, (len(self.smtp.raw()), mails)
            sleep(0.2)

    def event(self, email: str, key: str) -> None:
        """A closed case, as another system tells it."""
        told = {
            "name": "ticket_closed",
            "key": key,
            "person": {"email": email},
            "properties": {"topic": "bill"},
        }
        assert sent(f"{self.server.url}/api/v1/events", told, Authorization=f"Bearer {self.key}")[0] in (
            200,
            201,
        )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("campaign")
    home = folder / "home"
    home.mkdir()
    with smtp_serving(folder / "mails") as smtp:
        server = Server(home, {"LIKELY_EMAIL_URL": smtp.url, "LIKELY_FROM_EMAIL": "Ask <ask@likely.example>"})
        server.environment |= {"LIKELY_BASE_URL": server.url, "LIKELY_SEND_LIMITS": "mail 1000/s"}
        # Else whoever works at a later time takes what the server's worker is sending for left behind.
        server.environment["LIKELY_SEND_LEASE_SECONDS"] = str(30 * 24 * 3600)
        server.start()
        try:
            yield House(server, smtp, *server.run(PREPARE).split())
        finally:
            if server.process.poll() is None:
                server.stop()


def test_a_campaign_from_the_file_to_the_score(
    house: House, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    page = open_page()
    page.goto(f"{house.server.url}/enter/{house.token}", timeout=60_000)
    import_customers(page, house, tmp_path / "customers.csv")
    house.server.run(SEGMENT)
    start_wave(page, house)
    house.later(25)  # each person's turn is at an hour of their own, today
    house.arrived(CUSTOMERS - BOUNCING)
    asked = {address: mails[0] for address, mails in house.mails_to().items()}
    assert len(asked) == CUSTOMERS - BOUNCING
    assert all(len(mails) == 1 for mails in house.mails_to().values())
    bounces_suppress(page, house)
    answered = answer_some(house, open_page, asked)
    gone = unsubscribe_by_post_alone(house, asked, answered)
    expect(page.locator("#progress")).to_contain_text(f"{CUSTOMERS} people were asked", timeout=30_000)
    expect(page.locator("#progress tbody tr").first).to_contain_text(f"{ANSWERING}", timeout=30_000)
    assert violations(page) == []

    house.later(25 + 73)
    house.arrived(2 * (CUSTOMERS - BOUNCING) - len(answered) - len(gone))
    reminded = {address for address, mails in house.mails_to().items() if len(mails) > 1}
    assert reminded == set(asked) - answered - gone
    assert max(len(mails) for mails in house.mails_to().values()) == 2
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="End the programme").click()
    expect(page.get_by_role("button", name="Resume")).to_have_count(0)
    assert page.faults == []  # type: ignore[attr-defined]


def test_a_closed_case_leads_to_a_mail_after_its_delay_and_not_inside_the_clock(
    house: House, open_page: Callable[..., Page]
) -> None:
    page = open_page(**PHONE)
    page.goto(f"{house.server.url}/enter/{house.server.run(ENTER).strip()}", timeout=60_000)
    page.goto(f"{house.server.url}/programmes/new")
    page.get_by_role("textbox", name="Name").fill("After a case")
    page.get_by_role("combobox", name="Survey").select_option(label="After a case")
    page.get_by_text("After an event", exact=True).click()
    page.get_by_role("combobox", name="Event", exact=True).fill("ticket_closed")
    for day in ("Sat", "Sun"):  # whatever day it is when the test runs
        page.get_by_role("checkbox", name=day).check()
    assert violations(page) == []
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Save and look at the dry run").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    assert not scrolls_sideways(page)

    house.event("jaan@example.org", "case-1")
    house.later(23)
    assert "jaan@example.org" not in house.mails_to()
    house.later(25)
    first = house.mails_to()["jaan@example.org"]
    assert "your case" in text_of(first[0])
    house.event("jaan@example.org", "case-2")
    house.later(30)  # the second case's day is over; the clock of the first mail is not
    assert len(house.mails_to()["jaan@example.org"]) == 1
    rules = house.told(RULES.replace("NAME", "After a case"))
    assert rules["asked"] == 1
    assert rules.get("kind_clock", 0) + rules.get("waiting", 0) == 1, rules


ENTER = """
import django; django.setup()
from likely.base.entry import entry_token
from likely.base.member import User
print(entry_token(User.objects.get(email="owner@example.org")))
"""


def import_customers(page: Page, house: House, file: Path) -> None:
    rows = [
        f"C{n},{'nobody' if n < BOUNCING else 'p'}.{n}@example.org,Customer {n},pro" for n in range(CUSTOMERS)
    ]
    file.write_text("\n".join(["Customer ID,E-mail,Name,Plan", *rows]))
    page.goto(f"{house.server.url}/people/import")
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name=f"Import {CUSTOMERS} rows").click()
    expect(page.get_by_role("heading", name=re.compile("^Imported$"))).to_be_visible(timeout=60_000)


def start_wave(page: Page, house: House) -> None:
    page.goto(f"{house.server.url}/programmes")
    page.get_by_role("link", name="Make the first programme").click()
    page.get_by_role("textbox", name="Name").fill("Quarterly")
    page.get_by_role("combobox", name="Survey").select_option(label="Relationship")
    page.get_by_role("combobox", name="Who").select_option(label="Pro")
    page.get_by_role("spinbutton", name="Spread over").fill("1")
    for day in ("Sat", "Sun"):
        page.get_by_role("checkbox", name=day).check()
    page.get_by_role("textbox", name="Remind after days").fill("3")
    assert violations(page) == []
    page.get_by_role("button", name="Save and look at the dry run").click()
    expect(page.locator("#dry-run")).to_contain_text(f"{CUSTOMERS} people would be asked", timeout=30_000)
    assert violations(page) == []
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()


def bounces_suppress(page: Page, house: House) -> None:
    assert house.told(SUPPRESSED) == {"hard_bounce": BOUNCING}
    expect(page.locator("#progress")).to_contain_text("No such user here", timeout=30_000)


def answer_some(house: House, open_page: Callable[..., Page], asked: dict[str, EmailMessage]) -> set[str]:
    """A handful with a finger on the phone, the rest with a browser that has no scripts."""
    answered = sorted(asked)[:ANSWERING]
    for address, score in zip(answered[:3], (9, 3, 10), strict=True):
        phone = open_page(**PHONE)
        phone.goto(link_of(asked[address]))
        with phone.expect_response(lambda told: told.request.method == "POST"):
            phone.locator(f'input[name="score"][value="{score}"]').check()
        assert phone.faults == []  # type: ignore[attr-defined]
    pages = [plain(link_of(asked[address])) for address in answered[3:]]
    sleep(1.5)  # nobody answers sooner
    for n, html in enumerate(pages):
        form = Form(html)
        plain(f"{house.server.url}{form.action}", urlencode(list(form.pairs({"score": n % 11}))).encode())
    return set(answered)


def plain(address: str, body: bytes | None = None) -> str:
    own = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    request = Request(address, body, own | headers(form=True))
    with urlopen(request, timeout=30) as answer:
        return str(answer.read().decode())


def unsubscribe_by_post_alone(house: House, asked: dict[str, EmailMessage], answered: set[str]) -> set[str]:
    """A program that only follows links takes nobody off; the button of a mail program does."""
    looked, pressed = sorted(set(asked) - answered)[:2]
    links = {one: str(asked[one]["List-Unsubscribe"]).strip(" <>\r\n") for one in (looked, pressed)}
    assert asked[pressed]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for link in links.values():
        with urlopen(link, timeout=30) as page:
            assert b"<form" in page.read()
    assert "unsubscribed" not in house.told(SUPPRESSED)
    request = Request(links[pressed], b"List-Unsubscribe=One-Click", method="POST")
    assert urlopen(request, timeout=30).status == 200
    return {pressed}


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part
    return str(part.get_content())


def link_of(mail: EmailMessage) -> str:
    found = re.search(r"http://\S+/r/[\w-]+", text_of(mail))
    assert found, text_of(mail)
    return found[0]


def sent(address: str, told: dict[str, Any], **more: str) -> tuple[int, bytes]:
    request = Request(address, json.dumps(told).encode(), {"Content-Type": "application/json", **more})
    with urlopen(request, timeout=30) as answer:
        return answer.status, answer.read()

"""Who sends the workspace's mails: what is typed, a test to oneself, and advice that holds nothing up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from likely.ask.mail_words import keep_mail_words
from likely.ask.sender import sender_of
from likely.base.journal import JournalEntry
from likely.channels.table import CHANNELS
from likely.lib.refusal import Refusal
from tests.lib.dns_server import dns_server
from tests.smtp_server import SmtpServer, smtp_serving
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
SENDER = {
    "name": "Nordic",
    "address": "ask@nordic.example",
    "reply_to": "us@nordic.example",
    "logo": "NH",
    "colour": "#123456",
    "postal_address": "Sild 1\nTallinn",
    "selector": "s1",
}


@pytest.fixture
def browser(owner: Any) -> Client:
    return signed_in(owner)


@pytest.fixture
def smtp(settings: Any, tmp_path: Path) -> Iterator[SmtpServer]:
    with smtp_serving(tmp_path / "mails") as running:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running
        CHANNELS["mail"].rest()  # type: ignore[attr-defined]


def test_a_sender_is_kept_and_shown(browser: Client, workspace: Any) -> None:
    assert browser.get("/settings/mail").status_code == 200
    assert browser.post("/settings/mail", SENDER).status_code == 302
    sender = sender_of(workspace)
    assert {name: getattr(sender, name) for name in SENDER} == SENDER
    page = browser.get("/settings/mail").content.decode()
    assert "Nordic &lt;ask@nordic.example&gt;" in page
    assert JournalEntry.objects.filter(verb="mail_sender.changed").count() == 1
    assert "/settings/mail" in browser.get("/settings").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Nordic\r\nBcc: all@example.org"}, "name"),
        ({"logo": "NH\nX: y"}, "logo"),
        ({"address": "ask@nordic.example\nBcc: all@example.org"}, "address"),
        ({"address": "nobody"}, "address"),
        ({"reply_to": "us@nordic.example\r\nBcc: all@example.org"}, "reply_to"),
        ({"selector": "s1\nx"}, "selector"),
        ({"selector": "a b"}, "selector"),
        ({"colour": "red;x:url(y)"}, "colour"),
        ({"name": "x" * 121}, "name"),
    ],
)
def test_what_would_be_a_header_of_its_own_is_refused_at_its_field(
    browser: Client, workspace: Any, wrong: dict[str, str], field: str
) -> None:
    answer = browser.post("/settings/mail", {**SENDER, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert sender_of(workspace).pk is None or sender_of(workspace).name == ""


@pytest.mark.parametrize("field", ["subject", "reminder_subject", "preheader"])
@pytest.mark.parametrize("text", ["Hello\r\nBcc: all@example.org", "Hello\nthere", "a\u2028b"])
def test_a_subject_of_two_lines_is_refused_at_its_field(survey: Any, field: str, text: str) -> None:
    with pytest.raises(Refusal) as refused:
        keep_mail_words(survey, "en", {field: text}, "system")
    assert (refused.value.code, refused.value.field) == ("not_one_line", field)


def test_a_test_goes_to_oneself_alone_and_asks_nobody(
    browser: Client, workspace: Any, survey: Any, smtp: SmtpServer
) -> None:
    browser.post("/settings/mail", SENDER)
    assert (
        browser.post("/settings/mail/test", {"survey": survey.pk, "to": "x@example.org"}).status_code == 302
    )
    [mail] = smtp.mails()
    assert mail["To"] == "owner@example.org"
    assert mail["From"] == "Nordic <ask@nordic.example>"
    assert mail["Subject"].startswith("[Test] ")
    assert mail["List-Unsubscribe"] is None
    assert survey.invitations.count() == 0


def test_what_the_mail_server_says_is_shown(browser: Client, survey: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens
    answer = browser.post("/settings/mail/test", {"survey": survey.pk})
    assert answer.status_code == 422
    assert "refused" in answer.context["failed"]


@pytest.mark.parametrize("survey_id", ["x", "01a20000-0000-7000-8000-000000000000"])
def test_a_survey_that_is_none_is_not_found(browser: Client, survey_id: str) -> None:
    assert browser.post("/settings/mail/test", {"survey": survey_id}).status_code == 404


def test_the_records_are_looked_up_and_said_in_words(browser: Client, settings: Any) -> None:
    browser.post("/settings/mail", SENDER)
    known = {
        "nordic.example": ["v=spf1 mx -all"],
        "s1._domainkey.nordic.example": ["v=DKIM1; p="],
        "_dmarc.nordic.example": ["v=DMARC1; p=none"],
    }
    with dns_server(known) as settings.DNS_SERVER:
        answer = browser.get("/settings/mail/records", headers={"HX-Request": "true"})
    told = answer.context["told"]
    assert [one.finding.code for one in told] == ["spf_good", "dkim_revoked", "dmarc_watching"]
    said = answer.content.decode()
    assert "<html" not in said
    assert all(one.words.split(".")[0] in said for one in told)


def test_a_dns_that_does_not_answer_is_said_and_stops_nothing(
    browser: Client, workspace: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("likely.lib.dns_text.SECONDS", 0.2)
    with dns_server({}) as settings.DNS_SERVER:
        assert browser.post("/settings/mail", {**SENDER, "address": "a@silent.example"}).status_code == 302
        answer = browser.get("/settings/mail/records")
    assert [one.finding.code for one in answer.context["told"]] == ["timeout"] * 3
    assert "gave no answer in time" in answer.content.decode()
    assert sender_of(workspace).address == "a@silent.example"


def test_an_installation_without_a_domain_has_no_records(browser: Client) -> None:
    assert "no domain" in browser.get("/settings/mail").content.decode()
    assert browser.get("/settings/mail/records").context["told"] == []

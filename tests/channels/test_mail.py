"""Letters over a real SMTP server that misbehaves: what was taken, what was not, and what nobody knows."""

from collections.abc import Iterator
from typing import Any

import pytest

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.mail import Mail
from likely.channels.smtp_line import is_nobody
from tests.smtp_server import SmtpServer, smtp_serving


@pytest.fixture(scope="module", params=[True, False], ids=["pipelining", "one by one"])
def smtp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmtpServer]:
    with smtp_serving(tmp_path_factory.mktemp("smtp"), request.param) as server:
        yield server


@pytest.fixture
def mail(smtp: SmtpServer, settings: Any) -> Iterator[Mail]:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", smtp.port, 2
    for path in smtp.folder.glob("*.eml"):
        path.unlink()
    channel = Mail()
    yield channel
    channel.rest()


def letter(address: str, **more: Any) -> Letter:
    told = {"subject": "A question", "text": "How likely?\n.\nA dot alone.", "html": "<p>How likely?</p>"}
    return Letter("mail", address, f"<{address.partition('@')[0]}@likely.example>", **{**told, **more})


def outcomes(mail: Mail, *addresses: str) -> list[Sent | SendError]:
    return mail.send([letter(address) for address in addresses])


def kind(told: Sent | SendError) -> str:
    if isinstance(told, Sent):
        return "taken"
    how = "unknown" if told.unknown else "never" if told.permanent else "again"
    return f"{how}{', nobody there' if told.bounced else ''}"


def test_a_letter_arrives_whole(mail: Mail, smtp: SmtpServer) -> None:
    sender = '"Čapek, Ünal" <ask@example.org>'
    one = letter("ann@example.org", sender=sender, subject="Küsimus · 问题", headers={"X-Extra": "1"})
    [outcome] = mail.send([one])
    assert outcome == Sent("<ann@likely.example>")
    [got] = smtp.mails()
    assert got["Subject"] == "Küsimus · 问题"
    assert got["From"].addresses[0].display_name == "Čapek, Ünal"
    assert (got["Message-ID"], got["X-Extra"]) == ("<ann@likely.example>", "1")
    assert got.get_content_type() == "multipart/alternative"
    plain, html = got.iter_parts()
    assert plain.get_content().splitlines() == ["How likely?", ".", "A dot alone."]
    assert html.get_content().strip() == "<p>How likely?</p>"


def test_one_connection_serves_all_and_one_refusal_spoils_no_other(mail: Mail, smtp: SmtpServer) -> None:
    told = outcomes(mail, "a@example.org", "nobody.b@example.org", "busy.c@example.org", "spam.d@example.org",
                    "e@example.org")  # fmt: skip
    assert [kind(one) for one in told] == ["taken", "never, nobody there", "again", "never", "taken"]
    assert smtp.headers("X-Envelope-To") == ["a@example.org", "e@example.org"]


@pytest.mark.parametrize("fault", ["drop", "closing"])
def test_a_line_that_breaks_before_the_letter_is_opened_anew(
    mail: Mail, smtp: SmtpServer, fault: str
) -> None:
    told = outcomes(mail, "a@example.org", f"{fault}.b@example.org", "c@example.org")
    assert all(isinstance(one, Sent) for one in told), told
    assert smtp.headers("X-Envelope-To") == ["a@example.org", f"{fault}.b@example.org", "c@example.org"]


@pytest.mark.parametrize("fault", ["cut", "hang"])
def test_nobody_knows_what_became_of_a_letter_whose_line_broke_after_it(
    mail: Mail, smtp: SmtpServer, fault: str
) -> None:
    told = outcomes(mail, f"{fault}.a@example.org", "b@example.org")
    assert isinstance(told[0], SendError)
    assert told[0].unknown
    assert isinstance(told[1], Sent)
    assert smtp.headers("X-Envelope-To") == [f"{fault}.a@example.org", "b@example.org"]  # not said twice


def test_a_server_that_is_not_there_is_no_fault_of_the_letter(mail: Mail, settings: Any) -> None:
    settings.EMAIL_PORT = 1
    [told] = outcomes(mail, "a@example.org")
    assert isinstance(told, SendError)
    assert told.down
    assert not told.permanent


@pytest.mark.parametrize("field", ["subject", "sender"])
def test_a_line_break_never_becomes_a_header(mail: Mail, smtp: SmtpServer, field: str) -> None:
    [told] = mail.send([letter("a@example.org", **{field: "A <a@example.org>\r\nBcc: all@example.org"})])
    assert isinstance(told, SendError)
    assert told.permanent
    assert smtp.raw() == []


def test_an_address_is_never_two(mail: Mail, smtp: SmtpServer) -> None:
    told = outcomes(mail, "a@example.org, b@example.org", "a@example.org\r\nRCPT TO:<b@example.org>")
    assert all(isinstance(one, SendError) and one.permanent for one in told)
    assert smtp.raw() == []


@pytest.mark.parametrize(
    ("code", "words", "nobody"),
    [
        (550, "550 5.1.1 <x@example.org>: Recipient address rejected", True),
        (550, "550 No such user", True),
        (550, "550 5.7.1 Message blocked by policy", False),
        (550, "550 Relaying denied", False),
        (553, "553 sorry, that domain isn't in my list of allowed rcpthosts; relay", False),
        (550, "550 5.2.1 The account is disabled", True),
        (552, "552 5.2.2 Mailbox full", False),
    ],
)
def test_only_a_missing_mailbox_is_a_bounce(code: int, words: str, nobody: bool) -> None:
    assert is_nobody(code, words) is nobody

"""Where replies come in: what is understood, and what stops the start with its cure."""

import pytest

from likely.lib.mailbox_url import Mailbox, parse_mailbox_url, read_reply_address
from likely.lib.refusal import Refusal


def test_one_url_holds_all_of_it() -> None:
    box = parse_mailbox_url("imaps://replies%40example.org:a%2Fb@imap.example.org/Inbox%2FReplies")
    assert box == Mailbox("imap.example.org", 993, "replies@example.org", "a/b", "Inbox/Replies", tls=True)
    assert parse_mailbox_url("imap+tls://a:b@host") == Mailbox("host", 143, "a", "b", starttls=True)
    assert parse_mailbox_url("imap://a:b@host:1143") == Mailbox("host", 1143, "a", "b")
    assert parse_mailbox_url("") is None


def test_a_password_does_not_stand_in_a_log() -> None:
    assert "geheim" not in repr(parse_mailbox_url("imaps://a:geheim@host"))


@pytest.mark.parametrize(
    "url", ["pop3://a:b@host", "imaps://host", "imaps://a:b@", "imaps://a:b@host:x", "x"]
)
def test_what_is_no_mailbox_stops_the_start(url: str) -> None:
    with pytest.raises(Refusal, match="LIKELY_IMAP_URL") as refused:
        parse_mailbox_url(url)
    assert refused.value.cure


@pytest.mark.parametrize(
    "text", ["replies", "a+b@example.org", f"{'r' * 22}@example.org", "a b@c.de", "a@b\n"]
)
def test_an_address_that_can_take_no_token_stops_the_start(text: str) -> None:
    with pytest.raises(Refusal, match="LIKELY_REPLY_ADDRESS"):
        read_reply_address(text)


@pytest.mark.parametrize("text", ["", "replies@example.org", f"{'r' * 21}@example.org"])
def test_one_that_can_is_taken(text: str) -> None:
    assert read_reply_address(text) == text

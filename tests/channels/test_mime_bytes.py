"""Our way of writing a mail gives the bytes that the library's own gives, save for the boundary's name."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import SMTP

import pytest
from django.core.mail.message import BadHeaderError
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.channels.channel import Letter
from likely.channels.mail import message_of
from likely.channels.mime_bytes import mime_bytes

DATE = "Mon, 02 Mar 2026 09:00:00 +0000"
LINE = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=120
).filter(lambda text: text == text.strip() and text)  # fmt: skip
ASCII = st.from_regex(r"[!-~]([ -~]{0,150}[!-~])?", fullmatch=True).filter(
    lambda text: len(text) < 60 or " " in text
)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
BODY = WORDS | st.builds(str.__mul__, WORDS, st.integers(1, 9))  # some with lines over what SMTP takes


@settings(max_examples=60, deadline=None)
@given(subject=ASCII | LINE, extra=ASCII, text=BODY, html=BODY)
def test_it_is_what_the_library_writes(subject: str, extra: str, text: str, html: str) -> None:
    letter = Letter(
        "mail", "ann@example.org", "<one@likely.example>", text, subject=subject, html=html,
        sender="Ours <ask@example.org>", headers={"X-Extra": extra, "Date": DATE},
    )  # fmt: skip
    told, theirs = mime_bytes(message_of(letter), letter.message_id), message_of(letter).message()
    if theirs.is_multipart():
        theirs.set_boundary(str(message_from_bytes(told).get_boundary()))
    assert told == theirs.as_bytes(linesep="\r\n")
    assert message_from_bytes(told, policy=SMTP)["X-Extra"] is not None


def test_a_head_of_plain_lines_is_what_the_library_writes() -> None:
    headers = {"Reply-To": "us@nordic.example", "Auto-Submitted": "auto-generated", "Date": DATE}
    letter = Letter(
        "mail", "ann@example.org", "<one@likely.example>", "text", subject="How likely are you?", html="<p>",
        sender='"Nordic, Ltd" <ask@example.org>', headers=headers,
    )  # fmt: skip
    told, theirs = mime_bytes(message_of(letter), letter.message_id), message_of(letter).message()
    theirs.set_boundary(str(message_from_bytes(told).get_boundary()))
    assert told == theirs.as_bytes(linesep="\r\n")


def test_a_long_address_stays_on_the_line_of_its_name() -> None:
    link = f"<https://likely.example/u/{'x' * 80}>"
    letter = Letter(
        "mail", "ann@example.org", "<one@likely.example>", "text", subject="s", html="<p>",
        headers={"List-Unsubscribe": link, "Date": DATE},
    )  # fmt: skip
    for subject in ("s", "küsimus"):  # with a head of plain lines, and with one that the library writes
        raw = mime_bytes(message_of(replace(letter, subject=subject)), letter.message_id)
        assert f"\r\nList-Unsubscribe: {link}\r\n".encode() in raw


@pytest.mark.parametrize("bad", ["two\nBcc: all@example.org", "two\rlines"])
def test_a_header_of_two_lines_is_refused(bad: str) -> None:
    letter = Letter("mail", "ann@example.org", "<one@likely.example>", "text", subject=bad, html="<p>")
    with pytest.raises(BadHeaderError):
        mime_bytes(message_of(letter), letter.message_id)


def test_a_repeat_has_the_same_boundary_and_no_two_mails_have() -> None:
    def boundary(name: str) -> str | None:
        letter = Letter("mail", "ann@example.org", name, "text", subject="s", html="<p>")
        return message_from_bytes(mime_bytes(message_of(letter), name)).get_boundary()

    assert boundary("<one@likely.example>") == boundary("<one@likely.example>")
    assert boundary("<one@likely.example>") != boundary("<two@likely.example>")

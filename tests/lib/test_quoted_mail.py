"""Own words apart from quoted ones, as mail programs write them; and HTML as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.quoted_mail import split_quoted, text_of_html

OWN = "It is better now.\nThank you"
QUOTES = {
    "marks": "> Hello\n> how is it?",
    "english": "On Mon, 15 Jun 2026 at 10:00, Jaan <jaan@example.org> wrote:\n> Hello",
    "broken line": "On Mon, 15 Jun 2026 at 10:00, Jaan\n<replies+abc@example.org> wrote:\n\n> Hello",
    "german": "Am 15.06.2026 um 10:00 schrieb Jaan <jaan@example.org>:\n\n> Hallo",
    "french": "Le lun. 15 juin 2026 à 10:00, Jaan <jaan@example.org> a écrit :\n> Bonjour",
    "estonian": "Kuupäev E, 15. juuni 2026 kell 10:00 kirjutas Jaan <jaan@example.org>:\n> Tere",
    "chinese": "Jaan <jaan@example.org> 于2026年6月15日周一 10:00写道：\n> 您好",
    "outlook": "________________________________\nFrom: Jaan\nSent: Monday\nTo: Mari\nSubject: A\n\nHello",
    "outlook without a line": "From: Jaan <jaan@example.org>\nSent: Monday, 15 June 2026 10:00\n\nHello",
    "original message": "-----Original Message-----\nFrom: Jaan\n\nHello",
}


@pytest.mark.parametrize("program", QUOTES)
def test_what_is_quoted_below_is_taken_apart(program: str) -> None:
    own, quoted = split_quoted(f"{OWN}\n\n{QUOTES[program]}\n")
    assert own == OWN
    assert quoted == QUOTES[program]


def test_own_words_below_the_quotation_count() -> None:
    text = (
        "On Mon, 15 Jun 2026 at 10:00, Jaan <jaan@example.org> wrote:\n> Hello\n> how is it?\n\nBetter now."
    )
    assert split_quoted(text)[0] == "Better now."


@pytest.mark.parametrize("text", ["On Monday I wrote:", "From: the start it was bad", "On it.", "5 > 3"])
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert split_quoted(text)[0] == text


@given(st.text())
def test_whatever_comes_no_line_is_lost_and_nothing_breaks(text: str) -> None:
    own, quoted = split_quoted(text)
    assert {*own.split(), *quoted.split()} == set(text.split())


def test_html_becomes_lines_and_marks() -> None:
    own, quoted = "<p>It is <b>better</b>&nbsp;now.</p><p>Mari</p>", "<blockquote>Hello<br>you</blockquote>"
    assert split_quoted(text_of_html(f"<style>p{{}}</style>{own}{quoted}")) == (
        "It is better now.\n\nMari",
        "> Hello\n> you",
    )

"""What a mail says, in whose name, with which headers; and that nothing in it comes from elsewhere."""

import re
from typing import Any

import pytest

from likely.ask.letter import letter_of
from likely.ask.mail_body import ink_on
from likely.ask.mail_letter import mail_look, parts_of, trial_letter
from likely.ask.mail_words import keep_mail_words
from likely.ask.message_id import message_id_of
from likely.ask.outgoing import look_over
from likely.ask.sender import keep_sender, sender_of
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.ask.wording import LANGUAGES
from likely.channels.channel import Letter
from likely.lib.refusal import Refusal
from tests.ask.queued import follow, queue

NASTY = "<script>alert(1)</script>\r\nBcc: all@example.org {subject}"


@pytest.fixture
def survey(workspace: Any) -> Survey:
    made = make_definition("rnps", "Nordic Hardware", ("en", "et", "ar"))
    return Survey.start(workspace, "Ours", made, "system")


def letter(message: Any) -> Letter:
    from django.utils import timezone

    [going] = look_over([message], timezone.now()).going
    return letter_of(going)


def test_it_says_the_question_in_the_persons_language(survey: Survey) -> None:
    told = letter(queue(survey, "ann@example.org", name="Ann", language="et"))
    assert told.subject == "Nordic Hardware: üks lühike küsimus"
    assert "Tere, Ann!" in told.text
    assert told.text.count("?score=") == 11
    assert told.html.count("?score=") == 12  # and the one that nobody sees
    assert '<html lang="et" dir="ltr">' in told.html


def test_its_headers(survey: Survey) -> None:
    keep_sender(survey.workspace, {"name": "Nordic", "address": "ask@nordic.example",
                                   "reply_to": "us@nordic.example"}, "system")  # fmt: skip
    message = queue(survey, "ann@example.org")
    told = letter(message)
    assert told.sender == "Nordic <ask@nordic.example>"
    assert told.message_id == message_id_of(message.pk)
    assert told.headers["Reply-To"] == "us@nordic.example"
    assert told.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert re.fullmatch(r"<https?://[^<>]+/u/[\w-]+>", told.headers["List-Unsubscribe"])
    assert told.headers["Auto-Submitted"] == "auto-generated"
    assert told.headers["List-Unsubscribe"].strip("<>") in told.html


def test_a_reminder_says_that_it_is_one(survey: Survey) -> None:
    told = letter(follow(queue(survey, "ann@example.org")))
    assert told.subject == "A reminder: Nordic Hardware: one short question"
    assert "We wrote to you a few days ago" in told.text


def test_what_a_person_is_called_becomes_neither_markup_nor_a_header_nor_a_field(survey: Survey) -> None:
    keep_mail_words(survey, "en", {"subject": "For {name}", "lead": "Dear {name}, <b>now</b>"}, "system")
    told = letter(queue(survey, "ann@example.org", name=NASTY, language="en"))
    assert "\n" not in told.subject
    assert "\r" not in told.subject
    assert "<script" not in told.html
    assert "<b>" not in told.html
    assert "{subject}" in told.text  # what fills a field is not filled again


def test_an_unknown_field_is_refused(survey: Survey) -> None:
    with pytest.raises(Refusal, match="salary"):
        keep_mail_words(survey, "en", {"lead": "You earn {salary}"}, "system")


@pytest.mark.parametrize(
    "facts",
    [{"address": "nobody"}, {"colour": "red;background:url(x)"}, {"name": "A\nBcc: b"}, {"selector": "a b"}],
)
def test_a_sender_that_is_none_is_refused_and_nothing_changes(survey: Survey, facts: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        keep_sender(survey.workspace, {"logo": "New", **facts}, "system")
    assert sender_of(survey.workspace).logo == ""


@pytest.mark.parametrize("kind", ["csat5", "csat10", "ces"])
def test_satisfaction_and_effort_have_their_row(workspace: Any, kind: str) -> None:
    survey = Survey.start(workspace, kind, make_definition(kind, "Us", ("en",)), "system")
    points = {"csat5": range(1, 6), "csat10": range(1, 11), "ces": range(1, 8)}[kind]
    told = letter(queue(survey, "ann@example.org"))
    assert re.findall(r"score=(\d+)$", told.text, re.M) == [str(point) for point in points]


def test_a_survey_without_a_scale_has_a_button(workspace: Any) -> None:
    survey = Survey.start(workspace, "Ideas", make_definition("wow", "Us", ("en",)), "system")
    told = letter(queue(survey, "ann@example.org"))
    assert f'<a href="{told.link}"' in told.html
    assert f"Open the survey: {told.link}" in told.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_its_mail(workspace: Any, language: str) -> None:
    definition = make_definition("rnps", "Us", (language,))
    survey = Survey.start(workspace, "Ours", definition, "system")
    for purpose in ("invite", "remind", "thank"):
        look = mail_look(survey, definition, language, purpose, name="Ann", link="https://likely.example/x")
        parts = parts_of(look)
        said = " ".join([parts.subject, parts.preheader, *parts.paragraphs, *parts.footer])
        assert "{" not in said, said
        html = trial_letter(look, "a@example.org", "[Test]").html
        assert not re.findall(r'(?:src|background)="?http|url\(|<img|<script', html)
        assert max(len(line) for line in html.splitlines()) < 998  # no server has to break a line


@pytest.mark.parametrize(("colour", "ink"), [("#0f766e", "#ffffff"), ("#facc15", "#1c1917")])
def test_a_button_can_be_read_on_any_colour(colour: str, ink: str) -> None:
    assert ink_on(colour) == ink

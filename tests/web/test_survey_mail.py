"""The owner's own words for the mails of a survey, and a look at them in every language, size and theme."""

from typing import Any

import pytest
from django.test import Client

from likely.ask.mail_words import MailWords
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from tests.web.conftest import member, signed_in

pytestmark = pytest.mark.django_db
WORDS = {
    "subject": "A question, {name}",
    "preheader": "It takes a minute",
    "lead": "Dear {name},\n\nhow was it?",
    "reminder_subject": "Once more",
    "reminder": "Still there?",
    "closing": "Yours\nMari",
}


@pytest.fixture
def browser(workspace: Any) -> Client:
    return signed_in(member(workspace, "manager@example.org", "manager"))


@pytest.fixture
def asked(workspace: Any) -> Survey:
    made = make_definition("rnps", "Nordic Hardware", ("en", "et", "ar"))
    return Survey.start(workspace, "Ours", made, "system")


def look(browser: Client, asked: Survey, query: str = "") -> str:
    return browser.get(f"/surveys/{asked.pk}/mail.html?{query}").content.decode()


def test_the_words_of_a_language_are_kept_and_shown(browser: Client, asked: Survey) -> None:
    answer = browser.post(f"/surveys/{asked.pk}/mail?lang=et&for=remind&theme=dark", WORDS)
    assert answer["Location"] == f"/surveys/{asked.pk}/mail?lang=et&for=remind&size=phone&theme=dark"
    kept = MailWords.objects.get()
    assert {name: getattr(kept, name) for name in WORDS} == WORDS
    assert kept.language == "et"
    assert "Dear Maria Kask" in look(browser, asked, "lang=et")
    assert "Still there?" in look(browser, asked, "lang=et&for=remind")
    assert "Dear Maria Kask" not in look(browser, asked, "lang=en")
    page = browser.get(f"/surveys/{asked.pk}/mail?lang=et").content.decode()
    assert "A question, {name}" in page
    assert "A question, Maria Kask" in page
    assert f"/surveys/{asked.pk}/mail" in browser.get(f"/surveys/{asked.pk}").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"subject": "Hello\r\nBcc: all@example.org"}, "subject"),
        ({"reminder_subject": "Hello\r\nBcc: all@example.org"}, "reminder_subject"),
        ({"lead": "You earn {salary}"}, "lead"),
        ({"subject": "x" * 151}, "subject"),
    ],
)
def test_what_can_not_be_said_is_refused_at_its_field_and_stays_typed(
    browser: Client, asked: Survey, wrong: dict[str, str], field: str
) -> None:
    answer = browser.post(f"/surveys/{asked.pk}/mail", {**WORDS, **wrong})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "It takes a minute" in answer.content.decode()
    assert MailWords.objects.count() == 0


def test_markup_in_the_words_stays_words(browser: Client, asked: Survey) -> None:
    browser.post(f"/surveys/{asked.pk}/mail", {"lead": "<script>alert(1)</script><b>now</b>"})
    said = look(browser, asked)
    assert "<script" not in said
    assert "&lt;b&gt;now" in said


def test_a_look_is_light_or_dark_whatever_the_device_is(browser: Client, asked: Survey) -> None:
    assert "@media (prefers-color-scheme: dark)" in look(browser, asked)
    assert "@media all" in look(browser, asked, "theme=dark")
    assert "@media not all" in look(browser, asked, "theme=light")


def test_the_look_can_be_framed_by_us_alone_and_runs_nothing(browser: Client, asked: Survey) -> None:
    page = browser.get(f"/surveys/{asked.pk}/mail?lang=ar")
    assert "<iframe sandbox " in page.content.decode()
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    policy = browser.get(f"/surveys/{asked.pk}/mail.html")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "script-src" not in policy


def test_every_choice_is_a_link_and_what_is_none_is_the_first(browser: Client, asked: Survey) -> None:
    page = browser.get(f"/surveys/{asked.pk}/mail?lang=xx&for=burn&size=huge&theme=pink")
    assert page.context["look"] == {"lang": "en", "for": "invite", "size": "phone", "theme": "light"}
    links = [one["query"] for switch in page.context["switches"] for one in switch["choices"]]
    assert len(links) == 3 + 3 + 2 + 2
    for link in links:
        assert browser.get(f"/surveys/{asked.pk}/mail?{link}").status_code == 200


def test_a_survey_that_never_was_published_has_no_mail(browser: Client, workspace: Any) -> None:
    draft = Survey.objects.create(workspace=workspace, slug="d", name="D", kind="rnps")
    assert browser.get(f"/surveys/{draft.pk}/mail").status_code == 404

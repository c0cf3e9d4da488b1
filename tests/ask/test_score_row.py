"""The row of a mail: eleven links, one that nobody sees, safe in any mail and in any direction."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from likely.ask.definition import Definition
from likely.ask.score_row import HIDDEN_SCORE, score_address, score_row
from likely.ask.template import make_definition

LINK = "https://likely.example/r/abc_DEF-1"
NASTY = 'A&B "<img src=x onerror=alert(1)>" \r\nBcc: everyone@example.org'


def definition(subject: str = "Nordic Hardware", language: str = "en") -> Definition:
    made = make_definition("rnps", subject, (language,))
    assert isinstance(made, Definition)
    return made


def hrefs(html: str) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]*)"', html)]


class Nesting(HTMLParser):
    """Every tag that is opened is closed, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_eleven_links_and_the_hidden_one() -> None:
    found = hrefs(score_row(definition(), "en", LINK).html)
    assert found == [f"{LINK}?score={score}&lang=en" for score in range(11)] + [
        f"{LINK}?score={HIDDEN_SCORE}"
    ]


def test_no_person_meets_the_hidden_link() -> None:
    html = score_row(definition(), "en", LINK).html
    hidden = html[html.index('<div aria-hidden="true"') :]
    assert all(word in hidden for word in ("display:none", "mso-hide:all", 'tabindex="-1"'))
    assert re.search(r"<a [^>]*></a>", hidden)  # no word to read or to press
    assert f"score={HIDDEN_SCORE}" not in score_row(definition(), "en", LINK).text


def test_a_mail_program_finds_nothing_that_it_would_drop() -> None:
    html = score_row(definition(), "en", LINK).html
    nesting = Nesting()
    nesting.feed(html)
    assert nesting.open == []
    assert nesting.tags == {"table", "tr", "td", "a", "div"}
    assert not re.search(r"class=|<style|<script|<img|url\(|flex|grid|position:", html)
    for cell in re.findall(r"<td[^>]*bgcolor[^>]*>", html):
        assert "background-color:" in cell  # Outlook reads the one, the others the other


@pytest.mark.parametrize(
    ("language", "direction"), [("en", "ltr"), ("et", "ltr"), ("ar", "rtl"), ("he", "rtl")]
)
def test_each_language_in_its_direction_and_the_numbers_in_theirs(language: str, direction: str) -> None:
    html = score_row(definition(language=language), language, LINK).html
    assert f'lang="{language}" dir="{direction}"' in html
    assert 'dir="ltr"><tr><td align="center"' in html
    assert re.findall(r">(\d+)</a>", html) == [str(score) for score in range(11)]


def test_what_a_company_calls_itself_stays_text() -> None:
    row = score_row(definition(NASTY), "en", LINK)
    assert "<img" not in row.html
    assert "onerror=alert(1)&gt;" in row.html
    assert not any(line.lower().startswith("bcc:") for line in row.text.splitlines())
    assert "\r" not in row.text + row.html


def test_the_plain_twin_has_a_number_and_its_link_a_line() -> None:
    lines = score_row(definition(), "en", LINK).text.splitlines()
    assert lines[0] == "How likely are you to recommend Nordic Hardware to a friend or colleague?"
    assert lines[2] == f" 0 (Not at all likely)  {LINK}?score=0"
    assert lines[12] == f"10 (Extremely likely)  {LINK}?score=10"
    assert all(len(line) < 998 for line in lines)  # RFC 5322


def test_a_link_with_a_query_keeps_it() -> None:
    assert score_address(f"{LINK}?p=x", 9) == f"{LINK}?p=x&score=9"


def yes_no() -> Definition:
    asked = {"key": "again", "kind": "yes_no", "text": {"en": "Would you come again?"}}
    return Definition.from_json(
        {"kind": "custom", "subject": {"en": "us"}, "languages": ["en"], "questions": [asked]}
    )


def test_yes_and_no_are_two_links_and_the_hidden_one() -> None:
    row = score_row(yes_no(), "en", LINK)
    nesting = Nesting()
    nesting.feed(row.html)
    assert nesting.open == []
    assert hrefs(row.html) == [f"{LINK}?score={sent}" for sent in ("yes&lang=en", "no&lang=en", HIDDEN_SCORE)]
    assert row.text.splitlines()[2:4] == [f"Yes  {LINK}?score=yes", f"No  {LINK}?score=no"]

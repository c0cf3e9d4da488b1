"""The sentence that a person reads is in their language and can't be abused."""

from base64 import b64encode
from hashlib import sha256
from html import unescape
from pathlib import Path

import pytest

from likely.ask.wording import LANGUAGES, own_words, wording
from likely.lib.refusal import Refusal
from likely.public.refused_page import POLICY, SENTENCES, refused_page

SOURCES = Path(__file__).parents[2] / "likely"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("et", "et"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("zh-TW", "zh-Hant"),
        ("fr, en", "fr"),
        ("xx, ar;q=0.5", "ar"),
        ("", "en"),
        ("\x00;;,", "en"),
        ("x" * 999, "en"),
    ],
)
def test_the_language_is_the_first_that_we_speak(accepted: str, language: str) -> None:
    assert f'lang="{language}"' in refused_page(Refusal("x", "x"), accepted, "/s/a").decode()


def test_what_a_stranger_sent_is_never_markup() -> None:
    page = refused_page(Refusal("x", "<script>alert(1)</script>"), "en", '/s/"><script>').decode()
    assert "<script" not in page


def test_every_sentence_is_one_that_is_said() -> None:
    said = "".join(
        (SOURCES / name).read_text()
        for name in ("collect/step.py", "collect/intake.py", "collect/group_commit.py", "public/gate.py")
    )
    assert [sentence for sentence in SENTENCES if sentence not in said] == []


def test_the_policy_lets_in_the_style_and_nothing_else() -> None:
    page = refused_page(Refusal("survey_closed", "x"), "en", "/s/a").decode()
    style = page.partition("<style>")[2].partition("</style>")[0]
    assert b64encode(sha256(style.encode()).digest()).decode() in POLICY
    assert " style=" not in page


@pytest.mark.parametrize("language", ["en", "et", "zh"])
def test_a_rule_for_programs_is_told_to_nobody_else(language: str) -> None:
    page = refused_page(
        Refusal("score_range", "score must be one of 0 … 10.", field="score"), language, "/s/a"
    )
    assert b"score must" not in page


def test_a_refusal_that_names_fields_is_worded_for_people() -> None:
    refusal = Refusal("consent_missing", "answers.consent must be true before anything is taken.")
    page = refused_page(refusal, "en", "/s/a").decode()
    assert wording("en").page.consent_missing in unescape(page)
    assert "answers.consent" not in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("survey_paused", "paused"),
        ("survey_closed", "closed"),
        ("link_expired", "expired"),
        ("link_unknown", "unknown"),
        ("survey_unknown", "unknown"),
        ("nothing_sent", "required"),
        ("consent_missing", "consent_missing"),
    ],
)
def test_what_the_pages_say_is_said_in_every_language(language: str, code: str, text: str) -> None:
    page = unescape(refused_page(Refusal(code, "In English."), language, "/s/a").decode())
    said = own_words(language, "page", text)
    assert said
    assert said in page
    assert "In English." not in page
    assert f'lang="{language}" dir="{wording(language).direction}"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_rare_refusal_is_in_the_language_too(language: str) -> None:
    refusal = Refusal("store_unavailable", "The answer can't be stored right now.")
    page = unescape(refused_page(refusal, language, "/s/a").decode())
    assert (refusal.message in page) == (language == "en")

"""The sentence that a person reads is in their language and can't be abused."""

from pathlib import Path

import pytest

from likely.lib.refusal import Refusal
from likely.public.refused_page import SENTENCES, refused_page

SOURCES = Path(__file__).parents[2] / "likely"


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("et", "et"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-hans"),
        ("fr, en", "en"),
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


def test_a_refusal_that_names_fields_is_worded_for_people() -> None:
    refusal = Refusal("consent_missing", "answers.consent must be true before anything is taken.")
    page = refused_page(refusal, "en", "/s/a").decode()
    assert "tick the box" in page
    assert "answers.consent" not in page

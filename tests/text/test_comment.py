import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.text.comment import LONGEST, MOST_CLAUSES, Known, known_of, read_comment, read_comments


def test_a_comment_is_read_in_its_language_clause_by_clause() -> None:
    read = read_comment("Fast delivery but rude driver!", Known({"en": 0.9, "et": 0.1}, ("en", "et")))
    assert (read.language, read.clauses, read.spam, read.profane) == (
        "en",
        ("fast delivery", "rude driver"),
        None,
        False,
    )


def test_what_the_text_leaves_open_the_workspace_decides() -> None:
    assert read_comment("ok", Known({"et": 0.9, "en": 0.1}, ("et", "en"))).language == "et"
    assert read_comment("ok", Known({"en": 0.9, "et": 0.1}, ("et", "en"))).language == "en"


def test_spam_has_no_clauses() -> None:
    assert read_comment("asdfasdf").clauses == ()


HOSTILE = [
    "",
    "👍👍🏽",
    "\u202eyrev\u202c good",
    "<script>alert(1)</script>",
    "p\u200bi\u200bl\u200bl\u200bs\u200b!\u200b",
    "很好 but väga slow و",
    "a" * 50_000,
    "word, " * 10_000,
    "\x00\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_quickly_and_bounded(text: str) -> None:
    start = time.perf_counter()
    read = read_comment(text, known_of(["Good service", "Hea teenindus"]))
    assert time.perf_counter() - start < 2  # some milliseconds; the bound is for a loaded machine
    assert len(read.clauses) <= MOST_CLAUSES
    assert sum(map(len, read.clauses)) <= 2 * LONGEST


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_the_same_twice(text: str) -> None:
    assert read_comment(text) == read_comment(text)


CORPORA = {
    "en": ("recommend_patient_fft_en", "comment"),
    "fr": ("nps_retail_fr", "comment"),
    "et": ("sentiment_et", "text"),
    "zh": ("reviews_restaurant_zh_asap_sample", "comment"),
}


@pytest.mark.parametrize("language", CORPORA)
def test_languages_of_real_comments_whole_and_of_two_words(shared: Path, language: str) -> None:
    name, column = CORPORA[language]
    texts = pd.read_parquet(shared / f"data/{name}.parquet")[column].dropna().tolist()[:800]
    texts = [text for text in texts if sum(map(str.isalpha, text)) > 3]
    known = Known(dict.fromkeys(CORPORA, 0.25), tuple(CORPORA))
    whole = [read.language == language for read in read_comments(texts, known)]
    assert sum(whole) / len(whole) >= 0.98
    begun = [read_comment(" ".join(text.split()[:2]), known).language == language for text in texts]
    assert sum(begun) / len(begun) >= 0.93

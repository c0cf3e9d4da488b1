"""What index, search and scan write is the same, whatever people say and type."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.comment_words import LONGEST_WORD, MOST_TERMS, Term, wanted, words_of

LETTERS = st.sampled_from(list("aäbõcd éßдж快递员很慢手機ทดवि한국1٣ \t-'.,!?\"“«_\u200b\0%*():^"))
TEXTS = st.text(LETTERS, max_size=60) | st.text(max_size=40)


def finds(term: Term, words: str) -> bool:
    """As both databases look: the words in a row, the last one begun where it may be."""
    sought = " " + " ".join(term.words) + ("" if term.is_open else " ")
    return sought in f" {words} "


@given(TEXTS)
def test_words_are_letters_and_digits_parted_by_single_spaces(text: str) -> None:
    words = words_of(text)
    assert words == "" or all(word.isalnum() and len(word) <= LONGEST_WORD for word in words.split(" "))


@given(TEXTS, TEXTS, TEXTS)
def test_what_is_copied_out_of_a_comment_finds_it(before: str, copied: str, after: str) -> None:
    words = words_of(f"{before} {copied} {after}")
    assert all(finds(term, words) for term in wanted(re.sub('["“”„«»「」『』]', " ", copied)))


@given(TEXTS)
def test_nothing_that_is_typed_is_an_error(text: str) -> None:
    terms = wanted(text)
    assert len(terms) <= MOST_TERMS
    for term in terms:
        assert all(word.isalnum() for word in term.words)
        re.compile(term.pattern.replace(r"\p{L}\p{N}", r"\w"))


@pytest.mark.parametrize(
    ("typed", "comment", "is_found"),
    [
        ("deliv", "Late DELIVERY", True),
        ("elivery", "Late delivery", False),
        ("late fast", "Fast, then late", True),
        ('"late delivery"', "late  DELIVERY!", True),
        ('"late delivery"', "delivery late", False),
        ('"late deliver"', "late delivery", False),
        ('"late deliver', "late delivery", True),
        ("„aeglane kuller”", "Väga aeglane kuller", True),
        ("vaga", "Väga hea", True),
        ("VÄGA", "vaga hea", True),
        ("a", "about", False),
        ("a", "a lot", True),
        ("递员", "快递员很慢", True),
        ("员", "快递员", True),
        ("慢很", "快递员很慢", False),
        ("快递 慢", "很慢的快递", True),
        ("iphone手机", "用iPhone手机", True),
        ("strasse", "Straße", True),
        ("don't", "don’t", True),
        ("प्रति", "प्रतिक्रिया", True),
        ("доставк", "Быстрая доставка", True),
    ],
)
def test_people_find_what_they_mean(typed: str, comment: str, is_found: bool) -> None:
    words = words_of(comment)
    assert all(finds(term, words) for term in wanted(typed)) == is_found


def test_a_search_without_a_word_asks_nothing() -> None:
    assert wanted(" *^\"'():- ") == ()

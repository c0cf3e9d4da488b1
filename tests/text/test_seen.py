"""What a search finds in a comment that is seen masked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.comment_words import Term, wanted, words_of
from likely.text.masking import may_mask
from likely.text.names import MAY_ANNOUNCE, MAY_TITLE
from likely.text.seen import is_seen, seen

HIDING = (
    "write to mari.maasikas@example.ee please",
    "see https://example.org/u/jane?x=1 there",
    "on WWW.example.org",
    "my card 4111 1111 1111 1111 was charged",
    "pay EE38 2200 2210 2014 5685 back",
    "isikukood 37605030299",
    "请打13812345678找我",
    "手机：1234567",
    "call +372 5123 4567 now",
    "call 00 372 5123 4567",
    "call 01 23 45 67 89",
    "ring (555) 123-4567",
    "555-123-4567",
    "555 1234",
    "tel ٠١٢٣٤٥٦٧",
    "Mrs Anna Smith was kind",
    "thanks to Dr. O'Neill for that",
    "(hr Tamm aitas)",
    "My name's Jane Doe",
    "MINU NIMI ON Mari",
    "Slow again.\nKIND REGARDS, Jane Doe",
    "Mit freundlichen Grüßen\nJane",
    "我叫王小明，等了很久",
    "姓名：王小明",
    "张经理态度很好",
)


@pytest.mark.parametrize(
    ("comment", "typed", "found"),
    [
        ("call mari@example.org about mari", "mari", True),
        ("call mari@example.org", "mari", False),
        ("call mari@example.org", "call", True),
        ("call mari@example.org", "call mari", False),
        ("call mari@example.org", "example.org", False),
        ("mail email@example.org", "email", False),
        ("Mrs Nameth was kind", "name", False),
        ("Mrs Nameth was kind", "kind", True),
        ("call 5123 4567 or order 48213377", "48213377", True),
        ("call 5123 4567 or order 48213377", "5123", False),
        ("张经理态度很好", "张经", False),
        ("张经理态度很好", "经理", True),
        ("Kuller hr Tamm hilines", '"tamm hilines"', False),
    ],
)
def test_words_are_found_in_what_is_shown_alone(comment: str, typed: str, found: bool) -> None:
    assert is_seen(comment, wanted(typed)) == found


@pytest.mark.parametrize("comment", HIDING)
def test_whatever_may_hide_something_is_looked_at(comment: str) -> None:
    assert seen(comment) != comment
    assert may_hide(comment)


@given(st.text(alphabet=st.sampled_from("0123456789 +-().@wW:/EeMmrsDdJane王经理我叫٣"), max_size=40))
def test_nothing_that_is_masked_is_passed_over(comment: str) -> None:
    assert may_hide(comment) or seen(comment) == comment


@given(st.text(alphabet=st.sampled_from("0123456789 +-().@:/ESaX电话王"), max_size=40))
def test_what_is_masked_of_digits_alone_hides_no_other_word(comment: str) -> None:
    hidden = may_hide(comment, numbers=False)
    assert hidden or all(is_seen(comment, [term]) for term in wanted(comment) if not has_digit(term))


@given(st.text(alphabet="abc 快递员，é", max_size=20), st.text(alphabet='abc" 快递é', max_size=6))
def test_terms_stand_in_a_comment_as_its_pattern_says(comment: str, typed: str) -> None:
    """Letters of ours that need no engine's own classes."""
    for term in wanted(typed):
        rule = term.pattern.replace(r"[^\p{L}\p{N}]", r"[\W_]")
        assert term.stands_in(words_of(comment)) == bool(re.search(rule, comment.replace("é", "e")))


def has_digit(term: Term) -> bool:
    return any(letter.isdecimal() for letter in "".join(term.segments))


def may_hide(comment: str, *, numbers: bool = True) -> bool:
    rules = ((may_mask(numbers=numbers), comment), (MAY_TITLE, comment), (MAY_ANNOUNCE, comment.lower()))
    return any(re.search(rule, text) for rule, text in rules)

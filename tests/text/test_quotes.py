from hypothesis import given
from hypothesis import strategies as st

from likely.text.quotes import LONGEST, best_quotes, jaccard, shown


def chosen(comments: dict[str, float], most: int = 3) -> list[str]:
    return best_quotes(
        list(comments), str, lambda text: comments[text], lambda text: frozenset(text.split()), most
    )


def test_the_typical_come_first() -> None:
    assert chosen({"a fair price for it": 1.0, "the driver was very rude": 2.0}) == [
        "the driver was very rude",
        "a fair price for it",
    ]


def test_nearly_the_same_is_not_quoted_twice() -> None:
    near = {
        "delivery was late again today": 3.0,
        "delivery was late again": 2.9,
        "rude staff in the shop": 1.0,
    }
    assert chosen(near) == ["delivery was late again today", "rude staff in the shop"]


def test_comments_with_personal_data_come_last() -> None:
    assert chosen({"call me at +372 5123 4567": 9.0, "the driver was very rude": 1.0}, most=1) == [
        "the driver was very rude"
    ]


def test_shown_is_masked_and_cut_at_a_word() -> None:
    text = shown("mail me at jo@example.org " + "word " * 100)
    assert "jo@" not in text
    assert len(text) <= LONGEST + 1
    assert text.endswith("word…")


@given(st.frozensets(st.integers(0, 9)), st.frozensets(st.integers(0, 9)))
def test_jaccard_is_symmetric_and_bounded(a: frozenset[int], b: frozenset[int]) -> None:
    assert jaccard(a, b) == jaccard(b, a)
    assert 0 <= jaccard(a, b) <= 1
    assert jaccard(a, a) == 1


def test_jaccard_gold() -> None:
    """txt-005"""
    assert jaccard(set("abcd"), set("cdef")) == 1 / 3

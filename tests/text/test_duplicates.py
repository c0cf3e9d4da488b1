from hypothesis import given, settings
from hypothesis import strategies as st

from likely.text.duplicates import originals, shingles

LONG = "the parcel came two weeks late and nobody answered the phone when I called to ask where it was"
CHINESE = "快递两个星期才到，打电话给客服一直没有人接，太让人失望了，再也不会来买"


def test_a_pasted_text_points_to_the_first() -> None:
    assert originals([LONG, "something else", LONG, LONG.upper() + "!!"]) == [0, 1, 0, 0]


def test_a_changed_word_is_still_a_copy_and_a_new_end_is_not() -> None:
    changed = LONG.replace("two", "three")
    other = "the parcel came two weeks late but the driver was kind, so I will order again in spring"
    assert originals([LONG, changed, other]) == [0, 0, 2]


def test_chinese_copies() -> None:
    assert originals([CHINESE, "完全不同的另一条评论，说的是价格便宜质量也好", CHINESE + "。"]) == [0, 1, 0]


def test_short_texts_are_nobodys_copy() -> None:
    assert originals(["very good"] * 5) == [0, 1, 2, 3, 4]


def test_none() -> None:
    assert originals([]) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="abcd ", max_size=60), max_size=12))
def test_an_original_is_earlier_and_its_own_original(texts: list[str]) -> None:
    found = originals(texts)
    assert all(first <= place for place, first in enumerate(found))
    assert all(found[first] == first for first in found)


@given(st.text())
def test_shingles_ignore_letter_case_and_marks(text: str) -> None:
    assert shingles(text) == shingles(text + " !?")

"""The words of the index and of the search meet, whatever people are called."""

from hypothesis import given
from hypothesis import strategies as st

from likely.people.search_words import LONGEST_WORD, MOST_WORDS, wanted_words, words_of

NAMES = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs", "M", "S"]), max_size=40)


@given(NAMES, NAMES)
def test_words_are_letters_and_digits_parted_by_single_spaces(name: str, account: str) -> None:
    words = words_of(name, "a.b@c.example", "+37255551234", "X-1", account).split(" ")
    assert len(words) <= MOST_WORDS
    assert all(word.isalnum() and len(word) <= LONGEST_WORD for word in words if word)
    assert "" not in words


@given(NAMES, st.data())
def test_everybody_is_found_by_the_beginning_of_each_of_their_words(name: str, data: st.DataObject) -> None:
    kept = words_of(name, "", "", "").split()
    for word in name.split()[:3]:
        beginning = data.draw(st.sampled_from([word[:n] for n in range(1, len(word) + 1)]))
        for wanted in wanted_words(beginning):
            assert any(one.startswith(wanted) for one in kept) or len(wanted) >= LONGEST_WORD


def test_parts_of_addresses_numbers_and_names_are_words() -> None:
    words = words_of("Anna-Liisa Õunapuu 王小明", "anna.tamm@acme.example", "+37255551234", "C-1001").split()
    names = {"annaliisa", "liisa", "ounapuu", "王小明", "小明"}
    assert names | {"annatammacmeexample", "acmeexample", "c1001", "1001"} <= set(words)
    assert {"37255551234", "55551234", "1234"} <= set(words)


def test_a_number_may_be_typed_with_spaces() -> None:
    assert wanted_words("+372 5555 1234") == ("37255551234",)
    assert wanted_words("5555-12") == ("555512",)

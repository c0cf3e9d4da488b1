import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.text.grams import BUCKETS, Grams, columns_of, idf_of, pieces, weighted


def test_words_pairs_and_han_sequences() -> None:
    assert pieces("fast delivery") == ["fast", "delivery", "fast delivery"]
    assert pieces("很快") == ["很", "快", "很快"]


def test_forms_of_a_word_share_columns() -> None:
    tarne, tarnega, hind = (set(columns_of(word)) for word in ("tarne", "tarnega", "hind"))
    assert len(tarne & tarnega) >= 4
    assert not tarne & hind


def test_a_row_is_the_sum_of_the_columns_of_its_pieces() -> None:
    text = "late parcel, late again 太慢了"
    row = Grams().rows([text])
    expected = np.zeros(BUCKETS)
    for piece in pieces(text):
        for column in columns_of(piece):
            expected[column] += 1
    assert np.array_equal(row.toarray()[0], expected)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
def test_a_text_has_the_same_row_alone_and_among_others(texts: list[str]) -> None:
    together = Grams().rows(texts)
    for place, text in enumerate(texts):
        assert (together[[place]] != Grams().rows([text])).nnz == 0


def test_weighted_rows_have_length_one_or_nothing() -> None:
    counts = Grams().rows(["late parcel", "late again", "!!"])
    lengths = np.sqrt(weighted(counts, idf_of(counts, least=1)).power(2).sum(axis=1))
    assert np.allclose(np.asarray(lengths).ravel(), [1, 1, 0])


def test_forgetting_changes_no_figure(monkeypatch: object) -> None:
    grams = Grams()
    grams.MOST_KNOWN = 3
    first = grams.rows(["one two three four five"])
    assert (grams.rows(["one two three four five"]) != first).nnz == 0

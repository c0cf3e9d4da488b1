import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.text.class_tfidf import class_tfidf


def test_gold_weights(shared: Path) -> None:
    """txt-002: slow|1, support|1, price|2, slow|2."""
    gold = next(v for v in json.loads((shared / "gold.json").read_text())["values"] if v["id"] == "txt-002")
    counts = []
    for name in ("class1", "class2"):
        words = gold["inputs"][name].split()
        counts.append({word: words.count(word) for word in words})
    one, two = class_tfidf(counts)
    found = [one["slow"], one["support"], two["price"], two["slow"]]
    assert found == pytest.approx(gold["expected"], abs=gold["tolerance"])


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.integers(1, 9)), max_size=4))
def test_weights_are_positive_and_a_term_of_one_class_beats_a_shared_one(
    classes: list[dict[str, int]],
) -> None:
    assert all(weight > 0 for weights in class_tfidf(classes) for weight in weights.values())
    shared, own = class_tfidf([{"both": 3, "own": 3}, {"both": 3, "other": 3}])[0].values()
    assert own > shared

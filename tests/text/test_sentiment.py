import random
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.text.grams import Grams
from likely.text.sentiment import FEWEST, SURE, Sentiment, fit, learn, polarity, shipped
from tests.text.short_clauses import BLAME, HARD_BLAME, HARD_PRAISE, PLAIN, PRAISE, listed

SAID = {  # what the shipped model has to tell apart before a workspace has taught it anything
    "en": (["fast delivery", "very helpful staff"], ["rude driver", "nobody answers the phone"]),
    "et": (["tarne oli kiire", "väga sõbralik teenindus"], ["keegi ei vasta telefonile", "pakk oli katki"]),
    "zh": (["服务很好", "送货非常快"], ["态度太差了", "送货太慢了"]),
}


def pairs(n: int) -> list[tuple[bool, str]]:
    """Of a shop that speaks its own tongue: nothing that the shipped model could know."""
    chance = random.Random(2)
    good = ["zolpi", "marnu kest", "vilotar"]
    bad = ["druggo", "pelfin ost", "kwarri"]
    around = ["tuluma", "hestra", "onnipo", "weldig"]
    made = []
    for i in range(n):
        words = good if i % 2 else bad
        made.append((bool(i % 2), f"{chance.choice(around)} {chance.choice(words)} {chance.choice(around)}"))
    return made


@pytest.fixture(scope="module")
def learnt() -> Sentiment:
    return learn(pairs(600))


@pytest.mark.parametrize("language", SAID)
def test_the_shipped_model_tells_praise_from_blame_in_each_language(language: str) -> None:
    praise, blame = (shipped().of(texts) for texts in SAID[language])
    assert min(praise) > 0.6
    assert max(blame) < 0.4


@pytest.mark.parametrize("language", PRAISE)
def test_short_clauses_are_told_as_what_they_are(language: str) -> None:
    """Nine of ten lie on their side, most of them surely; next to none is surely told as the other."""
    praise, blame = (listed(texts[language]) for texts in (PRAISE, BLAME))
    assert min(len(praise), len(blame)) >= 30
    told = shipped().of([*praise, *blame])
    favour = [p if place < len(praise) else 1 - p for place, p in enumerate(told)]
    assert sum(p > 0.5 for p in favour) >= 0.9 * len(favour)
    assert sum(p >= SURE for p in favour) >= 0.85 * len(favour)
    assert sum(p <= 1 - SURE for p in favour) <= 0.03 * len(favour)


@pytest.mark.parametrize("language", PLAIN)
def test_a_thing_by_itself_is_neither_praise_nor_blame(language: str) -> None:
    assert all(0.1 < p < 0.9 for p in shipped().of(listed(PLAIN[language])))


def test_the_short_clauses_are_not_among_those_that_teach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2] / "tools")
    taught = {text for _, text in import_module("sentiment_phrases").phrases()}
    assert len(taught) > 10_000
    asked = {
        text
        for lists in (PRAISE, BLAME, HARD_PRAISE, HARD_BLAME)
        for texts in lists.values()
        for text in listed(texts)
    }
    assert not asked & taught


def test_the_words_of_a_workspace_are_learnt_from_its_scores(learnt: Sentiment) -> None:
    praise, blame = learnt.of(["tuluma zolpi hestra", "tuluma kwarri hestra"])
    assert praise > 0.7
    assert blame < 0.3
    assert learnt.auc is not None
    assert learnt.auc > 0.95


def test_a_thing_that_both_name_leans_neither_way(learnt: Sentiment) -> None:
    assert all(0.25 < p < 0.75 for p in learnt.of(["tuluma", "hestra onnipo"]))


def test_too_few_or_one_sided_pairs_teach_nothing() -> None:
    assert learn(pairs(FEWEST - 1)) is shipped()
    assert learn([(True, f"fine {i}") for i in range(FEWEST * 2)]) is shipped()


def test_the_same_pairs_teach_the_same(learnt: Sentiment) -> None:
    again = learn(pairs(600))
    assert np.array_equal(again.weights, learnt.weights)
    assert (again.slope, again.shift) == (learnt.slope, learnt.shift)


def test_nothing_said_is_half(learnt: Sentiment) -> None:
    assert learnt.of(["", "!!!"]) == [0.5, 0.5]
    assert polarity(0.5) == 0
    assert (polarity(0.9), polarity(0.1)) == (1, -1)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_probability(text: str) -> None:
    (p,) = shipped().of([text])
    assert 0 <= p <= 1


def test_probabilities_are_calibrated() -> None:
    """Words that promoters use twice as often: of comments said to be 60 to 80 % likely, so many are."""
    chance = random.Random(5)
    words = [f"w{'abcdefghij'[i]}x{'klmnopqrst'[i]}" for i in range(10)]
    made = []
    for _ in range(3000):
        good = chance.random() < 0.5
        weights = [2 if i % 2 == good else 1 for i in range(10)]
        made.append((good, " ".join(chance.choices(words, weights, k=3))))
    model = fit(Grams().rows(text for _, text in made[:2000]), [good for good, _ in made[:2000]])
    told = model.of([text for _, text in made[2000:]])
    there = [good for (good, _), p in zip(made[2000:], told, strict=True) if 0.6 <= p <= 0.8]
    assert len(there) > 100
    assert 0.58 <= sum(there) / len(there) <= 0.82


def test_real_reviews_are_told_apart(shared: Path) -> None:
    from sklearn.metrics import roc_auc_score

    rows = pd.read_parquet(shared / "data/nps_telecom_en.parquet").dropna(subset=["score", "comment"])
    rows = rows[(rows["score"] <= 6) | (rows["score"] >= 9)]
    assert roc_auc_score(rows["score"] >= 9, shipped().of(rows["comment"].tolist())) > 0.88

import time

import numpy as np
import pytest

from likely.text.comment import Known, read_comment, read_comments
from likely.text.examples import FROM, Labelled, learn
from likely.text.sentiment import SURE, shipped
from likely.text.starter import starter
from likely.text.tagging import Tagger, learn_themes
from likely.text.taxonomy import Example, Theme, correct, put, taxonomy

KNOWN = Known({"en": 0.6, "et": 0.2, "zh": 0.2}, ("en", "et", "zh"))


def tags(tagger: Tagger, text: str, score: int | None = None) -> set[tuple[str, int]]:
    (found,) = tagger.tag([read_comment(text, KNOWN)], [score])
    return {(tag.theme, tag.polarity) for tag in found}


def test_praise_and_blame_of_one_comment_come_apart() -> None:
    tagger = Tagger(starter("retail"), shipped())
    assert {("delivery", 1), ("staff", -1)} <= tags(tagger, "Fast delivery but the staff was very rude")
    assert {("delivery", 1), ("price", -1)} <= tags(tagger, "送货很快，但是价格太贵")
    assert {("delivery", 1), ("price", -1)} <= tags(tagger, "Tarne oli kiire, aga hind on liiga kallis")


def test_the_score_decides_what_the_words_leave_open() -> None:
    tagger = Tagger(taxonomy([Theme("blimp", {"en": "Blimps"}, ("blimp",))]), shipped())
    assert 1 - SURE < shipped().of(["quux blimp"])[0] < SURE
    assert tags(tagger, "quux blimp", 10) == {("blimp", 1)}
    assert tags(tagger, "quux blimp", 1) == {("blimp", -1)}


def test_one_comment_is_tagged_as_among_many() -> None:
    tagger = Tagger(starter("telecom"), shipped())
    texts = ["No signal", "the bill was wrong, support was friendly", "", "信号很差", "klienditugi ei vasta"]
    comments = read_comments(texts, KNOWN)
    assert tagger.tag(comments) == [tagger.tag([comment])[0] for comment in comments]


def test_what_somebody_said_by_hand_holds() -> None:
    text = "the parcel came quickly"
    made = correct(correct(starter("retail"), "delivery", text, about=False), "staff", text, about=True)
    found = {theme for theme, _ in tags(Tagger(made, shipped()), text)}
    assert "staff" in found
    assert "delivery" not in found


def test_a_theme_is_learnt_from_examples_that_no_word_names() -> None:
    green = tuple(Example(f"the {thing} wilted after a week") for thing in THINGS[:12])
    made = put(starter("retail"), Theme("plants", {"en": "Plants"}, examples=green))
    others = read_comments([f"a {thing} for my mother, she was happy" for thing in THINGS] * 4, KNOWN)
    learnt = learn_themes(made, others)
    tagger = Tagger(made, shipped(), learnt)
    assert "plants" in {theme for theme, _ in tags(tagger, "my fern wilted after two days")}
    assert "plants" not in {theme for theme, _ in tags(tagger, "a fern for my mother")}


def test_without_enough_examples_nothing_is_learnt() -> None:
    assert learn_themes(starter("retail"), []) is None


THINGS = ("rose", "tulip", "oak", "fern", "cactus", "ivy", "lily", "moss", "bush", "tree", "palm", "mint")


def test_frequent_themes_are_expected_more_often_than_their_examples_say() -> None:
    """Ten examples each, but two of three comments without labels speak of the one."""
    examples = [Labelled(f"{thing} was late", frozenset({"late"})) for thing in THINGS[:10]]
    examples += [Labelled(f"{thing} was blue", frozenset({"blue"})) for thing in THINGS[:10]]
    many = [f"{thing} was late" for thing in THINGS] * 2 + [f"{thing} was blue" for thing in THINGS]
    learnt = learn(examples, many)
    unclear = dict(zip(learnt.themes, learnt.values(["quite something else"])[0], strict=True))
    assert unclear["late"] > unclear["blue"]
    values = learnt.values(["the palm was late", "the palm was blue"])
    assert [learnt.themes[place] for place in values.argmax(axis=1)] == ["late", "blue"]
    assert (values.max(axis=1) > FROM).all()


def test_many_comments_have_the_values_that_each_has_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = [
        Labelled(f"{thing} was {how}", frozenset({how})) for thing in THINGS for how in ("late", "blue")
    ]
    learnt = learn(examples, [example.text for example in examples])
    texts = [f"my {thing} was late" for thing in THINGS]
    alone = [learnt.values([text])[0] for text in texts]
    monkeypatch.setattr("likely.text.examples.AT_ONCE", 5)
    assert learnt.values(texts) == pytest.approx(np.array(alone), abs=1e-6)
    assert learnt.values([]).shape == (0, 2)


def test_a_new_comment_is_tagged_in_milliseconds() -> None:
    tagger = Tagger(starter("hospitality"), shipped())
    comment = read_comment(
        "The room was clean but breakfast was cold and the staff did not care at all", KNOWN
    )
    tagger.tag([comment])
    start = time.perf_counter()
    for _ in range(20):
        tagger.tag([comment])
    assert (time.perf_counter() - start) / 20 < 0.1  # some 2 ms; the bound is for a loaded machine

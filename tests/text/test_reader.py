"""Reading many comments: one like many, no comment judged by its own score, discovered themes that stay."""

import random

import pytest

from likely.text.reader import FEWEST_COMMENTS, discovered, half_of, reader_of
from likely.text.rules import Rules
from likely.text.taxonomy import Theme, taxonomy

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery", "tarne*", "送货", "arrived late")),
        Theme("price", {"en": "Price"}, ("price",), without=("price tag",)),
    ]
)
THINGS = ("courier", "invoice", "password", "cashier", "heating", "window")
SAID = ("the {} was mentioned", "about the {} again", "{} matters here", "they spoke of the {}")


def chatter(n: int, things: tuple[str, ...] = THINGS, seed: int = 1) -> list[str]:
    pick = random.Random(seed)
    return [f"{pick.choice(SAID).format(pick.choice(things))}, visit {place}" for place in range(n)]


def test_a_comment_alone_is_read_as_among_many() -> None:
    reader = reader_of([(None, text) for text in chatter(50)], THEMES)
    texts = ["Fast delivery, bad price", "送货太慢", "🙂", "", "Tarne hilines"]
    together = reader.read(texts)
    assert together == [reader.read([text])[0] for text in texts]
    assert [{tag.theme for tag in one.tags} for one in together] == [
        {"delivery", "price"}, {"delivery"}, set(), set(), {"delivery"},
    ]  # fmt: skip
    assert [one.says_nothing for one in together] == [False, False, True, True, False]
    assert reader.read([]) == []


def test_no_text_is_judged_by_the_half_that_it_taught() -> None:
    """Each judge has learnt from the other half, and from that alone."""
    praised = [f"blue door {place}" for place in range(4000)]
    sample = [(half_of(text) == 0, text) for text in praised] + [
        (half_of(text) == 1, text) for text in chatter(4000)
    ]
    reader = reader_of(sample, THEMES)
    first, second = reader.judges
    assert first.n == sum(half_of(text) == 1 for _, text in sample)
    assert second.n == len(sample) - first.n


def test_discovered_themes_keep_id_and_name_as_comments_come_in() -> None:
    before = discovered(chatter(240))
    after = discovered(chatter(500, (*THINGS, "balcony")), before)
    named = {word: theme.id for theme in before.themes for word in theme.words if word in THINGS}
    kept = {word: theme.id for theme in after.themes for word in theme.words if word in THINGS}
    assert len(named) >= 5
    assert all(kept[word] == id for word, id in named.items() if word in kept)
    assert len({theme.id for theme in after.themes}) == len(after.themes)
    assert discovered(chatter(FEWEST_COMMENTS - 1)).themes == ()


@pytest.mark.parametrize(
    ("text", "language", "marked"),
    [
        ("Delivery, and a PRICE", "en", ["Delivery", "PRICE"]),
        ("It arrived late again", "en", ["arrived late"]),
        ("这次送货太慢", "zh", ["送货"]),
        ("Tarnega oli jama", "et", ["Tarnega"]),
        ("Nothing of it", "en", []),
        ("ﬁne price ﬁne", "en", ["price"]),
        ("\u202eprice\u202c 🙂", "en", ["price"]),
    ],
    ids=["words", "phrase", "han", "ending", "none", "ligature", "turned"],
)
def test_the_words_that_say_a_theme_are_found_where_they_stand(
    text: str, language: str, marked: list[str]
) -> None:
    spans = Rules(THEMES).spans(text, language, {"delivery", "price"})
    assert [text[begin:end] for begin, end in spans] == marked


def test_only_the_themes_that_are_asked_for_are_marked() -> None:
    assert Rules(THEMES).spans("delivery price", "en", {"price"}) == [(9, 14)]

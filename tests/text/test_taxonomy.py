import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.lib.refusal import Refusal
from likely.text.taxonomy import (
    Example,
    Taxonomy,
    Theme,
    correct,
    drop,
    follow,
    from_json,
    merge,
    nest,
    put,
    rename,
    split,
    taxonomy,
    to_json,
)


def shop() -> Taxonomy:
    return taxonomy(
        [
            Theme("delivery", {"en": "Delivery", "et": "Tarne"}, ("deliver*", "courier")),
            Theme("driver", {"en": "Driver"}, ("driver",), parent="delivery", followed=True),
            Theme("parcel", {"en": "Parcel"}, ("parcel", "courier"), examples=(Example("box torn"),)),
        ]
    )


def test_a_theme_is_named_in_the_readers_language_or_else_english() -> None:
    assert [shop()["delivery"].name(language) for language in ("et", "zh")] == ["Tarne", "Delivery"]


def test_merging_keeps_every_word_example_and_follower() -> None:
    made = merge(shop(), "delivery", ["parcel", "driver"])
    assert [theme.id for theme in made.themes] == ["delivery"]
    assert made["delivery"].words == ("deliver*", "courier", "parcel", "driver")
    assert made["delivery"].examples == (Example("box torn"),)
    assert made["delivery"].followed
    assert made.version == 2


def test_merging_a_parent_into_its_child_leaves_no_circle() -> None:
    made = merge(shop(), "driver", ["delivery"])
    assert made["driver"].parent is None


def test_splitting_moves_words_and_stands_beside() -> None:
    made = split(shop(), "parcel", Theme("couriers", {"en": "Couriers"}, ("Courier",)))
    assert [theme.id for theme in made.themes] == ["delivery", "driver", "parcel", "couriers"]
    assert made["parcel"].words == ("parcel",)


def test_dropping_moves_what_lay_under_it_up() -> None:
    assert drop(shop(), "delivery")["driver"].parent is None


def test_names_nesting_and_following() -> None:
    made = follow(nest(rename(shop(), "parcel", "zh", "包裹"), "parcel", "driver"), "parcel")
    assert made["parcel"].name("zh") == "包裹"
    assert made.lineage("parcel") == ["parcel", "driver", "delivery"]
    assert made["parcel"].followed


def test_the_last_word_about_a_comment_counts() -> None:
    made = correct(shop(), "parcel", "box torn", about=False)
    assert made["parcel"].examples == (Example("box torn", about=False),)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda old: nest(old, "delivery", "driver"), "theme_circle"),
        (lambda old: nest(old, "delivery", "nowhere"), "no_such_theme"),
        (lambda old: put(old, Theme("Bad Id", {"en": "x"})), "theme_id"),
        (lambda old: put(old, Theme("fine", {"en": "  "})), "theme_unnamed"),
        (lambda old: split(old, "parcel", Theme("driver", {"en": "x"})), "theme_twice"),
        (lambda old: merge(old, "parcel", ["nowhere"]), "no_such_theme"),
        (
            lambda old: put(nest(old, "parcel", "driver"), Theme("deep", {"en": "x"}, parent="parcel")),
            "too_deep",
        ),
        (
            lambda old: put(old, Theme("big", {"en": "x"}, tuple(f"w{i}" for i in range(201)))),
            "too_many_words",
        ),
    ],
)
def test_what_is_not_a_taxonomy_is_refused_by_its_rule(change: object, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        change(shop())  # type: ignore[operator]
    assert refused.value.code == code


@pytest.mark.parametrize(
    "data", [None, [], {}, {"themes": [{}]}, {"themes": 3}, {"themes": [{"id": "a", "names": 3}]}]
)
def test_other_data_is_refused(data: object) -> None:
    with pytest.raises(Refusal):
        from_json(data)


words = st.lists(st.text(max_size=12), max_size=4).map(tuple)
themes = st.lists(
    st.builds(Theme, st.sampled_from("abcdef"), st.just({"en": "Name"}), words, words, parent=st.none()),
    max_size=6,
    unique_by=lambda theme: theme.id,
)


@given(themes)
def test_written_and_read_again_it_is_the_same(given_themes: list[Theme]) -> None:
    made = taxonomy(given_themes)
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


@given(themes.filter(lambda some: len(some) > 1))
def test_merging_loses_no_word(given_themes: list[Theme]) -> None:
    made = taxonomy(given_themes)
    first, *others = (theme.id for theme in made.themes)
    merged = merge(made, first, others)
    assert set(merged[first].words) == {word for theme in made.themes for word in theme.words}

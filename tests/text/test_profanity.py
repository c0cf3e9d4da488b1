import pytest

from likely.text.profanity import is_profane


@pytest.mark.parametrize(
    "text",
    [
        "what a shitty service",
        "sh1t delivery",
        "f**k this",
        "this is bull shit",
        "BULLSHIT!",
        "kuradi kallis",
        "täielik paska teenus",
        "服务他妈的太差",
        "c'est de la merde",
    ],
)
def test_swearing_is_seen_through_figures_and_stars(text: str) -> None:
    assert is_profane(text)


@pytest.mark.parametrize(
    "text",
    [
        "a first class assistant from Scunthorpe",
        "the assessment passed",
        "skip the cocktail",
        "kuraator oli abivalmis",
        "pärast sõitu",
        "妈妈很喜欢",
        "",
        "5* hotel",
        "a finger prick test",
    ],
)
def test_words_that_only_look_like_it_pass(text: str) -> None:
    assert not is_profane(text)

import pytest

from likely.text.language import UNKNOWN, language_of, language_shares

SAID = {
    "en": "The delivery was late and nobody told me why",
    "et": "Tarne hilines ja keegi ei öelnud mulle miks",
    "fr": "La livraison était en retard et personne ne m'a prévenu",
    "de": "Die Lieferung war zu spät und niemand hat mir Bescheid gesagt",
    "es": "La entrega llegó tarde y nadie me dijo por qué",
    "zh": "送货太慢了，没有人通知我",
    "ja": "配達が遅かったです",
    "ko": "배송이 너무 늦었어요",
    "ru": "Доставка опоздала, и никто не сообщил",
}


@pytest.mark.parametrize("language", SAID)
def test_languages_are_told_apart(language: str) -> None:
    assert language_of(SAID[language]) == language


def test_mostly_latin_with_some_han_is_chinese() -> None:
    assert language_of("App 很好用 but slow") == "zh"


def test_only_the_named_languages_are_answered() -> None:
    assert language_of(SAID["fr"], among=("en", "et")) in ("en", "et", UNKNOWN)


@pytest.mark.parametrize("text", ["", "42", "👍👍", "xqzt"])
def test_nothing_to_tell_by_is_unknown(text: str) -> None:
    assert language_of(text) == UNKNOWN


def test_languages_are_counted_the_most_frequent_first() -> None:
    texts = [SAID["et"]] * 39 + [SAID["en"]] * 60 + [SAID["de"], "42"]
    assert list(language_shares(texts).items()) == [("en", 0.6), ("et", 0.39), ("de", 0.01)]

"""What browsers call a language finds the words that there are."""

import pytest

from likely.ask.language import best_of

OFFERED = ("en", "zh", "pt", "pt-BR", "zh-Hant", "nb", "he", "id", "fr")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("fr", "fr"),
        ("fr-CA", "fr"),
        ("pt-br", "pt-BR"),
        ("pt-PT", "pt"),
        ("zh-CN", "zh"),
        ("zh-TW", "zh-Hant"),
        ("zh-hk", "zh-Hant"),
        ("zh-Hant-TW", "zh-Hant"),
        ("zh-Hans-SG", "zh"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("iw", "he"),
        ("IN", "id"),
        ("tlh", None),
        ("", None),
    ],
)
def test_a_language_is_found_by_its_other_names(wanted: str, found: str | None) -> None:
    assert best_of(wanted, OFFERED) == found


@pytest.mark.parametrize(
    ("wanted", "offered", "found"),
    [
        ("pt-PT", ("en", "pt-BR"), "pt-BR"),
        ("pt-BR", ("en", "pt"), "pt"),
        ("zh-TW", ("en", "zh"), "zh"),
        ("zh", ("en", "zh-Hant"), "zh-Hant"),
        ("de-AT", ("en", "de-CH"), "de-CH"),
        ("de", ("en",), None),
    ],
)
def test_kin_are_read_rather_than_the_fallback(
    wanted: str, offered: tuple[str, ...], found: str | None
) -> None:
    assert best_of(wanted, offered) == found

"""The words of each language: complete, its own, with the same places to fill in."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from likely.ask.template_table import TEMPLATES
from likely.ask.wording import COMPLETE, FOLDER, LANGUAGES, _over, _read, nearest, own_words, wording

STANDARD = ("name", "direction", "scale", "templates", "common", "page")
Path = tuple[str, ...]


def texts(data: dict[str, Any], *path: str) -> Iterator[tuple[Path, str]]:
    for name, said in data.items():
        if isinstance(said, dict):
            yield from texts(said, *path, name)
        else:
            yield (*path, name), said


def holes(text: str) -> set[str]:
    return set(re.findall(r"\{\w+\}", text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_borrows_a_sentence_from_another(language: str) -> None:
    def sentences(code: str) -> set[str]:
        return {said for path, said in texts(_read(code)) if len(said) > 25 and path[0] != "drivers"}

    for other in LANGUAGES:
        if other.split("-")[0] != language.split("-")[0]:
            assert not sentences(language) & sentences(other)


FACES = ("page", "mail", "phone", "notify", "leading", "common", "scale", "unsubscribe", "promoter")


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_the_same_in_every_language(language: str) -> None:
    english = dict(texts(_read("en")))
    for path, said in texts(_read(language)):
        wanted = holes(english[path])
        if path[0] in FACES:
            assert holes(said) == wanted, path
        else:
            assert holes(said) <= {"{subject}", "{touchpoint}"}, path
            assert holes(said) >= wanted - {"{touchpoint}"}, path


@pytest.mark.parametrize("language", COMPLETE)
def test_a_complete_language_has_every_text(language: str) -> None:
    assert dict(texts(_read(language))).keys() == dict(texts(_read("en"))).keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_standard_part(language: str) -> None:
    standard = {path for path, _ in texts(_read("en")) if path[0] in STANDARD}
    missing = {path for path in standard if own_words(language, *path) is None}
    assert not {path for path in missing if path[0] != "page"}
    assert wording(language).page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_blanks_around_it(language: str) -> None:
    assert all(said and said == said.strip() for _, said in texts(_read(language)))


def test_an_unknown_text_stops_the_reading() -> None:
    with pytest.raises(ValueError, match=r"fr\.page: .*savd"):
        _over(_read("en"), {"page": {"savd": "Enregistré"}}, "fr")


def test_what_a_language_lacks_is_said_in_english() -> None:
    laid = _over({"page": {"send": "Send", "no": "No"}}, {"page": {"no": "Non"}}, "fr")
    assert laid == {"page": {"send": "Send", "no": "Non"}}
    assert own_words("et", "page", "send") == "Saada"
    assert own_words("et", "page", "nothing") is None
    assert own_words("et", "page") is None


def test_every_language_file_is_in_the_table_and_every_rated_row_is_worded() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(LANGUAGES)
    for plan in TEMPLATES.values():
        assert set(plan.rated) <= set(_read("en")[plan.section])
        assert not plan.touchpoint or plan.touchpoint in _read("en")["touchpoints"]


@pytest.mark.parametrize(
    ("wanted", "found"), [("zh-TW", "zh-Hant"), ("et", "et"), ("tlh", "en"), ("et-EE", "et")]
)
def test_the_page_speaks_the_nearest_language_it_has(wanted: str, found: str) -> None:
    assert nearest(wanted) == found

"""The standard part in every language: complete, in its own words and letters, of a fitting length."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from likely.ask.template import make_definition
from likely.ask.wording import COMPLETE, FOLDER, LANGUAGES, _read, own_names, wording
from likely.stats.scale import GROUPS

STANDARD = ("scale", "templates", "common", "page", "mail", "leading", "followups", "unsubscribe", "promoter")
RIGHT_TO_LEFT = {"ar", "fa", "he"}
SAME_AS_ENGLISH = {"No"}  # short words that are spelt alike: Spanish and Italian
BUTTONS = ("send", "yes", "no", "change")
LONGEST_BUTTON, LONGEST_END = 24, 40  # characters
LONGEST_AGAINST_ENGLISH = 2.0  # the longest languages need about 1.6 times the characters
# Product words that are written in Latin letters everywhere.
LATIN_EVERYWHERE = re.compile(r"cookie|e-mail|linkedin|facebook", re.IGNORECASE)
SCRIPTS = {
    "ar": "ARABIC", "fa": "ARABIC", "he": "HEBREW", "hi": "DEVANAGARI", "th": "THAI", "el": "GREEK",
    "bg": "CYRILLIC", "ru": "CYRILLIC", "uk": "CYRILLIC", "zh": "CJK", "zh-Hant": "CJK",
    "ja": "CJK HIRAGANA KATAKANA KATAKANA-HIRAGANA", "ko": "HANGUL",
}  # fmt: skip
# Letters that tell a language from its neighbours in the same script: (must appear, must not).
LETTERS = {
    "ar": ("ةأإ", "پچژگکی"),
    "fa": ("پچگکی", "ةك"),
    "bg": ("ъ", "ыэёіїє"),
    "ru": ("ыэё", "іїє"),
    "uk": ("іїє", "ыэёъ"),
    "zh": ("们这为让请", "們這為讓請"),
    "zh-Hant": ("們這為讓請", "们这为让请"),
    "ja": ("のはを", "们这為讓"),
    "cs": ("řěů", "ľĺŕôä"),
    "sk": ("ľôť", "řěů"),
    "da": ("æøå", "äö"),
    "nb": ("øå", "äö"),
    "sv": ("åäö", "æø"),
    "et": ("õäü", "åß"),
    "de": ("äöüß", "å"),
    "pl": ("ąęłż", "ãõ"),
    "tr": ("ışğ", "äß"),
    "ro": ("ășț", "şţ"),  # with a comma below, not a cedilla
    "pt": ("ãç", "ñ"),
    "pt-BR": ("ãç", "ñ"),
    "es": ("ñ¿", "ãç"),
    "fr": ("éàê", "ñß"),
    "hu": ("őű", "õû"),
    "lv": ("āēšļ", "ąę"),
    "lt": ("ąėšų", "āē"),
    "vi": ("ạốđ", "ß"),
}
Path = tuple[str, ...]


def texts(data: dict[str, Any], *path: str) -> Iterator[tuple[Path, str]]:
    for name, said in data.items():
        if isinstance(said, dict):
            yield from texts(said, *path, name)
        elif path:
            yield (*path, name), said


def standard(language: str) -> dict[Path, str]:
    return {path: said for path, said in texts(_read(language)) if path[0] in STANDARD}


ENGLISH = standard("en")
OTHERS = [language for language in LANGUAGES if language != "en"]


def test_there_are_at_least_24_languages_and_each_calls_itself_by_a_name_of_its_own() -> None:
    names = own_names()
    assert len(names) == len(LANGUAGES) >= 24
    assert tuple(names)[: len(COMPLETE)] == COMPLETE
    assert len(set(names.values())) == len(names)


@pytest.mark.parametrize("language", OTHERS)
def test_the_standard_part_is_complete(language: str) -> None:
    assert ENGLISH.keys() - standard(language).keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_place_to_fill_in_is_lost_or_added(language: str) -> None:
    def holes(said: str) -> Counter[str]:
        return Counter(re.findall(r"[{}]|\{\w+\}", said))

    assert {p: holes(said) for p, said in standard(language).items()} == {
        p: holes(ENGLISH[p]) for p in standard(language)
    }


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_over(language: str) -> None:
    alike = {said for path, said in standard(language).items() if said == ENGLISH[path]}
    assert alike <= SAME_AS_ENGLISH
    said = " ".join(standard(language).values()).lower()
    assert not re.search(r"\b(the|your|answer|please|saved|recommend)\b", said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_direction_is_that_of_its_script(language: str) -> None:
    assert (wording(language).direction == "rtl") is (language in RIGHT_TO_LEFT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_its_own_script(language: str) -> None:
    wanted = SCRIPTS.get(language, "LATIN").split()
    for path, said in standard(language).items():
        bare = LATIN_EVERYWHERE.sub("", re.sub(r"\{\w+\}", "", said))
        letters = [letter for letter in bare if letter.isalpha()]
        foreign = [one for one in letters if unicodedata.name(one).split()[0] not in wanted]
        assert not foreign, (path, said)


@pytest.mark.parametrize("language", LETTERS)
def test_it_has_the_letters_of_its_language_and_no_neighbours(language: str) -> None:
    said = unicodedata.normalize("NFC", "".join(standard(language).values()).lower())
    present, absent = LETTERS[language]
    assert [letter for letter in present if letter not in said] == []
    assert [letter for letter in absent if letter in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_and_ends_fit_a_phone(language: str) -> None:
    words = wording(language)
    long = [name for name in BUTTONS if len(getattr(words.page, name)) > LONGEST_BUTTON]
    assert not long
    assert max(len(words.scale.low), len(words.scale.high)) <= LONGEST_END


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_far_longer_than_the_english_one(language: str) -> None:
    long = {
        path: said
        for path, said in standard(language).items()
        if len(said) > LONGEST_AGAINST_ENGLISH * len(ENGLISH[path]) + 20
    }
    assert not long


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_about_a_tapped_score_names_the_button_as_it_reads(language: str) -> None:
    words = wording(language).page
    assert words.send in words.tapped


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_survey_in_one_language_alone_is_asked_in_it(language: str) -> None:
    for template in ("rnps", "tnps", "enps"):
        definition = make_definition(template, "Nordic", [language], "2026")
        assert definition.languages == (language,)
        for question in definition.questions:
            for group in (None, *GROUPS):
                assert set(question.wording(group)) == {language}, (template, question.key)
        assert all(set(said) == {language} for said in definition.thanks.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_the_reason_differ_by_group(language: str) -> None:
    for words in wording(language).templates.values():
        assert len({words.reason_detractor, words.reason_passive, words.reason_promoter}) == 3
    common = wording(language).common
    assert len({common.thanks_detractor, common.thanks_passive, common.thanks_promoter}) == 3


def test_the_documentation_lists_every_language() -> None:
    said = " ".join((FOLDER.parents[2] / "docs" / "answering.md").read_text("utf-8").split())
    assert "; ".join(f"{name} `{code}`" for code, name in own_names().items()) in said
    assert f"in {len(LANGUAGES)} languages" in said

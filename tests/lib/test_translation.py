from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from likely.lib import translation


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Estonian and the Chinese catalogue with one text each, compiled."""
    for folder, text in (("et", "kuni"), ("zh_Hans", "至")):
        place = tmp_path / folder / "LC_MESSAGES"
        place.mkdir(parents=True)
        (place / "django.po").write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "to"\nmsgstr "{text}"\n'
        )
        with (place / "django.po").open("rb") as source, (place / "django.mo").open("wb") as out:
            write_mo(out, read_po(source))
    monkeypatch.setattr(translation, "FOLDER", tmp_path)
    translation.catalogue.cache_clear()


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("et", "kuni"),
        ("ET-ee", "kuni"),
        ("zh", "至"),
        ("zh-hans", "至"),
        ("zh_CN", "至"),
        ("en", "to"),
        ("xx", "to"),
    ],
)
def test_a_language_finds_its_catalogue_or_falls_back_to_english(language: str, text: str) -> None:
    assert translation.translator(language)("to") == text
    translation.catalogue.cache_clear()

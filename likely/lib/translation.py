"""Texts in the reader's language without Django: the same catalogues, read by the standard library."""

import gettext as catalogues
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from likely.lib.measured import Gettext

FOLDER = Path(__file__).parents[1] / "locale"
DOMAIN = "django"
# Codes that people and browsers use -> names of the folders
FOLDERS = {"zh": "zh_Hans", "zh-hans": "zh_Hans", "zh-cn": "zh_Hans", "zh-sg": "zh_Hans"}


@lru_cache(maxsize=32)
def catalogue(language: str) -> catalogues.NullTranslations:
    """The compiled catalogue of a language code such as et or zh; English texts where there is none."""
    code = language.replace("_", "-").lower()
    names = [FOLDERS.get(code, code), FOLDERS.get(code.split("-")[0], code.split("-")[0])]
    return catalogues.translation(DOMAIN, FOLDER, names, fallback=True)


def translator(language: str) -> Gettext:
    """A `gettext` for that language."""
    return catalogue(language).gettext


def plural_translator(language: str) -> Callable[[str, str, int], str]:
    """An `ngettext` for that language."""
    return catalogue(language).ngettext


def is_compiled() -> bool:
    """Whether every catalogue can be read: its .mo lies beside its .po."""
    return all(path.with_suffix(".mo").exists() for path in FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))

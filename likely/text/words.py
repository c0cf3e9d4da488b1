"""Words of a comment: how each is spelt, what it is a form of, and what part it may play in a reason."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from likely.text.stop_words import NEGATORS, STOP, VAGUE

# Stemmers and the Chinese word splitter are imported where they are used: `import likely` stays light.

Kind = Literal["stop", "vague", "negator", "content"]
MOST_WORDS = 300  # of one clause; a longer one is cut

_LATIN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
_DEGREE = re.compile(r"^(?:很|挺|太(?![阳太极空子平]))(?=.)")  # 太慢: 慢; but 太阳 is the sun
_STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "et": "estonian",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "lt": "lithuanian",
    "nl": "dutch",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One spelling, made once in a vocabulary. key: language and stem, the same for all forms of a word."""

    surface: str
    key: str
    kind: Kind


@dataclass(slots=True)
class Vocabulary:
    """Every spelling is looked at once, however often it occurs."""

    _known: dict[tuple[str, str], Word] = field(default_factory=dict)
    _stemmers: dict[str, Any] = field(default_factory=dict)

    def words(self, clause: str, language: str) -> list[Word]:
        """The words of a clause that is normalised already."""
        return [self._word(surface, language) for surface in surfaces(clause, language)[:MOST_WORDS]]

    def keys(self, words: Iterable[str], language: str) -> list[str]:
        """The stems of words that were found by somebody else."""
        return [self._word(surface, language).key for surface in words]

    def _word(self, surface: str, language: str) -> Word:
        word = self._known.get((surface, language))
        if word is None:
            plain = _DEGREE.sub("", surface) if language == "zh" else surface
            word = Word(surface, f"{language}:{self._stem(plain, language)}", kind_of(plain, language))
            self._known[surface, language] = word
        return word

    def _stem(self, surface: str, language: str) -> str:
        if language not in _STEMMERS:
            return surface
        if language not in self._stemmers:
            import snowballstemmer

            self._stemmers[language] = snowballstemmer.stemmer(_STEMMERS[language])
        return str(self._stemmers[language].stemWord(surface))


def normalised(text: str) -> str:
    """NFKC, lower case, straight apostrophes, no control characters."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return _CONTROLS.sub(" ", text)


def surfaces(clause: str, language: str) -> list[str]:
    """The spellings in a normalised clause, in order; French elisions are dropped (l'accueil: accueil)."""
    if language in ("zh", "ja"):
        import rjieba

        return [word for word in rjieba.cut(clause) if word.strip() and word[0].isalpha()]
    found: Iterable[str] = _LATIN.findall(clause)
    if language == "fr":
        found = (_ELIDED.sub("", word) for word in found)
    return [word for word in found if word]


def kind_of(surface: str, language: str) -> Kind:
    if surface in NEGATORS.get(language, ()):
        return "negator"
    if surface in VAGUE.get(language, ()):
        return "vague"
    if surface in STOP.get(language, ()) or (len(surface) < 3 and language != "zh"):
        return "stop"
    return "content"

"""The language of a comment, from its script and its small words. No model, nothing to download."""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable

from likely.text.stop_words import STOP, VAGUE

UNKNOWN = "unknown"
ENOUGH = 200  # characters from the beginning that are looked at

# script -> (how a letter's Unicode name begins, language taken when that script leads)
_SCRIPTS = {
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CJK": "zh",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "THAI": "th",
    "DEVANAGARI": "hi",
}
_TELLING = {"õ": "et", "ß": "de", "ñ": "es", "¿": "es", "œ": "fr", "ç": "fr", "ê": "fr", "è": "fr", "å": "sv"}
_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2e80-\uffff]")
_VOTES: dict[str, list[str]] = {}
for _language, _words in STOP.items():
    for _word in _words | VAGUE[_language]:
        _VOTES.setdefault(_word, []).append(_language)


def language_of(text: str, among: Collection[str] = ()) -> str:
    """The language code of `text`, or "unknown". `among`: the only languages it may be in; empty: any.

    A fifth of Han letters makes Chinese, any kana Japanese; languages of the Latin script are told
    by their small words.
    """
    text = text[:ENOUGH]
    scripts, letters = _scripts(text)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0:
        return _allowed("ja", among)
    for script, language in _SCRIPTS.items():
        if letters and scripts[script] >= letters / 5:
            return _allowed(language, among)
    return _latin_language(text, among)


def main_languages(texts: Iterable[str]) -> list[str]:
    """The languages that at least 3 % of `texts` are known to be in, the most frequent first."""
    counts = Counter(language_of(text) for text in texts)
    counts.pop(UNKNOWN, None)
    least = 0.03 * sum(counts.values())
    return [language for language, n in counts.most_common() if n >= least]


def _scripts(text: str) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    for letter in _BEYOND_LATIN.findall(text):
        counts[unicodedata.name(letter, "").partition(" ")[0]] += 1
    return counts, sum(map(str.isalpha, text))


def _latin_language(text: str, among: Collection[str]) -> str:
    votes: Counter[str] = Counter()
    for word in _LATIN.findall(text.casefold()):
        languages = [one for one in _VOTES.get(word, ()) if not among or one in among]
        for one in languages:
            votes[one] += 6 // len(languages) or 1
    for letter, language in _TELLING.items():
        if letter in text.casefold() and (not among or language in among):
            votes[language] += 4
    if not votes:
        return UNKNOWN
    (best, most), *others = votes.most_common(2)
    return UNKNOWN if others and others[0][1] == most else best


def _allowed(language: str, among: Collection[str]) -> str:
    return language if not among or language in among else UNKNOWN

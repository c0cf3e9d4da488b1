"""The language of a comment: its script, its small words, its letter sequences, and what the others are in.

Letter sequences are those of `py3langid` (naive Bayes over byte n-grams, 97 languages, model inside the
package). It is held to the languages that may occur: on one to three words that is what makes it right.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from likely.text.stop_words import STOP, VAGUE

# The model is imported where it is used: `import likely` stays light.

UNKNOWN = "unknown"
ENOUGH = 200  # characters from the beginning that are looked at
DAMPED = 0.4  # of the model's log-likelihoods: its features overlap, so it is surer than it may be
A_WORD = 2.0  # nats for a small word of one language alone; shared ones count their part
A_LETTER = 1.5
PLAIN = 7.0  # nats by which small words alone decide: the model costs more than all the rest
SURE = 0.6  # posterior under which a text of any language is "unknown"
RARE = 0.02  # the least prior of a language that may occur

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
_LATIN_LANGUAGES = (
    *(language for language in STOP if language != "zh"),
    *("da", "no", "pl", "cs", "sk", "hu", "ro", "lv", "lt", "tr", "hr", "sl", "ca", "id", "vi"),
)
_TELLING = {"õ": "et", "ß": "de", "ñ": "es", "¿": "es", "œ": "fr", "ç": "fr", "ê": "fr", "è": "fr", "å": "sv"}
_LATIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_BEYOND_LATIN = re.compile(r"[\u0370-\u1dff\u2e80-\uffff]")
_VOTES: dict[str, list[str]] = {}
for _language, _words in STOP.items():
    for _word in _words | VAGUE[_language]:
        _VOTES.setdefault(_word, []).append(_language)
_EVEN: Mapping[str, float] = MappingProxyType({})


def language_of(text: str, among: Collection[str] = (), prior: Mapping[str, float] = _EVEN) -> str:
    """The language code of `text`, or "unknown". `among`: the only languages it may be in; empty: any.

    A fifth of Han letters makes Chinese, any kana Japanese. prior: share 0..1 of the workspace's comments
    in each language (`language_shares`); it decides what the text leaves open, such as "ok".
    """
    text = text[:ENOUGH]
    scripts, letters = _scripts(text)
    if scripts["HIRAGANA"] + scripts["KATAKANA"] > 0:
        return _allowed("ja", among)
    for script, language in _SCRIPTS.items():
        if letters and scripts[script] >= letters / 5:
            return _allowed(language, among)
    return _latin_language(text, among or tuple(prior), prior) if letters else UNKNOWN


def language_shares(texts: Iterable[str]) -> dict[str, float]:
    """The share (0..1) of each language among the texts whose language can be told, the largest first."""
    counts = Counter(language_of(text) for text in texts)
    counts.pop(UNKNOWN, None)
    return {language: n / counts.total() for language, n in counts.most_common()}


def _scripts(text: str) -> tuple[Counter[str], int]:
    counts: Counter[str] = Counter()
    for letter in _BEYOND_LATIN.findall(text):
        counts[unicodedata.name(letter, "").partition(" ")[0]] += 1
    return counts, sum(map(str.isalpha, text))


def _latin_language(text: str, among: Collection[str], prior: Mapping[str, float]) -> str:
    candidates = [one for one in _LATIN_LANGUAGES if not among or one in among]
    words = _votes(text.casefold(), candidates)
    first, second = ([*sorted(words.values(), reverse=True), 0.0, 0.0])[:2]
    if first - second >= PLAIN:
        return max(words, key=lambda one: words[one])
    letters = _letter_sequences(text, candidates)
    if not candidates or not (words or letters or prior):
        return UNKNOWN
    nats = {
        one: words.get(one, 0.0)
        + DAMPED * letters.get(one, 0.0)
        + (math.log(max(prior.get(one, 0.0), RARE)) if prior else 0.0)
        for one in candidates
    }
    best = max(candidates, key=lambda one: nats[one])
    if among:
        return best
    posterior = 1 / sum(math.exp(nats[one] - nats[best]) for one in candidates)
    return best if posterior >= SURE else UNKNOWN


def _votes(text: str, candidates: Collection[str]) -> dict[str, float]:
    """Nats by language, of small words and of letters that only one language writes."""
    votes: dict[str, float] = {}
    for word in _LATIN.findall(text):
        languages = [one for one in _VOTES.get(word, ()) if one in candidates]
        for one in languages:
            votes[one] = votes.get(one, 0.0) + A_WORD / len(languages)
    for letter, language in _TELLING.items():
        if letter in text and language in candidates:
            votes[language] = votes.get(language, 0.0) + A_LETTER
    return votes


def _letter_sequences(text: str, candidates: Collection[str]) -> dict[str, float]:
    """Log-likelihood by language; empty where the text has no sequence that the model knows."""
    ranked = dict(_model().rank(text))
    found = {one: float(ranked[one]) for one in candidates if ranked.get(one, _NOTHING) > _NOTHING}
    return found if len(found) == len(candidates) else {}


_NOTHING = -1e30  # the model's figure for a language about which it can say nothing


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)


def _allowed(language: str, among: Collection[str]) -> str:
    return language if not among or language in among else UNKNOWN

"""Which themes of a taxonomy a clause speaks of, by their words. Compiled once, asked many times."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from likely.text.taxonomy import Taxonomy
from likely.text.words import Vocabulary, normalised

MOST_REMEMBERED = 200_000  # spellings whose themes are kept at hand
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*")
_WORD_OR_STAR = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*\*?")


@dataclass(frozen=True, slots=True)
class _Hit:
    theme: str
    excludes: bool  # the word rules the theme out


@dataclass(slots=True)
class _Language:
    """stems, phrases: by the stem(s). remembered: what single words were found to mean, by spelling."""

    stems: dict[str, list[_Hit]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], _Hit]]] = field(default_factory=dict)
    remembered: dict[str, tuple[tuple[_Hit, ...], str]] = field(default_factory=dict)


class Rules:
    """The words of a taxonomy, ready to be looked for in clauses of any language."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self.taxonomy = taxonomy
        self._vocabulary = Vocabulary()
        self._languages: dict[str, _Language] = {}
        self._beginnings: dict[str, list[_Hit]] = {}  # of words with a star at their end
        self._patterns: list[tuple[re.Pattern[str], _Hit]] = []  # Han, and phrases with a star
        self._plain: list[tuple[list[str], _Hit]] = []
        for theme in taxonomy.themes:
            for words, excludes in ((theme.words, False), (theme.without, True)):
                self._sort(words, _Hit(theme.id, excludes))
        self._lengths = sorted({len(beginning) for beginning in self._beginnings})
        self._order = {theme.id: place for place, theme in enumerate(taxonomy.themes)}

    def themes_of(self, clause: str, language: str) -> list[str]:
        """Ids of the themes that a normalised clause speaks of, in the taxonomy's order."""
        rules = self._languages.get(language) or self._compile(language)
        hits = [hit for pattern, hit in self._patterns if pattern.search(clause)]
        keys = []
        for word in _WORD.findall(clause):
            found, key = rules.remembered.get(word) or self._remember(rules, word, language)
            hits.extend(found)
            keys.append(key)
        for place, key in enumerate(keys):
            for phrase, hit in rules.phrases.get(key, ()):
                if tuple(keys[place : place + len(phrase)]) == phrase:
                    hits.append(hit)
        if not hits:
            return []
        out = {hit.theme for hit in hits if hit.excludes}
        return sorted({hit.theme for hit in hits} - out, key=self._order.__getitem__)

    def spans(self, text: str, language: str, themes: Collection[str]) -> list[tuple[int, int]]:
        """Where a comment, as it was written, says any of the themes: begin and end of each, in order."""
        rules = self._languages.get(language) or self._compile(language)
        found: list[tuple[int, int]] = []
        plain = normalised(text)
        if len(plain) == len(text):  # a letter that became two would shift all behind it
            for pattern, hit in self._patterns:
                if hit.theme in themes and not hit.excludes:
                    found += [one.span() for one in pattern.finditer(plain)]
        words = list(_WORD.finditer(text))
        looked = [
            rules.remembered.get(word) or self._remember(rules, word, language)
            for word in (normalised(one.group()) for one in words)
        ]
        for place, (hits, key) in enumerate(looked):
            if any(hit.theme in themes and not hit.excludes for hit in hits):
                found.append(words[place].span())
            for phrase, hit in rules.phrases.get(key, ()):
                there = tuple(key for _, key in looked[place : place + len(phrase)])
                if hit.theme in themes and not hit.excludes and there == phrase:
                    found.append((words[place].start(), words[place + len(phrase) - 1].end()))
        return _joined(found)

    def _sort(self, words: tuple[str, ...], hit: _Hit) -> None:
        """Each word to where it is looked for."""
        han = [re.escape(word.replace("*", "")) for word in words if _HAN.search(word)]
        for word in words:
            parts = _WORD_OR_STAR.findall(word)
            if _HAN.search(word) or not parts:
                continue
            if "*" not in word:
                self._plain.append((parts, hit))
            elif len(parts) == 1 and word.endswith("*"):
                self._beginnings.setdefault(word.rstrip("*"), []).append(hit)
            else:
                han.append(_starred(word))
        if han:
            self._patterns.append((re.compile("|".join(han)), hit))

    def _compile(self, language: str) -> _Language:
        made = self._languages[language] = _Language()
        for parts, hit in self._plain:
            keys = tuple(self._vocabulary.keys(parts, language))
            if len(keys) == 1:
                made.stems.setdefault(keys[0], []).append(hit)
            else:
                made.phrases.setdefault(keys[0], []).append((keys, hit))
        return made

    def _remember(self, rules: _Language, word: str, language: str) -> tuple[tuple[_Hit, ...], str]:
        if len(rules.remembered) >= MOST_REMEMBERED:
            rules.remembered.clear()
        (key,) = self._vocabulary.keys([word], language)
        begun = (self._beginnings.get(word[:length], ()) for length in self._lengths if length <= len(word))
        found = (*rules.stems.get(key, ()), *(hit for hits in begun for hit in hits))
        rules.remembered[word] = found, key
        return found, key


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that touch as one."""
    made: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if made and begin <= made[-1][1]:
            made[-1] = made[-1][0], max(end, made[-1][1])
        else:
            made.append((begin, end))
    return made


def _starred(word: str) -> str:
    letters = r"[^\W_]*".join(re.escape(part) for part in word.split("*"))
    return rf"(?<!\w){letters}(?!\w)"

"""What the columns of a stranger's file mean, guessed from their names and their values."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

from likely.store.column_words import (
    COMMENT,
    DATE,
    FIRST_DATES,
    HARDLY_SCORE,
    LIKELY_SCORE,
    NEVER_SCORE,
    NOT_COMMENT,
    NOT_DATE,
    NOT_RATING,
    NOT_WEIGHT,
    PERSON,
    PERSONAL,
    SURE_SCORE,
    WEIGHT,
)
from likely.store.dates import DateReading, reading_of
from likely.store.profile import Profile

Role = Literal["score", "comment", "date", "weight", "person"]
ROLES: tuple[Role, ...] = ("score", "comment", "date", "weight", "person")

MOST_DIMENSION_VALUES = 50
FEW_ANSWERS = 30  # below it, the values alone do not show the scale
MAIL_OR_ADDRESS = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|(?:\d{1,3}\.){3}\d{1,3}|https?://\S+|[0-9a-f]{8}-[0-9a-f-]{27}"
)


def says(profile: Profile, words: Sequence[str]) -> bool:
    """Whether the name or the question holds one of the words."""
    return any(_pattern(word).search(profile.asked) for word in words)


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(word: str) -> re.Pattern[str]:
    if word not in _PATTERNS:
        spaced = any(ord(letter) > 0x2E80 for letter in word)  # Chinese is written without spaces
        edge = "" if spaced else r"\b"
        middle = ".*".join(re.escape(part) for part in word.rstrip("*").split("*"))
        _PATTERNS[word] = re.compile(f"{edge}{middle}{'' if word.endswith('*') else edge}")
    return _PATTERNS[word]


def guess_score(columns: Sequence[Profile]) -> str | None:
    """The column that answers the recommendation question on 0..10, or None."""
    ranked = [(rank, -place, column) for place, column in enumerate(columns) if (rank := _score_rank(column))]
    return max(ranked, key=lambda entry: entry[:2])[2].name if ranked else None


def _score_rank(column: Profile) -> float:
    """0: no score. Above it: the surer, the higher."""
    sure = says(column, SURE_SCORE)
    if not (sure or says(column, LIKELY_SCORE)) or says(column, NEVER_SCORE):
        return 0.0
    alone = len(column.asked.split()) == 1  # `score` rather than `delivery score`
    fit = column.share(0, 10)
    if not _fits(column, fit, sure or alone):
        return 0.0
    return 3 + sure + 0.5 * alone + 0.25 * (fit == 1.0) + fit - 2.5 * says(column, HARDLY_SCORE)


def _fits(column: Profile, fit: float, plain: bool) -> bool:
    """Whether the values are answers from 0 to 10. Few may leave the top out, or be mostly wrong.

    fit: share of whole numbers of 0..10. plain: the name leaves no doubt.
    """
    if not column.n:
        return plain
    top = max(column.some_numbers, default=0)
    if column.n < FEW_ANSWERS:
        return fit > 0 if plain else fit >= 0.8 and top > 5
    return top > 7 and fit >= (0.5 if plain else 0.8)


def guess_comment(columns: Sequence[Profile]) -> str | None:
    """The column of open answers: named so and text, else the one with clearly the longest text."""
    texts = [column for column in columns if _is_prose(column)]
    named = [column for column in columns if _is_named_comment(column)]
    long = [column for column in texts if column.usual_length >= 25 and len(column.present) >= 0.5 * column.n]
    fallback = [column for column in long if not says(column, NOT_COMMENT)]
    chosen = named or fallback
    return max(chosen, key=lambda column: column.usual_length * column.n).name if chosen else None


def _is_named_comment(column: Profile) -> bool:
    """Text under the name of a comment. Many answers of few kinds are a choice, whatever the name."""
    if not says(column, COMMENT) or says(column, NOT_COMMENT) or column.native != "text" or not column.n:
        return False
    choice = column.n >= FEW_ANSWERS and len(column.present) <= min(MOST_DIMENSION_VALUES, 0.1 * column.n)
    return not (choice or column.numbers or is_personal(column) or reading_share(column) >= 0.5)


def _is_prose(column: Profile) -> bool:
    return (
        column.native == "text"
        and column.n > 0
        and not column.numbers
        and not is_personal(column)
        and column.longest >= 12
        and (len(column.present) > 0.1 * column.n or len(column.present) > MOST_DIMENSION_VALUES)
        and any(" " in value or not value.isascii() for value in column.present)
        and reading_share(column) < 0.5
    )


def reading_share(column: Profile) -> float:
    reading = reading_of(column)
    return reading.share if reading else 0.0


def guess_date(columns: Sequence[Profile]) -> tuple[str, DateReading] | None:
    """The column that says when the answer was given, and how it is read."""
    best: tuple[float, str, DateReading] | None = None
    for column in columns:
        reading = reading_of(column)
        if reading is None or reading.share < 0.8 or says(column, NOT_DATE):
            continue
        unix = reading.shape in ("seconds", "milliseconds")
        named = says(column, DATE)
        if unix and not named:
            continue
        rank = 2.0 * says(column, FIRST_DATES) + 1.0 * named + 0.1 * (reading.shape == "native")
        if best is None or rank > best[0]:
            best = (rank, column.name, reading)
    return best and (best[1], best[2])


def guess_weight(columns: Sequence[Profile]) -> str | None:
    named = [c for c in columns if says(c, WEIGHT) and not says(c, NOT_WEIGHT) and c.numbers]
    return next((column.name for column in named if min(column.numbers) >= 0), None)


def guess_person(columns: Sequence[Profile]) -> str | None:
    """The column that tells one person from another. The earlier word of the list wins."""
    for word in PERSON:
        for column in columns:
            if (
                says(column, (word,))
                and len(column.present) > 0.2 * column.n > 0
                and column.usual_length < 80
            ):
                return column.name
    return None


def is_personal(column: Profile) -> bool:
    """Ids, mails, addresses of any kind: by the name, or because the values look like it."""
    if says(column, PERSONAL):
        return True
    looks = sum(n for value, n in column.present.items() if MAIL_OR_ADDRESS.fullmatch(value.casefold()))
    return looks > 0.2 * column.n > 0


def dimensions_of(columns: Sequence[Profile]) -> list[str]:
    """Columns with few values: what a report may be cut by."""
    return [column.name for column in columns if _is_dimension(column)]


def _is_dimension(column: Profile) -> bool:
    values = len(column.present)
    few = 2 <= values <= MOST_DIMENSION_VALUES and (values <= 0.5 * column.n or column.n <= 10)
    return (
        few
        and not is_personal(column)
        and column.native in ("text", "whole", "boolean", "fraction")
        and (not column.numbers or (column.whole and values <= 24))
        and column.usual_length <= 60
        and reading_share(column) < 0.8
    )


def ratings_of(columns: Sequence[Profile]) -> list[str]:
    """Columns of whole numbers on a scale of 3 to 11 points: what may drive the score."""
    return [column.name for column in columns if _is_rating(column)]


def _is_rating(column: Profile) -> bool:
    if not column.whole or is_personal(column) or says(column, NOT_RATING):
        return False
    low, top = min(column.numbers), max(column.numbers)
    return low >= 0 and 3 <= top <= 10 and len(column.numbers) >= 3


GUESSES: Mapping[Role, Callable[[Sequence[Profile]], str | None]] = {
    "score": guess_score,
    "comment": guess_comment,
    "weight": guess_weight,
    "person": guess_person,
}

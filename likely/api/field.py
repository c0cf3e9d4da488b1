"""What machines may send, field by field: read strictly, and refused with the field and the rule."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Final, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo

from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.stats.scale import HIGHEST, LOWEST, read_score

EARLIEST_YEAR, LATEST_YEAR = 1900, 2200  # of a day or a moment: beyond lie calendars that overflow
LONGEST_LINE: Final = 200  # characters
LONGEST_WORDS: Final = 10_000  # characters
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.]\d{1,9})?)?([Zz]|[+-]\d{2}:?\d{2})", re.ASCII
)
NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,15}")
LANGUAGE: Final = re.compile(r"(?=.{2,12}\Z)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Sent(BaseModel):
    """A body that came in: nothing is converted, and a field that is not named here is refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    def changes(self, *nullable: str) -> dict[str, Any]:
        """What was sent of a change; null stands for nothing, and is refused but in `nullable`."""
        told = self.model_dump(exclude_unset=True)
        if nulls := [name for name, value in told.items() if value is None and name not in nullable]:
            raise Refusal("not_null", f"{nulls[0]} can't be null.", field=nulls[0])
        return told


class Told(BaseModel):
    """A body that goes out."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def from_row(cls, row: object, **named: Any) -> Self:
        """Of a row, whose own words are told but where they are named here."""
        own = {name: getattr(row, name) for name in cls.model_fields if name not in named}
        return cls(**own, **named)


def read_id(text: str) -> UUID | None:
    """The id that the text is, in any of its spellings; None for anything else."""
    try:
        return UUID(text) if len(text) in (32, 36) else None
    except ValueError:
        return None


def read_day(value: object, field: str) -> date:
    try:
        day = date.fromisoformat(value) if isinstance(value, str) and DAY.fullmatch(value) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise Refusal("not_a_day", f"{field} must be a day such as 2026-11-26.", field=field)
    return day


def read_moment(value: object, field: str) -> datetime:
    """A date and time of RFC 3339, in UTC. The year is looked at before anything is reckoned with."""
    try:
        at = _moment(value) if isinstance(value, str) and MOMENT.fullmatch(value) else None
    except ValueError:
        at = None
    if at is None or not EARLIEST_YEAR <= at.year <= LATEST_YEAR:
        raise Refusal(
            "not_a_moment",
            f"{field} must be a date and time with its zone, such as 2026-11-26T09:30:00Z.",
            field=field,
        )
    return at.astimezone(UTC)


def _moment(text: str) -> datetime:
    """Digits beyond the microsecond are cut; the standard library reads six at most."""
    return datetime.fromisoformat(re.sub(r"([.]\d{6})\d+", r"\1", text).upper())


def _read_line(value: object, field: str) -> str:
    return clean_text(value, field, LONGEST_LINE)


def _read_words(value: object, field: str) -> str:
    return clean_text(value, field, LONGEST_WORDS)


def _read_channel(value: object, field: str) -> str:
    if not isinstance(value, str) or not NAME.fullmatch(value):
        raise Refusal(
            "channel_malformed", f"{field} must be up to 16 small letters, digits, - or _.", field=field
        )
    return value


def _read_language(value: object, field: str) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        raise Refusal("language_malformed", f"{field} must be a code such as en or zh-CN.", field=field)
    return value


def _by(read: Callable[[Any, str], object]) -> BeforeValidator:
    """The reader as a validator that names its field; null is left for the type to judge."""

    def validate(value: object, info: ValidationInfo) -> object:
        return value if value is None else read(value, info.field_name or "body")

    return BeforeValidator(validate)


Day = Annotated[date, _by(read_day)]
Moment = Annotated[datetime, _by(read_moment)]
Line = Annotated[str, Field(max_length=LONGEST_LINE), _by(_read_line)]
Words = Annotated[str, Field(max_length=LONGEST_WORDS), _by(_read_words)]  # lines of it
Channel = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,15}$"), _by(_read_channel)]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), _by(_read_language)]
Score = Annotated[int, Field(ge=LOWEST, le=HIGHEST), BeforeValidator(read_score)]
# May be left out; null is no score.
ScoreIfAsked = Annotated[int | None, Field(ge=LOWEST, le=HIGHEST), BeforeValidator(read_score)]
# A number that every database keeps and JSON can tell; whole or not.
Amount = Annotated[float | int, Field(ge=-(2**53) + 1, le=2**53 - 1, allow_inf_nan=False)]

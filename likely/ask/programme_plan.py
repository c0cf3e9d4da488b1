"""A programme's plan as plain data: when people are asked, which of them, by which channels, how often again.

docs/programmes.md says the same in words.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints, model_validator

from likely.ask.condition import Condition
from likely.ask.plain_data import Key, PlainData
from likely.ask.plain_reading import read_plain
from likely.ask.quiet_hours import EVERY_DAY, MONDAY_TO_FRIDAY, QuietHours

ChannelName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,15}$")]
EventName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
Weekday = Annotated[int, Field(ge=1, le=7)]  # Monday is 1
Weekdays = Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
Percent = Annotated[float, Field(gt=0, le=100)]
Every = Literal["quarter", "half_year", "year"]

PERIOD_DAYS: Final[dict[Every, int]] = {"quarter": 90, "half_year": 181, "year": 365}  # at least
MOST_REMINDERS: Final = 5
ADVISED_DELAY_DAYS: Final = 2  # later, people no longer remember the occasion (R12)
KINDS: Final = ("wave", "trigger", "outcome", "once", "in_app")


class Wave(PlainData):
    """Everybody once in each period of the calendar, spread over its first `over_days` sending days."""

    every: Every = "quarter"
    over_days: int = Field(default=20, ge=1, le=366)  # days on which is sent, not of the calendar
    weekdays: Weekdays = MONDAY_TO_FRIDAY

    @model_validator(mode="after")
    def _fits_the_period(self) -> Self:
        room = PERIOD_DAYS[self.every] * len(set(self.weekdays)) // 7
        if self.over_days > room:
            raise ValueError(f"over_days: this period has only {room} such days")
        return self


class Trigger(PlainData):
    """Days after an event. where: a rule on the event's own properties. latest_only: of several, the last."""

    event: EventName
    where: Condition | None = None
    delay_days: float = Field(default=1, ge=0, le=60)
    latest_only: bool = True
    stale_days: float = Field(default=7, ge=0.5, le=60)  # how long after its turn it may still be asked
    weekdays: Weekdays = EVERY_DAY


class Outcome(PlainData):
    """Weeks after an event: did it do them good?"""

    event: EventName
    where: Condition | None = None
    delay_weeks: int = Field(default=4, ge=1, le=104)
    latest_only: bool = True
    stale_days: float = Field(default=21, ge=0.5, le=60)
    weekdays: Weekdays = EVERY_DAY


class Once(PlainData):
    """Everybody one time, from `at` on (null: from the start), spread over so many sending days."""

    at: AwareDatetime | None = None
    over_days: int = Field(default=1, ge=1, le=366)
    weekdays: Weekdays = EVERY_DAY
    late_days: int = Field(default=14, ge=0, le=90)  # how long after its start a no may still become a yes


class InApp(PlainData):
    """Asked by the widget while they are there; nothing is sent."""


class Quota(PlainData):
    """So many people for each value of a property; whoever has another value is not asked."""

    property: Key
    each: dict[
        Annotated[str, StringConstraints(min_length=1, max_length=80)], Annotated[int, Field(ge=1)]
    ] = Field(min_length=1, max_length=60)


class Sample(PlainData):
    """Which of those who may be asked: one of the three, or everybody.

    share: percent of them, at random. quota: so many a value. margin: as many as it takes until the score
    is known to ± so many points.
    """

    share: Percent | None = None
    quota: Quota | None = None
    margin: Annotated[float, Field(ge=0.5, le=50)] | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if sum(value is not None for value in (self.share, self.quota, self.margin)) > 1:
            raise ValueError("a sample is a share, a quota or a margin, not several")
        return self


class Reminders(PlainData):
    """after_days: since the invitation. fallback: the same channel again, or the next on which they are."""

    after_days: tuple[Annotated[int, Field(ge=1, le=90)], ...] = Field(
        default=(3, 7), max_length=MOST_REMINDERS
    )
    fallback: Literal["same", "next"] = "same"

    @model_validator(mode="after")
    def _ascend(self) -> Self:
        if list(self.after_days) != sorted(set(self.after_days)):
            raise ValueError("after_days: each reminder comes later than the one before")
        return self


class Thanks(PlainData):
    """A thank-you after a while such as a human takes: at random between so many minutes."""

    from_minutes: int = Field(default=30, ge=0, le=10_080)
    to_minutes: int = Field(default=240, ge=0, le=10_080)

    @model_validator(mode="after")
    def _ascend(self) -> Self:
        if self.from_minutes > self.to_minutes:
            raise ValueError("to_minutes: the range runs from the smaller number to the larger")
        return self


class Plan(PlainData):
    """Exactly one of wave, trigger, outcome, once, in_app; the rest says how."""

    wave: Wave | None = None
    trigger: Trigger | None = None
    outcome: Outcome | None = None
    once: Once | None = None
    in_app: InApp | None = None
    channels: tuple[ChannelName, ...] = Field(default=("mail",), max_length=8)  # tried in this order
    reminders: Reminders | None = None
    thanks: Thanks | None = None
    expires_days: int | None = Field(default=30, ge=1, le=3650)  # of the link; null: the survey's own rule
    sample: Sample = Sample()
    holdout: float = Field(default=0, ge=0, le=90)  # percent of people whom it never asks in a year
    per_day: int | None = Field(default=None, ge=1)  # invitations
    per_hour: int | None = Field(default=None, ge=1)  # invitations
    quiet: QuietHours | None = None  # null: those of the workspace
    population: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,23}$")] | None = None

    @model_validator(mode="after")
    def _is_consistent(self) -> Self:
        set_kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(set_kinds) != 1:
            raise ValueError(f"a plan has exactly one of {', '.join(KINDS)}")
        if len(set(self.channels)) < len(self.channels):
            raise ValueError("channels: one stands twice")
        if not self.channels and not self.in_app:
            raise ValueError("channels: at least one is needed")
        if (
            self.reminders
            and self.expires_days
            and max(self.reminders.after_days, default=0) >= self.expires_days
        ):
            raise ValueError("reminders.after_days: the link has expired by then")
        return self

    @property
    def kind(self) -> str:
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    @property
    def listens(self) -> Trigger | Outcome | None:
        """What it waits for; None: for no event."""
        return self.trigger or self.outcome

    @property
    def weekdays(self) -> tuple[int, ...]:
        spread = self.wave or self.listens or self.once
        return spread.weekdays if spread else EVERY_DAY

    @property
    def starts_at(self) -> datetime | None:
        return self.once.at if self.once else None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data; what is as usual is left out."""
        kind = self.kind
        told = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return {**told, kind: told.get(kind) or {}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return read_plain(cls, data, "plan_invalid", "plan")


def read_plan(data: object) -> Plan:
    """The plan that somebody's parsed JSON says, or a Refusal with the field and the rule."""
    return read_plain(Plan, data, "plan_invalid", "plan")

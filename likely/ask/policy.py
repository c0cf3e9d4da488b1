"""The policy: whether somebody is asked now, by which rule, and when they may be asked again (C03).

A pure function: what is known of a person goes in, one verdict out. It reads no clock and no database.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.ask.contact_policy import ContactPolicy


class Rule(StrEnum):
    """Why somebody was asked or not. The order is the order of asking: the first that applies is told."""

    ASKED = "asked"
    WAITING = "waiting"
    SURVEY_NOT_OPEN = "survey_not_open"
    ALREADY_ASKED = "already_asked"
    NOT_IN_SEGMENT = "not_in_segment"
    OTHER_POPULATION = "other_population"
    SUPERSEDED = "superseded"
    EVENT_TOO_OLD = "event_too_old"
    HOLDOUT = "holdout"
    NOT_SAMPLED = "not_sampled"
    QUOTA_FULL = "quota_full"
    MARGIN_REACHED = "margin_reached"
    ANSWERED_RECENTLY = "answered_recently"
    KIND_CLOCK = "kind_clock"
    ANY_CLOCK = "any_clock"
    NO_ADDRESS = "no_address"
    UNSUBSCRIBED = "unsubscribed"
    SUPPRESSED = "suppressed"
    NO_CONSENT = "no_consent"
    RESERVED = "reserved"
    DAY_FULL = "day_full"
    HOUR_FULL = "hour_full"


# One sentence each, for the pages to translate.
SENTENCES: Final[dict[Rule, str]] = {
    Rule.ASKED: N_("Asked."),
    Rule.WAITING: N_("Not yet: the time after the event is not over."),
    Rule.SURVEY_NOT_OPEN: N_("The survey takes no answers."),
    Rule.ALREADY_ASKED: N_("Asked already in this round."),
    Rule.NOT_IN_SEGMENT: N_("Not in the segment that the programme asks."),
    Rule.OTHER_POPULATION: N_("Of another population: employees and customers are asked apart."),
    Rule.SUPERSEDED: N_("Something newer of the same kind happened: only the last counts."),
    Rule.EVENT_TOO_OLD: N_("The event lies too far back to be remembered well."),
    Rule.HOLDOUT: N_("In the group that is left alone this year, to compare with."),
    Rule.NOT_SAMPLED: N_("Not drawn for the sample."),
    Rule.QUOTA_FULL: N_("Enough people like them were asked: the quota is full."),
    Rule.MARGIN_REACHED: N_("The score is known closely enough: nobody else needs to be asked."),
    Rule.ANSWERED_RECENTLY: N_("Answered a survey of this kind a short while ago."),
    Rule.KIND_CLOCK: N_("Asked a survey of this kind a short while ago."),
    Rule.ANY_CLOCK: N_("Asked another survey a short while ago."),
    Rule.NO_ADDRESS: N_("Has no address on any channel of the programme."),
    Rule.UNSUBSCRIBED: N_("Unsubscribed."),
    Rule.SUPPRESSED: N_("Nothing is sent to the address: it bounced, complained or was taken off."),
    Rule.NO_CONSENT: N_("Has not agreed to be asked, or no longer does."),
    Rule.RESERVED: N_("What is left of this day or hour is kept for the waves."),
    Rule.DAY_FULL: N_("The most for one day is reached."),
    Rule.HOUR_FULL: N_("The most for one hour is reached."),
}
DAY: Final = timedelta(days=1)
ADDRESS_AGAIN: Final = timedelta(days=7)  # how soon a missing address or consent is looked for anew


@dataclass(frozen=True, slots=True)
class Ask:
    """What would be asked, the same for everybody in one decision."""

    kind: str  # of the survey
    survey_open: bool = True
    population: str = ""  # "": all but employees
    holdout: float = 0.0  # share of people, 0..1
    stale_after: timedelta | None = None  # of an event, since its turn


class PersonState(NamedTuple):
    """What is known of somebody at the moment of decision. Moments; None: never, or does not apply."""

    population: str = "customers"
    in_segment: bool = True
    invited: bool = False  # in this round
    turn_at: datetime | None = None  # when the occasion's time has come
    is_latest: bool = True  # nothing newer of the same kind happened
    year_draw: float = 1.0  # 0 to less than 1: the workspace's holdout draw of this year
    programme_draw: float = 1.0  # the programme's
    out_of_sample: Rule | None = None  # NOT_SAMPLED, QUOTA_FULL or MARGIN_REACHED
    answered_at: datetime | None = None  # last, a survey of this kind, however they came to it
    kind_asked_at: datetime | None = None  # the clock of this kind
    any_asked_at: datetime | None = None  # the clock over all kinds
    unreachable: Rule | None = None  # NO_ADDRESS, UNSUBSCRIBED, SUPPRESSED or NO_CONSENT
    no_room: Rule | None = None  # RESERVED, DAY_FULL or HOUR_FULL
    room_at: datetime | None = None  # when there is room again


@dataclass(frozen=True, slots=True)
class Verdict:
    """eligible_at: when they may be asked again, or a no may become a yes; None: not in this round."""

    asked: bool
    rule: Rule
    eligible_at: datetime | None = None


YES: Final = Verdict(True, Rule.ASKED)
NEVER: Final[dict[Rule, Verdict]] = {rule: Verdict(False, rule) for rule in Rule if rule != Rule.ASKED}


def decide(state: PersonState, asked: Ask, policy: ContactPolicy, now: datetime) -> Verdict:
    """The first rule that says no, or yes where none does."""
    for step in STEPS:
        verdict = step(state, asked, policy, now)
        if verdict is not None:
            return verdict
    return YES


def _occasion(state: PersonState, asked: Ask, _policy: ContactPolicy, now: datetime) -> Verdict | None:
    if state.invited:
        return NEVER[Rule.ALREADY_ASKED]
    if not asked.survey_open:
        return Verdict(False, Rule.SURVEY_NOT_OPEN, now + DAY)
    if not state.in_segment:
        return Verdict(False, Rule.NOT_IN_SEGMENT, now + DAY)
    if not _is_of(state.population, asked.population):
        return NEVER[Rule.OTHER_POPULATION]
    if state.turn_at is None:
        return None
    if not state.is_latest:
        return NEVER[Rule.SUPERSEDED]
    if now < state.turn_at:
        return Verdict(False, Rule.WAITING, state.turn_at)
    if asked.stale_after is not None and now - state.turn_at > asked.stale_after:
        return NEVER[Rule.EVENT_TOO_OLD]
    return None


def _draw(state: PersonState, asked: Ask, policy: ContactPolicy, _now: datetime) -> Verdict | None:
    if state.year_draw * 100 < policy.holdout or state.programme_draw < asked.holdout:
        return NEVER[Rule.HOLDOUT]
    return NEVER[state.out_of_sample] if state.out_of_sample else None


def _clocks(state: PersonState, asked: Ask, policy: ContactPolicy, now: datetime) -> Verdict | None:
    """Spans of UTC, so that neither a change to summer time nor a leap day shortens one."""
    clock = policy.clock_of(asked.kind)
    ends = (
        (Rule.ANSWERED_RECENTLY, state.answered_at, clock),
        (Rule.KIND_CLOCK, state.kind_asked_at, clock),
        (Rule.ANY_CLOCK, state.any_asked_at, policy.any_clock),
    )
    running = [(rule, at + span) for rule, at, span in ends if at is not None and now < at + span]
    if not running:
        return None
    return Verdict(False, running[0][0], max(end for _, end in running))


def _way(state: PersonState, _asked: Ask, _policy: ContactPolicy, now: datetime) -> Verdict | None:
    return Verdict(False, state.unreachable, now + ADDRESS_AGAIN) if state.unreachable else None


def _room(state: PersonState, _asked: Ask, _policy: ContactPolicy, _now: datetime) -> Verdict | None:
    return Verdict(False, state.no_room, state.room_at) if state.no_room else None


Step = Callable[[PersonState, Ask, ContactPolicy, datetime], Verdict | None]
STEPS: Final[tuple[Step, ...]] = (_occasion, _draw, _clocks, _way, _room)


def _is_of(population: str, wanted: str) -> bool:
    return population == wanted if wanted else population != "employees"

"""Advice on a programme before it starts: what is allowed, and yet better otherwise. It stops nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.ask.brief import audience
from likely.ask.contact_policy import policy_of
from likely.ask.programme import Programme
from likely.ask.programme_plan import ADVISED_DELAY_DAYS, PERIOD_DAYS, Plan
from likely.people.event import Event


class Hint(StrEnum):
    TRANSACTIONAL_WITHOUT_EVENT = "transactional_without_event"
    RELATIONSHIP_AFTER_EVENT = "relationship_after_event"
    LONG_DELAY = "long_delay"
    CLOCK_LONGER_THAN_PERIOD = "clock_longer_than_period"
    EVENT_UNKNOWN = "event_unknown"
    NOBODY = "nobody"
    FEW_AND_ANONYMOUS = "few_and_anonymous"


# One sentence each, for the pages to translate.
HINTS: Final[dict[Hint, str]] = {
    Hint.TRANSACTIONAL_WITHOUT_EVENT: N_(
        "A transactional survey is about one occasion: let an event lead to it."
    ),
    Hint.RELATIONSHIP_AFTER_EVENT: N_(
        "A relationship survey right after an event measures the event: let a wave ask it."
    ),
    Hint.LONG_DELAY: N_("After more than two days people no longer remember the occasion well."),
    Hint.CLOCK_LONGER_THAN_PERIOD: N_(
        "The contact policy is stricter than the wave: in some rounds most people can't be asked."
    ),
    Hint.EVENT_UNKNOWN: N_("No event of this name has come in yet: check how it is written."),
    Hint.NOBODY: N_("The programme may ask nobody at the moment."),
    Hint.FEW_AND_ANONYMOUS: N_(
        "So few people may be asked that an anonymous answer could be traced, and their score stays hidden."
    ),
}


@dataclass(frozen=True, slots=True)
class Looked:
    """What advice is given on. people: whom it may ask."""

    programme: Programme
    plan: Plan
    people: int


def advice(programme: Programme, now: datetime) -> list[Hint]:
    plan = programme.read()
    looked = Looked(programme, plan, audience(programme, plan, now).count())
    return [hint for hint, applies in ADVICE if applies(looked)]


def _transactional_without_event(looked: Looked) -> bool:
    return looked.programme.survey.kind == "tnps" and not (looked.plan.listens or looked.plan.in_app)


def _relationship_after_event(looked: Looked) -> bool:
    return looked.programme.survey.kind == "rnps" and looked.plan.trigger is not None


def _long_delay(looked: Looked) -> bool:
    return looked.plan.trigger is not None and looked.plan.trigger.delay_days > ADVISED_DELAY_DAYS


def _clock_longer_than_period(looked: Looked) -> bool:
    clock = policy_of(looked.programme.workspace).clock_of(looked.programme.survey.kind)
    return looked.plan.wave is not None and clock.days > PERIOD_DAYS[looked.plan.wave.every]


def _event_unknown(looked: Looked) -> bool:
    listens = looked.plan.listens
    events = Event.objects.of(looked.programme.workspace_id)
    return listens is not None and not events.filter(name=listens.event).exists()


def _nobody(looked: Looked) -> bool:
    return looked.people == 0


def _few_and_anonymous(looked: Looked) -> bool:
    live = looked.programme.survey.live
    few = 0 < looked.people < looked.programme.workspace.smallest_group
    return few and live is not None and live.read().anonymous


ADVICE: Final[tuple[tuple[Hint, Callable[[Looked], bool]], ...]] = (
    (Hint.NOBODY, _nobody),
    (Hint.TRANSACTIONAL_WITHOUT_EVENT, _transactional_without_event),
    (Hint.RELATIONSHIP_AFTER_EVENT, _relationship_after_event),
    (Hint.LONG_DELAY, _long_delay),
    (Hint.EVENT_UNKNOWN, _event_unknown),
    (Hint.CLOCK_LONGER_THAN_PERIOD, _clock_longer_than_period),
    (Hint.FEW_AND_ANONYMOUS, _few_and_anonymous),
)

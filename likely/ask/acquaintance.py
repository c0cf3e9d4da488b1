"""What is known of many people at once before it is decided about them: a handful of queries a batch."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from likely.ask.candidate import Candidate
from likely.ask.contact_clock import ANY, clocks_between
from likely.ask.policy import Rule
from likely.base.workspace import Workspace
from likely.people.consent import may_be_asked
from likely.people.person import Person
from likely.people.push_subscription import who_subscribed
from likely.people.reach import PUSH, reachable
from likely.people.suppression import SuppressionReason, barred

NOBODY: Mapping[str, datetime] = {}


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """clocks: when asked, by kind. answered: when they last answered a survey of this kind."""

    clocks: Mapping[UUID, Mapping[str, datetime]]
    answered: Mapping[UUID, datetime]

    def kind_asked_at(self, person: UUID, kind: str) -> datetime | None:
        return self.clocks.get(person, NOBODY).get(kind)

    def any_asked_at(self, person: UUID) -> datetime | None:
        return self.clocks.get(person, NOBODY).get(ANY)


@dataclass(frozen=True, slots=True)
class Way:
    """Where an invitation goes, or by which rule it can't."""

    channel: str = ""
    address: str = ""
    refused: Rule | None = None


def acquainted(workspace: Workspace, people: Sequence[UUID], kind: str, since: datetime) -> Acquaintance:
    """people: in the order of their ids. since: answers from then on matter."""
    first, last = min(people), max(people)
    recent = Q(responses__survey__kind=kind, responses__at__gt=since)
    rows = Person.objects.of(workspace).filter(recent, pk__gte=first, pk__lte=last)
    answered = dict(rows.values_list("pk").annotate(Max("responses__at")).order_by())
    return Acquaintance(clocks_between(workspace, first, last), answered)


def ways(
    workspace: Workspace,
    candidates: Collection[Candidate],
    channels: Sequence[str],
    kind: str,
    now: datetime,
) -> dict[UUID, Way]:
    """The first channel on which each of them has an address that nothing bars, and has not objected."""
    reached = {one.id: reachable(one, channels) for one in candidates}
    refused = refused_ways(workspace, reached, kind, now)
    return {person: _way(person, options, refused) for person, options in reached.items()}


def refused_ways(
    workspace: Workspace, reached: Mapping[UUID, Sequence[tuple[str, str]]], kind: str, now: datetime
) -> dict[tuple[UUID, str], Rule]:
    """{(person, channel): why nothing may be sent}. reached: (channel, address) by person."""
    by_channel: dict[str, dict[UUID, str]] = {}
    for person, options in reached.items():
        for channel, address in options:
            by_channel.setdefault(channel, {})[person] = address
    found: dict[tuple[UUID, str], Rule] = {}
    for channel, on_it in by_channel.items():
        found |= _refusals(workspace, channel, on_it, kind, now)
    return found


def _refusals(
    workspace: Workspace, channel: str, on_it: Mapping[UUID, str], kind: str, now: datetime
) -> dict[tuple[UUID, str], Rule]:
    bars = barred(workspace, channel, on_it.values(), kind, now)
    agreed = may_be_asked(workspace, on_it, channel)
    found = {(person, channel): Rule.NO_CONSENT for person, yes in agreed.items() if not yes}
    if channel == PUSH:
        there = who_subscribed(workspace, on_it)
        found |= {(person, channel): Rule.NO_ADDRESS for person in on_it if person not in there}
    for person, address in on_it.items():
        if address in bars:
            found[person, channel] = _rule_of(bars[address])
    return found


def _rule_of(reason: SuppressionReason) -> Rule:
    return Rule.UNSUBSCRIBED if reason == SuppressionReason.UNSUBSCRIBED else Rule.SUPPRESSED


def _way(person: UUID, options: Sequence[tuple[str, str]], refusals: Mapping[tuple[UUID, str], Rule]) -> Way:
    """Of several channels that are refused, the first one's rule is told."""
    for channel, address in options:
        if (person, channel) not in refusals:
            return Way(channel, address)
    return Way(refused=refusals[person, options[0][0]] if options else Rule.NO_ADDRESS)

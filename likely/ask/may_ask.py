"""The policy for whoever asks by other means than a programme: the widget, a program, a link by hand."""

from datetime import datetime
from uuid import UUID

from likely.ask.acquaintance import acquainted
from likely.ask.contact_clock import stamp
from likely.ask.contact_policy import policy_of
from likely.ask.draw import draw
from likely.ask.policy import Ask, PersonState, Rule, Verdict, decide
from likely.ask.quiet_hours import zone_named
from likely.base.workspace import Workspace
from likely.people.consent import may_be_asked
from likely.people.person import Person


def may_ask(workspace: Workspace, person: Person, kind: str, now: datetime, *, channel: str = "") -> Verdict:
    """Whether a survey of the kind may be shown to the person now: clocks, holdout, consent on the channel.

    Nothing is written. Whoever then asks calls `note_asked`.
    """
    policy, zone = policy_of(workspace), zone_named(workspace.time_zone)
    known = acquainted(workspace, [person.pk], kind, now - max(policy.clock_of(kind), policy.any_clock))
    state = PersonState(
        population=person.population,
        year_draw=draw(person.pk, workspace.pk, "holdout", str(now.astimezone(zone).year)),
        answered_at=known.answered.get(person.pk),
        kind_asked_at=known.kind_asked_at(person.pk, kind),
        any_asked_at=known.any_asked_at(person.pk),
        unreachable=objection_of(workspace, person, channel),
    )
    return decide(state, Ask(kind, population=person.population), policy, now)


def objection_of(workspace: Workspace, person: Person, channel: str) -> Rule | None:
    """The rule by which somebody is left in peace who objected, or never agreed where that is needed."""
    return None if may_be_asked(workspace, [person.pk], channel)[person.pk] else Rule.NO_CONSENT


def note_asked(workspace: Workspace, people: list[UUID], kind: str, now: datetime) -> None:
    """They were asked now: no programme asks them again inside the clocks."""
    stamp(workspace, people, kind, now)

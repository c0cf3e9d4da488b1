"""Why somebody was asked or not, programme by programme: the ledger, and turns still to come (C03)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from likely.ask.brief import audience, brief_of
from likely.ask.candidate import COLUMNS
from likely.ask.decision import Decision
from likely.ask.policy import Rule
from likely.ask.programme import Programme, ProgrammeState
from likely.ask.wave import Turns
from likely.people.person import Person


@dataclass(frozen=True, slots=True)
class Why:
    """rule None: not decided yet. at: of the decision. eligible_at: when they may be asked, if known."""

    programme: Programme
    rule: Rule | None
    round: str
    at: datetime | None
    eligible_at: datetime | None

    @property
    def asked(self) -> bool:
        return self.rule == Rule.ASKED


def why(person: Person, now: datetime, most: int = 50) -> list[Why]:
    """Turns to come first, then the newest decisions."""
    rows = Decision.objects.of(person.workspace_id).filter(person=person).select_related("programme")
    decided = [
        Why(row.programme, Rule(row.rule), row.round, row.at, row.eligible_at)
        for row in rows.order_by("-at", "-pk")[:most]
    ]
    return [*_to_come(person, {(one.programme.pk, one.round) for one in decided}, now), *decided]


def _to_come(person: Person, decided: set[tuple[UUID, str]], now: datetime) -> list[Why]:
    running = Programme.objects.of(person.workspace_id).filter(state=ProgrammeState.RUNNING)
    found = []
    for programme in running.select_related("workspace", "survey", "survey__live", "segment"):
        brief = brief_of(programme, now)
        if brief.round is None or (programme.pk, brief.round.label) in decided:
            continue
        if audience(programme, brief.plan, now).filter(pk=person.pk).exists():
            found.append(Why(programme, None, brief.round.label, None, turn_of(programme, person, now)))
    return found


def turn_of(programme: Programme, person: Person, now: datetime) -> datetime | None:
    """When the person's turn comes in the round that runs; None: not in this one, or there are no turns."""
    brief = brief_of(programme, now)
    if brief.round is None:
        return None
    row = [getattr(person, column) for column in COLUMNS]
    return Turns.of(programme, brief.round).turn(brief, row)

"""What is done with a case: its state, its owner, a reply, what was found and promised. Each in the journal.

The journal says which deed it was and never what was written: words about a person stand in the case alone,
and go with it.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from likely.act.case import OUTCOMES, Case, may_own
from likely.act.case_clock import keep_clock, set_replied
from likely.act.case_policy import case_policy_of
from likely.act.case_priority import weight
from likely.act.case_state import CLOSED, OPEN_STATES, RESOLVED, TABLE, WAITING, next_state
from likely.act.domain_event import emit, event
from likely.base.journal import record
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

LONGEST: Final = {"root_cause": 120, "promise": 200}  # characters
LONGEST_TAG: Final = 40
MOST_TAGS: Final = 12
FACTS: Final = ("root_cause", "promise", "promised_on", "promise_kept", "outcome", "tags")


def _on(case: Case, actor: str, now: datetime, verb: str, deed: Callable[[Case], dict[str, Any]]) -> Case:
    """Do it to the row as it is now, alone with it; `deed` tells what the journal keeps."""
    with transaction.atomic():
        row = (
            Case.objects.of(case.workspace_id)
            .select_for_update(of=("self",))
            .select_related("workspace")
            .get(pk=case.pk)
        )
        told = deed(row)
        row.changed_at = now
        row.save()
        record(row.workspace, actor, verb, row.subject, **told)
    return row


def move_case(case: Case, deed: str, actor: str, now: datetime) -> Case:
    """Take, wait, go_on, resolve, close or reopen. deed: one of case_state.DEEDS."""

    def move(row: Case) -> dict[str, Any]:
        before, row.state = row.state, next_state(row.state, deed)
        row.is_open = row.state in OPEN_STATES
        keep_clock(row, before, now, case_policy_of(row.workspace))
        if row.state in (RESOLVED, CLOSED):
            emit(event(row.workspace, f"case.{row.state}", row.pk, now.isoformat(), now))
        return {"before": before, "state": row.state}

    return _on(case, actor, now, "case.moved", move)


def assign_case(case: Case, owner: UUID | None, actor: str, now: datetime) -> Case:
    """owner: somebody who may work on cases, or nobody. Whoever is given one by another is told."""

    def assign(row: Case) -> dict[str, Any]:
        workers = may_own(row.workspace)
        if owner is not None and owner not in workers:
            raise Refusal("owner_unknown", "Nobody of that name works on cases here.", field="owner")
        if owner is not None and owner != row.owner_id and actor != f"user:{workers[owner].email}":
            emit(event(row.workspace, "case.assigned", row.pk, now.isoformat(), now))
        row.owner_id, row.owned_at = owner, now if owner else None
        return {"owner": str(owner) if owner else None}

    return _on(case, actor, now, "case.assigned", assign)


def note_reply(case: Case, actor: str, now: datetime) -> Case:
    """The customer was reached: the first time stops the clock of the reply and takes the case in hand."""

    def reply(row: Case) -> dict[str, Any]:
        if (row.state, "take") in TABLE:
            row.state = next_state(row.state, "take")
        set_replied(row, row.replied_at or now, now)
        return {}

    return _on(case, actor, now, "case.replied", reply)


def take_back_reply(case: Case, said_at: datetime, now: datetime) -> Case:
    """What was written at that moment never went out: it stopped no clock, and nobody need be waited for."""

    def take_back(row: Case) -> dict[str, Any]:
        if row.state == WAITING:
            row.state = next_state(WAITING, "go_on")
            keep_clock(row, WAITING, now, case_policy_of(row.workspace))
        set_replied(row, None if row.replied_at == said_at else row.replied_at, now)
        emit(event(row.workspace, "case.reply_failed", row.pk, said_at.isoformat(), now))
        return {}

    return _on(case, "system", now, "case.reply_failed", take_back)


def change_case(case: Case, told: Mapping[str, Any], actor: str, now: datetime) -> Case:
    """Facts by their names; what is not told stays. See FACTS."""
    facts = {name: _READ[name](value) for name, value in told.items()}

    def change(row: Case) -> dict[str, Any]:
        changed = [name for name, value in facts.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, facts[name])
        return {"changed": changed}

    return _on(case, actor, now, "case.changed", change) if facts else case


def tag_case(case: Case, tag: str, actor: str, now: datetime) -> Case:
    """One tag more."""
    added = read_tags([tag])
    if not added:
        raise Refusal("no_tag", "There is no tag.", cure="Write one.", field="tag")

    def add(row: Case) -> dict[str, Any]:
        row.tags = read_tags([*row.tags, *added])
        return {"changed": ["tags"]}

    return _on(case, actor, now, "case.changed", add)


def follow_answer(case: Case, score: int | None, now: datetime) -> Case:
    """The answer was changed: the case has its new score and the urgency that follows."""

    def follow(row: Case) -> dict[str, Any]:
        before = row.score
        difference = weight(score, None, None) - weight(before, None, None)
        row.score, row.weight = score, row.weight + difference
        row.urgency += difference
        return {"before": before, "score": score}

    return _on(case, "system", now, "case.rescored", follow)


def _outcome(value: Any) -> str:
    if value not in ("", *OUTCOMES):
        raise Refusal("outcome_unknown_of_case", f"It must be one of {', '.join(OUTCOMES)}.", field="outcome")
    return str(value)


def read_tags(value: Any) -> list[str]:
    """In small letters, each once."""
    if not isinstance(value, Iterable) or isinstance(value, str):
        raise Refusal("tags_malformed", "tags must be a list of texts.", field="tags")
    cleaned = [" ".join(clean_text(one, "tags", LONGEST_TAG).split()).lower() for one in value]
    tags = list(dict.fromkeys(one for one in cleaned if one))
    if len(tags) > MOST_TAGS:
        raise Refusal("too_many_tags", f"A case has at most {MOST_TAGS} tags.", field="tags")
    return tags


def _line(name: str) -> Callable[[Any], str]:
    return lambda value: " ".join(clean_text(value, name, LONGEST[name]).split())


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) else None


def _kept(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


_READ: Final[Mapping[str, Callable[[Any], Any]]] = {
    "root_cause": _line("root_cause"),
    "promise": _line("promise"),
    "promised_on": _day,
    "promise_kept": _kept,
    "outcome": _outcome,
    "tags": read_tags,
}

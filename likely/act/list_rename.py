"""A list under a new name: whatever names it follows."""

from dataclasses import replace

from django.db import IntegrityError, transaction

from likely.act.playbook import Playbook
from likely.act.playbook_run import WAITS, RunStep
from likely.base.journal import record
from likely.people.roster import Roster, name_taken, read_list_name
from likely.people.segment import Segment
from likely.people.segment_parse import parse
from likely.people.segment_rule import Compare, Leaf, Rule, mapped
from likely.people.segment_words import wording


@transaction.atomic
def rename_list(roster: Roster, name: str, actor: str) -> Roster:
    """Segments, the conditions and steps of playbooks, and steps that wait, in one transaction."""
    before, said = roster.name, read_list_name(name)
    if said == before:
        return roster
    roster.name = said
    try:
        with transaction.atomic():
            roster.save(update_fields=["name"])
    except IntegrityError:
        roster.name = before
        raise name_taken(said) from None
    _in_segments(roster, before)
    _in_playbooks(roster, before)
    record(roster.workspace, actor, "list.renamed", roster.subject, name=said, before=before)
    return roster


def used_by(roster: Roster) -> list[str]:
    """The names of segments and playbooks that name it."""
    segments = Segment.objects.of(roster.workspace_id).order_by("name")
    playbooks = Playbook.objects.of(roster.workspace_id).order_by("name")
    found = [one.name for one in segments if _asks(one.rule, roster.name)]
    return [*found, *(one.name for one in playbooks if _names(one, roster.name))]


def _asks(rule: str, name: str) -> bool:
    return bool(rule) and wording(parse(rule)) != _anew(rule, name, f"{name}.")


def _names(playbook: Playbook, name: str) -> bool:
    return _asks(playbook.condition, name) or any(
        one.says.get("list") == name for one in playbook.read_steps()
    )


def _anew(rule: str, before: str, after: str) -> str:
    """The condition in its wording, asking for the list under its new name."""

    def leaf(one: Leaf) -> Rule:
        if not (isinstance(one, Compare) and one.own and one.fact == "list"):
            return one
        return replace(one, values=tuple(after if value == before else value for value in one.values))

    return wording(mapped(parse(rule), leaf))


def _in_segments(roster: Roster, before: str) -> None:
    for one in Segment.objects.of(roster.workspace_id):
        if (rule := _anew(one.rule, before, roster.name)) != one.rule:
            one.rule = rule
            one.save(update_fields=["rule", "changed_at"])


def _in_playbooks(roster: Roster, before: str) -> None:
    for one in Playbook.objects.of(roster.workspace_id):
        steps = [_renamed(step, before, roster.name) for step in one.steps]
        condition = _anew(one.condition, before, roster.name) if one.condition else ""
        if (steps, condition) != (one.steps, one.condition):
            one.steps, one.condition = steps, condition
            one.save(update_fields=["steps", "condition"])
    waiting = RunStep.objects.of(roster.workspace_id).filter(do="list", state=WAITS, says__list=before)
    waiting.update(says={"list": roster.name})


def _renamed(step: dict[str, object], before: str, after: str) -> dict[str, object]:
    says = step.get("says")
    if step.get("do") != "list" or not isinstance(says, dict) or says.get("list") != before:
        return step
    return {**step, "says": {**says, "list": after}}

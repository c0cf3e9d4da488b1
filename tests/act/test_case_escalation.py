"""A time that passes moves the case up once, and tells whom the workspace names."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from likely.act import reacting
from likely.act.case import Case, Opening, open_case
from likely.act.case_escalation import POINTS
from likely.act.case_policy import CasePolicy, change_case_policy
from likely.act.posted_mail import PostedMail
from likely.act.reacting import react_due, tell_overdue
from likely.base.journal import JournalEntry
from tests.web.conftest import agent, answer, member, owner, person, survey

LONG = timedelta(days=10)


def overdue(workspace: Any, answer: Any, **policy: Any) -> Case:
    """An open case whose time is over, and everything that is due done twice."""
    change_case_policy(workspace, replace(CasePolicy(), **policy), "user:a")
    case, _new = open_case(answer(2), Opening(), "user:a", timezone.now())
    for _round in range(2):
        tell_overdue(timezone.now() + LONG)
        react_due(timezone.now() + LONG)
    return case


def told() -> list[str]:
    rows = PostedMail.objects.filter(once__startswith="case.overdue")
    return sorted(rows.values_list("user__email", flat=True))


def test_it_moves_up_once_and_the_owner_and_one_more_are_told(
    workspace: Any, answer: Any, agent: Any, owner: Any
) -> None:
    case = overdue(workspace, answer, escalate_to=owner.pk)
    row = Case.objects.get()
    assert row.owner == agent
    assert row.urgency == pytest.approx(case.urgency + POINTS)
    assert told() == [agent.email, owner.email]
    assert [one.detail for one in JournalEntry.objects.filter(verb="case.escalated")] == [
        {"to": str(owner.pk)}
    ]


def test_with_nobody_named_it_only_moves_up(workspace: Any, answer: Any, agent: Any) -> None:
    case = overdue(workspace, answer)
    assert Case.objects.get().urgency == pytest.approx(case.urgency + POINTS)
    assert told() == [agent.email]


def test_the_owner_is_not_told_twice(workspace: Any, answer: Any, agent: Any) -> None:
    overdue(workspace, answer, escalate_to=agent.pk)
    assert told() == [agent.email]


def test_whoever_left_or_may_only_look_is_told_nothing(workspace: Any, answer: Any, agent: Any) -> None:
    gone = member(workspace, "gone@example.org", "viewer")
    overdue(workspace, answer, escalate_to=gone.pk)
    assert told() == [agent.email]


def test_what_was_closed_meanwhile_stays_where_it_is(workspace: Any, answer: Any, agent: Any) -> None:
    case, _new = open_case(answer(2), Opening(), "user:a", timezone.now())
    tell_overdue(timezone.now() + LONG)
    Case.objects.update(is_open=False, state="closed")
    react_due(timezone.now() + LONG)
    assert Case.objects.get().urgency == case.urgency


class Died(BaseException):
    """A worker that is killed: nothing catches it."""


def dying(step: Any, random: Random) -> Any:
    """The step, before or after which the worker is killed now and then."""

    def perhaps(*args: Any, **more: Any) -> Any:
        if random.random() < 0.15:
            raise Died
        done = step(*args, **more)
        if random.random() < 0.15:
            raise Died
        return done

    return perhaps


@pytest.mark.parametrize("seed", range(5))
def test_killed_anywhere_ten_times_each_delay_counts_and_is_told_once(
    workspace: Any, answer: Any, agent: Any, owner: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    change_case_policy(workspace, replace(CasePolicy(), escalate_to=owner.pk), "user:a")
    now, random = timezone.now(), Random(seed)
    cases = [open_case(answer(score), Opening(), "user:a", now)[0] for score in range(4)]
    for _ in range(10):
        with monkeypatch.context() as patched:
            for name in ("claim_event", "tell_of_case", "escalate_case", "emit"):
                patched.setattr(reacting, name, dying(getattr(reacting, name), random))
            with suppress(Died):
                tell_overdue(now + LONG)
                react_due(now + LONG)
    for _ in range(2):
        tell_overdue(now + LONG)
        react_due(now + LONG)
    rows = {row.pk: row.urgency for row in Case.objects.all()}
    assert rows == pytest.approx({case.pk: case.urgency + POINTS for case in cases})
    assert told() == sorted([agent.email, owner.email] * len(cases))

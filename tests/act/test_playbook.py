"""Playbooks: whom they mean, once an answer, also when workers die or meet."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from likely.act import reacting
from likely.act.answer_events import SOON, note_answers
from likely.act.case import Case
from likely.act.dismissal import restore
from likely.act.domain_event import DomainEvent, forget_events
from likely.act.occasion import dry_run
from likely.act.playbook import (
    Playbook,
    PlaybookFacts,
    change_playbook,
    make_playbook,
    switch_playbook,
)
from likely.act.playbook_run import PlaybookRun
from likely.act.reacting import react_due
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.people.segment import make_segment
from tests.web.conftest import answer, person, survey

DETRACTORS = PlaybookFacts("Call them", ("detractor",), tags=("call",))


def begun(workspace: Any, facts: PlaybookFacts = DETRACTORS) -> Playbook:
    made = make_playbook(workspace, facts, "user:a")
    switch_playbook(made, "user:a", timezone.now() - timedelta(days=1), on=True)
    return made


def work(since: Any = None) -> None:
    now = timezone.now()
    note_answers(now, since, SOON)
    react_due(now)


def test_a_detractor_opens_a_case_and_nobody_else_does(workspace: Any, answer: Any) -> None:
    playbook = begun(workspace)
    low, _high, _none = answer(2), answer(7), answer(None)
    work()
    work()
    case = Case.objects.get()
    assert (case.response_id, case.rule, case.tags, case.score) == (low.pk, str(playbook.pk), ["call"], 2)
    assert PlaybookRun.objects.get().case == case


def test_what_was_answered_before_it_was_switched_on_stays(workspace: Any, answer: Any) -> None:
    begun(workspace)
    answer(2, at=timezone.now() - timedelta(days=2), changed_at=timezone.now())
    work()
    assert not Case.objects.exists()


def test_one_that_is_off_does_nothing(workspace: Any, answer: Any) -> None:
    make_playbook(workspace, DETRACTORS, "user:a")
    answer(2)
    work()
    assert not DomainEvent.objects.exists()


def test_a_comment_and_a_permission_that_come_later_count(workspace: Any, answer: Any) -> None:
    begun(workspace, PlaybookFacts("Talk", ("detractor", "passive"), with_comment=True, with_permission=True))
    row = answer(3)
    for change in ({"comment": "Late"}, {"permission": True}):
        work()
        assert not Case.objects.exists()
        Response.objects.filter(pk=row.pk).update(changed_at=timezone.now(), **change)
    work()
    assert Case.objects.count() == 1


def test_a_condition_about_the_person(workspace: Any, answer: Any, person: Any) -> None:
    begun(workspace, PlaybookFacts("North", ("detractor",), condition="region is North"))
    answer(1)
    row = answer(2, person=person)
    work()
    assert Case.objects.get().response_id == row.pk


def test_a_quarantined_answer_opens_one_when_it_is_released(workspace: Any, answer: Any) -> None:
    begun(workspace)
    row = answer(0, state="quarantined")
    work()
    assert not Case.objects.exists()
    restore(workspace, row.pk, "user:a")
    react_due(timezone.now())
    assert Case.objects.get().response_id == row.pk


def test_a_changed_answer_updates_its_case_and_opens_no_other(workspace: Any, answer: Any) -> None:
    begun(workspace)
    row = answer(2)
    work()
    for score in (5, 9, 2, 0):
        Response.objects.filter(pk=row.pk).update(score=score, changed_at=timezone.now())
        work()
        assert Case.objects.get().score == score


def test_a_condition_that_can_not_be_read_any_more_switches_it_off(workspace: Any, answer: Any) -> None:
    segment = make_segment(workspace, "Gold", "answers over 0", "user:a")
    playbook = begun(workspace, PlaybookFacts("Gold", ("detractor",), condition="in segment Gold"))
    segment.delete()
    answer(1)
    work()
    playbook.refresh_from_db()
    assert not playbook.is_on
    assert "Gold" in playbook.fault


def test_a_dry_run_counts_the_last_month(workspace: Any, answer: Any) -> None:
    playbook = make_playbook(workspace, DETRACTORS, "user:a")
    now = timezone.now()
    for score, days in ((1, 2), (6, 29), (6, 31), (9, 2)):
        answer(score, at=now - timedelta(days=days))
    answer(1, state="quarantined")
    assert dry_run(playbook, now) == 2


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (PlaybookFacts(" ", ("detractor",)), "name"),
        (PlaybookFacts("A", ()), "groups"),
        (PlaybookFacts("A", ("everybody",)), "groups"),
        (PlaybookFacts("A", ("passive",), owner_rule="whoever"), "owner_rule"),
        (PlaybookFacts("A", ("passive",), condition="region is"), "rule"),
    ],
)
def test_what_can_not_be_kept_is_refused(workspace: Any, facts: PlaybookFacts, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        make_playbook(workspace, facts, "user:a")
    assert refused.value.field == field
    make_playbook(workspace, DETRACTORS, "user:a")
    with pytest.raises(Refusal):
        make_playbook(workspace, DETRACTORS, "user:a")


class Died(BaseException):
    """A worker that is killed: nothing catches it."""


@pytest.mark.parametrize("seed", range(20))
def test_a_worker_that_dies_anywhere_leaves_each_case_once_and_misses_none(
    workspace: Any, answer: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    begun(workspace)
    begun(workspace, PlaybookFacts("Second", ("detractor",)))
    rows = [answer(score) for score in (0, 3, 6, 8)]
    random, steps = Random(seed), ("claim_event", "open_case", "_answered", "answers_meant")
    for _ in range(8):
        with monkeypatch.context() as patched:
            for name in steps:
                patched.setattr(reacting, name, dying(getattr(reacting, name), random))
            with suppress(Died):
                work()
    work()
    work()
    assert Case.objects.count() == PlaybookRun.objects.count() == 2 * 3
    assert {case.response_id for case in Case.objects.all()} == {row.pk for row in rows[:3]}
    assert DomainEvent.objects.filter(kind="case.opened").count() == 6


def dying(step: Any, random: Random, chance: float = 0.2) -> Any:
    """The step, after or before which the worker is killed now and then."""

    def perhaps(*args: Any, **more: Any) -> Any:
        if random.random() < chance:
            raise Died
        done = step(*args, **more)
        if random.random() < chance:
            raise Died
        return done

    return perhaps


def test_handled_events_are_forgotten_in_the_end(workspace: Any, answer: Any) -> None:
    begun(workspace)
    answer(2)
    work()
    forget_events(timezone.now() + timedelta(days=29))
    assert DomainEvent.objects.exists()
    work()
    forget_events(timezone.now() + timedelta(days=31))
    assert not DomainEvent.objects.exists()

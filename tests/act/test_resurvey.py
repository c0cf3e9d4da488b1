"""Asking again after a case: once, by the contact policy and with permission; and what the report says."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.act.case import Case, Opening, open_case
from likely.act.case_work import move_case, note_reply
from likely.act.domain_event import DomainEvent
from likely.act.reacting import react_due
from likely.act.recovery import Recovery, recovery_of, score_from
from likely.act.recovery_plan import RecoveryPlan, change_recovery_plan, start_short_survey, surveys_to_ask
from likely.act.resurvey import Resurvey, resurvey_due
from likely.ask.contact_clock import stamp
from likely.ask.contact_policy import change_contact_policy, read_contact_policy
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.survey import SurveyState
from likely.lib.refusal import Refusal
from likely.people.consent import withdraw
from likely.people.person import Person
from likely.stats.scale import group_of
from tests.web.conftest import answer, person, response, survey

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSED = MONDAY + HOUR


@pytest.fixture
def short(workspace: Any, survey: Any) -> Any:
    made = start_short_survey(workspace, "After a case", "user:a")
    change_recovery_plan(workspace, RecoveryPlan(made, 3), "user:a")
    return made


@pytest.fixture
def closed(answer: Any, person: Any, short: Any) -> Case:
    row = answer(3, person=person, permission=True, at=MONDAY - HOUR)
    case = open_case(row, Opening(), "user:a", MONDAY)[0]
    move_case(case, "close", "user:a", CLOSED)
    react_due(CLOSED)
    return case


def row() -> Resurvey:
    return Resurvey.objects.get()


def test_it_is_asked_once_when_its_day_has_come(closed: Case, short: Any, person: Any) -> None:
    assert resurvey_due(CLOSED + 2 * DAY) == 0
    assert [resurvey_due(CLOSED + 3 * DAY), resurvey_due(CLOSED + 4 * DAY)] == [1, 0]
    message = Message.objects.get()
    assert (message.address, message.invitation.survey, message.invitation.person) == (
        "mari@example.org",
        short,
        person,
    )
    assert (row().state, row().invitation) == ("asked", message.invitation)


def test_it_keeps_to_the_quiet_hours(closed: Case, workspace: Any) -> None:
    policy = {"quiet": {"start": "09:00", "end": "20:00"}}
    change_contact_policy(workspace, read_contact_policy(policy), "user:a")
    resurvey_due(CLOSED + 3 * DAY)
    assert Message.objects.get().due_at == (CLOSED + 3 * DAY).replace(hour=20, minute=0)


def test_a_clock_that_runs_is_waited_for(closed: Case, workspace: Any, person: Any) -> None:
    stamp(workspace, [person.pk], "rnps", CLOSED)
    resurvey_due(CLOSED + 3 * DAY)
    assert (row().state, row().reason, row().due_at) == ("due", "any_clock", CLOSED + 14 * DAY)
    resurvey_due(CLOSED + 14 * DAY)
    assert row().state == "asked"


def test_a_clock_that_runs_too_long_ends_it(closed: Case, workspace: Any, person: Any) -> None:
    policy = {"any_days": 90}
    change_contact_policy(workspace, read_contact_policy(policy), "user:a")
    stamp(workspace, [person.pk], "rnps", CLOSED)
    resurvey_due(CLOSED + 3 * DAY)
    assert (row().state, row().reason) == ("refused", "any_clock")


@pytest.mark.parametrize("what", ["reopened", "not_permitted", "survey_not_open", "no_consent"])
def test_what_speaks_against_it_ends_it(closed: Case, short: Any, person: Any, what: str) -> None:
    if what == "reopened":
        move_case(closed, "reopen", "user:a", CLOSED + HOUR)
    elif what == "not_permitted":
        withdraw(closed.workspace, [person.pk], "follow_up", "", "user:a", CLOSED)
    elif what == "no_consent":
        withdraw(closed.workspace, [person.pk], "surveys", "", "user:a", CLOSED)
    else:
        short.state = SurveyState.PAUSED
        short.save()
    resurvey_due(CLOSED + 90 * DAY if what == "no_consent" else CLOSED + 3 * DAY)
    assert (row().state, row().reason) == ("refused", what)
    assert not Invitation.objects.exists()


def test_closed_once_more_it_is_due_anew_and_never_twice(closed: Case) -> None:
    move_case(closed, "reopen", "user:a", CLOSED + HOUR)
    resurvey_due(CLOSED + 3 * DAY)
    move_case(closed, "close", "user:a", CLOSED + 4 * DAY)
    react_due(CLOSED + 4 * DAY)
    assert (row().state, row().due_at) == ("due", CLOSED + 7 * DAY)
    resurvey_due(CLOSED + 7 * DAY)
    for deed in ("reopen", "close"):
        move_case(closed, deed, "user:a", CLOSED + 8 * DAY)
    react_due(CLOSED + 8 * DAY)
    assert resurvey_due(CLOSED + 30 * DAY) == 0
    assert Message.objects.count() == 1


def test_without_a_plan_nobody_is_asked(answer: Any, person: Any) -> None:
    case = open_case(answer(3, person=person, permission=True), Opening(), "user:a", MONDAY)[0]
    move_case(case, "close", "user:a", CLOSED)
    react_due(CLOSED)
    assert not Resurvey.objects.exists()


def test_a_plan_asks_with_an_open_survey_of_people_who_are_known(
    workspace: Any, foreign_workspace: Any, short: Any
) -> None:
    assert short in surveys_to_ask(workspace)
    assert surveys_to_ask(foreign_workspace) == []
    for plan, field in ((RecoveryPlan(short, 61), "after_days"), (RecoveryPlan(short, 1), "survey")):
        owner = workspace if field == "after_days" else foreign_workspace
        with pytest.raises(Refusal) as refused:
            change_recovery_plan(owner, plan, "user:a")
        assert refused.value.field == field


class TestReport:
    def made(self, workspace: Any, answer: Any, before: int, after: int | None, closed: bool) -> Case:
        who = Person.objects.create(workspace=workspace, external_id=f"P{Person.objects.count()}")
        case = open_case(answer(before, person=who, at=MONDAY), Opening(), "user:a", MONDAY)[0]
        if closed:
            note_reply(case, "user:a", MONDAY + HOUR)
            move_case(case, "close", "user:a", MONDAY + DAY)
        if after is not None:
            answer(after, person=who, at=MONDAY + 3 * DAY)
        return case

    def test_before_and_after_of_the_same_people_and_those_who_were_left(
        self, workspace: Any, answer: Any
    ) -> None:
        for after in (9, 9, 8, 5, 7, 10):
            self.made(workspace, answer, 3, after, closed=True)
        for after in (2, 3, 9, 6, 0):
            self.made(workspace, answer, 3, after, closed=False)
        self.made(workspace, answer, 3, None, closed=True)
        told = recovery_of(workspace, MONDAY - DAY, MONDAY + 30 * DAY)
        assert (told.opened, told.closed, told.answered) == (12, 7, 6)
        assert told.recovered is not None
        assert (told.recovered.value, told.recovered.n) == (pytest.approx(100 * 5 / 6), 6)
        assert told.before is not None
        assert told.after is not None
        assert told.change is not None
        assert (told.before.value, told.after.value) == (-100, pytest.approx(100 * (3 - 1) / 6))
        assert told.change.value == pytest.approx(told.after.value - told.before.value)
        assert told.change.low > 0
        assert told.unclosed is not None
        assert told.unclosed.value == pytest.approx(100 * (1 - 4) / 5)
        assert told.apart is not None
        assert told.apart.value == pytest.approx(told.after.value - told.unclosed.value)
        assert told.in_target is not None
        assert (told.in_target.value, told.in_target.n) == (pytest.approx(100 * 7 / 12), 12)
        assert told.median_days == pytest.approx(1 / 24)

    def test_few_answers_give_no_score(self, workspace: Any, answer: Any) -> None:
        for after in (9, 9, 8, 5):
            self.made(workspace, answer, 3, after, closed=True)
        told = recovery_of(workspace, MONDAY - DAY, MONDAY + 30 * DAY)
        assert told.answered == 4
        assert (told.recovered, told.before, told.after, told.change) == (None, None, None, None)

    def test_a_person_counts_once_and_only_answers_after_the_end(
        self, workspace: Any, answer: Any, person: Any
    ) -> None:
        for n in range(2):
            case = open_case(answer(3, person=person, at=MONDAY), Opening(), "user:a", MONDAY + n * HOUR)[0]
            answer(9, person=person, at=MONDAY + 2 * HOUR)
            move_case(case, "close", "user:a", MONDAY + DAY)
        answer(6, person=person, at=MONDAY + 2 * DAY)
        workspace.smallest_group = 1
        told = recovery_of(workspace, MONDAY - DAY, MONDAY + 30 * DAY)
        assert told.answered == 1
        assert told.after is not None
        assert told.after.value == -100

    def test_nothing_gives_nothing(self, workspace: Any) -> None:
        assert recovery_of(workspace, MONDAY, MONDAY + DAY) == Recovery(0, 0, 0, 0, days=[])


@given(st.lists(st.integers(0, 10), min_size=1))
def test_a_score_of_answers_is_promoters_minus_detractors(answers: list[int]) -> None:
    score = score_from(answers)
    assert score is not None
    groups = [group_of(one) for one in answers]
    apart = groups.count("promoter") - groups.count("detractor")
    assert score.value == pytest.approx(100 * apart / len(answers))

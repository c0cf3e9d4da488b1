"""A programme's life: begun, changed, started, paused, resumed, ended; and every deed in the journal."""

from typing import Any

import pytest

from likely.ask.programme import Programme, ProgrammeFacts
from likely.ask.programme_plan import read_plan
from likely.ask.programme_tick import decide_due
from likely.base.journal import JournalEntry
from likely.lib.refusal import Refusal
from tests.ask.asking import MONDAY, people, programme, rules, survey

pytestmark = pytest.mark.django_db
ACTOR = "user:a@example.org"


def facts(asked: Any, name: str = "Ours", plan: Any = None, **fields: Any) -> ProgrammeFacts:
    return ProgrammeFacts(name, asked, read_plan(plan or {"once": {}}), **fields)


def verbs(one: Programme) -> list[str]:
    rows = JournalEntry.objects.of(one.workspace).filter(subject=f"programme:{one.pk}").order_by("pk")
    return [row.verb for row in rows]


def test_it_lives_and_the_journal_knows(workspace: Any) -> None:
    asked = survey(workspace)
    one = Programme.begin(workspace, facts(asked), ACTOR)
    one.change(facts(asked, "Theirs", {"wave": {}}), ACTOR)
    assert (one.name, one.kind, one.state) == ("Theirs", "wave", "draft")
    one.start(ACTOR, MONDAY)
    one.pause(ACTOR)
    one.resume(ACTOR)
    one.end(ACTOR, MONDAY)
    assert verbs(one) == [
        f"programme.{verb}" for verb in ("begun", "changed", "started", "paused", "running", "ended")
    ]


@pytest.mark.parametrize(
    ("state", "wrong"),
    [
        ("draft", ("pause", "resume")),
        ("running", ("start", "resume")),
        ("paused", ("start", "pause")),
        ("ended", ("start", "pause", "resume", "end", "change")),
    ],
)
def test_what_its_state_forbids_changes_nothing(workspace: Any, state: str, wrong: tuple[str, ...]) -> None:
    asked = survey(workspace)
    one = Programme.begin(workspace, facts(asked), ACTOR)
    Programme.objects.filter(pk=one.pk).update(state=state)
    deeds = {
        "start": lambda: one.start(ACTOR, MONDAY),
        "pause": lambda: one.pause(ACTOR),
        "resume": lambda: one.resume(ACTOR),
        "end": lambda: one.end(ACTOR, MONDAY),
        "change": lambda: one.change(facts(asked), ACTOR),
    }
    for verb in wrong:
        with pytest.raises(Refusal) as caught:
            deeds[verb]()
        assert caught.value.code == "wrong_state"
    assert Programme.objects.get(pk=one.pk).state == state
    assert verbs(one) == ["programme.begun"]


def test_what_could_never_ask_is_not_started(workspace: Any) -> None:
    closed = survey(workspace)
    closed.move_to("closed", ACTOR)
    with pytest.raises(Refusal, match="takes no answers"):
        Programme.begin(workspace, facts(closed), ACTOR).start(ACTOR, MONDAY)
    anonymous = survey(workspace, "enps")
    assert anonymous.live.read().anonymous
    for plan, field in (({"reminders": {}}, "plan.reminders"), ({"thanks": {}}, "plan.thanks")):
        one = Programme.begin(workspace, facts(anonymous, field, {"once": {}, **plan}), ACTOR)
        with pytest.raises(Refusal) as caught:
            one.start(ACTOR, MONDAY)
        assert (caught.value.code, caught.value.field) == ("survey_anonymous", field)


def test_wrong_facts_are_refused(workspace: Any, foreign_workspace: Any) -> None:
    asked = survey(workspace)
    Programme.begin(workspace, facts(asked), ACTOR)
    for wrong, field in (
        (facts(asked, " "), "name"),
        (facts(asked), "name"),
        (facts(asked, "x", priority=101), "priority"),
        (facts(survey(foreign_workspace), "y"), "survey"),
    ):
        with pytest.raises(Refusal) as caught:
            Programme.begin(workspace, wrong, ACTOR)
        assert caught.value.field == field
    assert Programme.objects.count() == 1


def test_a_started_one_keeps_survey_and_kind(workspace: Any) -> None:
    one = programme(workspace, {"wave": {}})
    for changed in (
        facts(one.survey, plan={"once": {}}),
        facts(survey(workspace, "tnps", touchpoint="t"), plan={"wave": {}}),
    ):
        with pytest.raises(Refusal, match="keeps its survey and its kind"):
            one.change(changed, ACTOR)
    one.change(facts(one.survey, plan={"wave": {"over_days": 5}}), ACTOR)
    assert one.read().wave.over_days == 5


def test_nobody_is_asked_while_it_is_paused_and_all_are_when_it_goes_on(workspace: Any) -> None:
    people(workspace, 5)
    one = programme(workspace, {"once": {}})
    one.pause(ACTOR)
    assert decide_due(MONDAY) == 0
    one.resume(ACTOR)
    assert decide_due(MONDAY) == 5


def test_employees_and_customers_are_asked_apart(workspace: Any) -> None:
    people(workspace, 3)
    people(workspace, 4, population="employees")
    customers = programme(workspace, {"once": {}})
    employees = programme(workspace, {"once": {}}, survey=survey(workspace, "enps"))
    assert decide_due(MONDAY) == 7
    assert (rules(customers), rules(employees)) == ({"asked": 3}, {"asked": 4})


def test_the_first_by_priority_asks(workspace: Any) -> None:
    people(workspace, 5)
    late = programme(workspace, {"once": {}}, priority=60)
    first = programme(workspace, {"once": {}}, priority=10, survey=survey(workspace, "csat5"))
    decide_due(MONDAY)
    assert (rules(first), rules(late)) == ({"asked": 5}, {"any_clock": 5})


def test_a_foreign_workspace_is_never_asked(workspace: Any, foreign_workspace: Any) -> None:
    people(foreign_workspace, 5)
    people(workspace, 2)
    programme(workspace, {"once": {}})
    assert decide_due(MONDAY) == 2

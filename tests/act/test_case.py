"""A case from its opening to its end: once an answer, on the clock of the workspace, in the journal."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from likely.act.case import BY_HAND, Case, Opening, open_case
from likely.act.case_note import add_note
from likely.act.case_policy import CasePolicy, change_case_policy
from likely.act.case_work import assign_case, change_case, follow_answer, move_case, note_reply
from likely.act.domain_event import DomainEvent
from likely.act.reacting import tell_overdue
from likely.base.journal import JournalEntry
from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.account import Account
from likely.people.unit import UnitFacts, make_unit
from tests.web.conftest import agent, answer, member, owner, person, response, survey, viewer

MONDAY = datetime(2026, 6, 15, 10, tzinfo=UTC)  # the workspace's clock is UTC, its hours 9 to 17
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def case(response: Any) -> Case:
    return open_case(response, Opening(), "user:a", MONDAY)[0]


def verbs(case: Case) -> list[str]:
    rows = JournalEntry.objects.of(case.workspace).filter(subject=case.subject).order_by("at", "id")
    return list(rows.values_list("verb", flat=True))


def test_one_answer_has_one_case_a_rule(response: Any) -> None:
    first, is_new = open_case(response, Opening("a"), "system", MONDAY)
    again, is_new_again = open_case(response, Opening("a"), "system", MONDAY + HOUR)
    other, _ = open_case(response, Opening("b"), "system", MONDAY)
    assert (is_new, is_new_again, again.pk) == (True, False, first.pk)
    assert other.pk != first.pk
    assert DomainEvent.objects.filter(kind="case.opened").count() == 2
    assert verbs(first) == ["case.opened"]


def test_a_reply_is_due_the_same_day_and_the_rest_in_24_working_hours(case: Case) -> None:
    assert case.reply_due_at == MONDAY.replace(hour=17)
    assert case.resolve_due_at == datetime(2026, 6, 18, 10, tzinfo=UTC)
    assert case.due_at == case.reply_due_at


def test_targets_hours_and_holidays_are_the_workspaces(response: Any) -> None:
    policy = CasePolicy(country="EE", days_off=frozenset({date(2026, 6, 22)}), reply_hours=2)
    change_case_policy(response.workspace, policy, "user:a")
    friday = datetime(2026, 6, 19, 16, tzinfo=UTC)
    case, _ = open_case(response, Opening(), "user:a", friday)
    # The 22nd is the firm's own, the 23rd and 24th are holidays of Estonia.
    assert case.reply_due_at == datetime(2026, 6, 25, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("policy", "field"),
    [
        (CasePolicy(week=(None,) * 7), "mon"),
        (CasePolicy(week=((600, 610), *[None] * 6)), "mon"),
        (CasePolicy(country="XX"), "country"),
        (CasePolicy(reply_hours=-1), "reply_hours"),
        (CasePolicy(owner_rule="whoever"), "owner_rule"),
        (CasePolicy(owner_rule="fixed"), "owner"),
    ],
)
def test_a_policy_that_can_not_be_kept_is_refused(workspace: Any, policy: CasePolicy, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        change_case_policy(workspace, policy, "user:a")
    assert refused.value.field == field


def test_a_reply_stops_its_clock_and_takes_the_case_in_hand(case: Case) -> None:
    replied = note_reply(case, "user:a", MONDAY + HOUR)
    assert (replied.state, replied.replied_at, replied.due_at) == (
        "open",
        MONDAY + HOUR,
        case.resolve_due_at,
    )
    assert note_reply(case, "user:a", MONDAY + DAY).replied_at == MONDAY + HOUR


def test_while_the_customer_is_waited_for_the_clock_stands(case: Case) -> None:
    note_reply(case, "user:a", MONDAY + HOUR)
    waiting = move_case(case, "wait", "user:a", MONDAY + 2 * HOUR)
    assert waiting.due_at is None
    back = move_case(case, "go_on", "user:a", MONDAY + DAY)  # 6 working hours of it passed
    assert back.due_at == datetime(2026, 6, 18, 16, tzinfo=UTC)


def test_a_closed_case_owes_nothing_and_can_be_reopened(case: Case) -> None:
    closed = move_case(case, "close", "user:a", MONDAY + HOUR)
    assert (closed.is_open, closed.due_at, closed.closed_at) == (False, None, MONDAY + HOUR)
    with pytest.raises(Refusal, match="closed"):
        move_case(case, "wait", "user:a", MONDAY + HOUR)
    again = move_case(case, "reopen", "user:a", MONDAY + DAY)
    assert (again.state, again.is_open, again.closed_at) == ("reopened", True, None)
    assert verbs(case) == ["case.opened", "case.moved", "case.moved"]
    assert set(DomainEvent.objects.values_list("kind", flat=True)) == {"case.opened", "case.closed"}


def test_that_a_time_has_passed_is_told_once_and_the_next_time_again(case: Case) -> None:
    assert tell_overdue(MONDAY + HOUR) == 0
    late = MONDAY + DAY
    assert (tell_overdue(late), tell_overdue(late)) == (1, 0)
    note_reply(case, "user:a", late)
    assert (tell_overdue(late + HOUR), tell_overdue(late + 9 * DAY)) == (0, 1)
    assert DomainEvent.objects.filter(kind="case.overdue").count() == 2


class TestOwner:
    def test_agents_are_given_cases_in_turn_of_their_load(self, workspace: Any, answer: Any) -> None:
        two = {member(workspace, f"{name}@example.org", "agent").pk for name in ("mari", "jaan")}
        member(workspace, "boss@example.org", "manager")
        owners = [open_case(answer(2), Opening(), "system", MONDAY)[0].owner_id for _ in range(4)]
        assert set(owners) == two
        assert owners[0] != owners[1]
        assert owners[2] != owners[3]

    def test_the_accounts_manager_comes_first(self, workspace: Any, response: Any, agent: Any) -> None:
        other = member(workspace, "keeper@example.org", "agent")
        response.person.account = Account.objects.create(
            workspace=workspace, external_id="A", value=9, keeper=other
        )
        response.person.save()
        assert open_case(response, Opening(), "system", MONDAY)[0].owner_id == other.pk

    def test_a_manager_too_keeps_the_cases_of_an_account_and_may_be_whose_all_become(
        self, workspace: Any, response: Any, agent: Any
    ) -> None:
        boss = member(workspace, "boss@example.org", "manager")
        change_case_policy(workspace, CasePolicy(owner_rule="fixed", owner=boss.pk), "user:a")
        assert open_case(response, Opening(), "system", MONDAY)[0].owner_id == boss.pk
        response.person.account = Account.objects.create(workspace=workspace, external_id="A", keeper=boss)
        response.person.save()
        opening = Opening("b", owner_rule="round_robin")
        assert open_case(response, opening, "system", MONDAY)[0].owner_id == boss.pk

    def test_the_team_of_the_answer_is_the_smallest_unit_in_which_somebody_works(
        self, workspace: Any, answer: Any, person: Any, agent: Any, viewer: Any
    ) -> None:
        north, store = (member(workspace, f"{name}@example.org", "agent") for name in ("north", "store"))
        region = make_unit(
            workspace, UnitFacts("North", property="region", values=["North"], people=[north.pk]), "a"
        )
        for name, people in (("Tartu", [store.pk]), ("Narva", [viewer.pk])):
            facts = UnitFacts(name, parent=region.pk, property="store", values=[name], people=people)
            make_unit(workspace, facts, "a")
        wanted = {"Tartu": store, "Narva": north, "": north}
        for name, user in wanted.items():
            row = answer(2, person=person, properties={"store": name} if name else {})
            case, _new = open_case(row, Opening(owner_rule="team"), "system", MONDAY)
            assert case.owner_id == user.pk, name
        nowhere = open_case(answer(2), Opening(owner_rule="team"), "system", MONDAY)[0]
        assert nowhere.owner_id == agent.pk, "of no team: whoever has the fewest"

    def test_only_who_works_here_can_be_given_one(
        self, case: Case, agent: Any, viewer: Any, foreign_workspace: Any
    ) -> None:
        stranger = member(foreign_workspace, "stranger@example.org", "agent")
        for nobody in (viewer.pk, stranger.pk, uuid4()):
            with pytest.raises(Refusal):
                assign_case(case, nobody, "user:a", MONDAY)
        assert assign_case(case, agent.pk, "user:a", MONDAY).owner_id == agent.pk
        assert assign_case(case, None, "user:a", MONDAY).owner_id is None


def test_facts_are_kept_and_the_journal_says_only_which(case: Case) -> None:
    told = {"root_cause": "Late  courier", "promised_on": date(2026, 6, 20), "tags": ["Late", "late", ""]}
    changed = change_case(case, told, "user:a", MONDAY)
    assert (changed.root_cause, changed.promised_on, changed.tags) == (
        "Late courier",
        date(2026, 6, 20),
        ["late"],
    )
    entry = JournalEntry.objects.get(verb="case.changed")
    assert entry.detail == {"changed": ["root_cause", "promised_on", "tags"]}
    with pytest.raises(Refusal):
        change_case(case, {"outcome": "fine"}, "user:a", MONDAY)


def test_a_re_answer_updates_the_case(case: Case) -> None:
    better = follow_answer(case, 9, MONDAY + HOUR)
    assert better.score == 9
    assert better.urgency == pytest.approx(case.urgency - 30)


def test_a_note_calls_colleagues_who_work_here(case: Case, agent: Any, viewer: Any) -> None:
    note = add_note(case, agent, "@agent please call. mail me@agent.org, @viewer", MONDAY)
    assert list(note.mentioned.all()) == [agent]
    with pytest.raises(Refusal):
        add_note(case, agent, "  ", MONDAY)


def test_it_goes_with_the_person(case: Case, person: Any) -> None:
    person.delete()
    assert not Case.objects.exists()

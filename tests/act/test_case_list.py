"""The queue: what each filter leaves, its pages, the board; and what merging keeps."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from likely.act.case import Case, Opening, open_case
from likely.act.case_list import SORTS, VIEWS, CaseQuestion, board_of, cases_of, counted, page_of_cases
from likely.act.case_merge import merge_cases
from likely.act.case_note import CaseNote, add_note
from likely.act.case_priority import level, priority, urgency
from likely.act.case_work import assign_case, change_case, move_case, tag_case
from likely.lib.refusal import Refusal
from likely.people.segment import make_segment
from tests.web.conftest import agent, answer, person, survey

MONDAY = datetime(2026, 6, 15, 7, tzinfo=UTC)  # 10:00 in Tallinn
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def opened(answer: Any) -> Any:
    """Makes a case: opened(score, at=…, person=…, …)."""

    def make(score: int | None, at: datetime = MONDAY, **more: Any) -> Case:
        return open_case(answer(score, at=at, **more), Opening(owner_rule="nobody"), "user:a", at)[0]

    return make


def found(workspace: Any, asked: CaseQuestion, now: datetime = MONDAY + HOUR) -> set[UUID]:
    return set(cases_of(workspace, asked, now).values_list("pk", flat=True))


def test_each_view_has_its_cases(workspace: Any, opened: Any, agent: Any) -> None:
    new, mine, waiting, late, done = (opened(score) for score in (6, 5, 4, 3, 2))
    assign_case(mine, agent.pk, "user:a", MONDAY)
    move_case(mine, "take", "user:a", MONDAY)
    move_case(waiting, "wait", "user:a", MONDAY)
    move_case(done, "close", "user:a", MONDAY)
    Case.objects.filter(pk=late.pk).update(due_at=MONDAY)
    wanted = {
        "open": {new, mine, waiting, late},
        "mine": {mine},
        "nobody": {new, waiting, late},
        "overdue": {late},
        "in_hand": {mine},
        "new": {new, late},
        "waiting": {waiting},
        "resolved": set(),
        "closed": {done},
        "reopened": set(),
        "done": {done},
        "all": {new, mine, waiting, late, done},
    }
    assert set(wanted) == set(VIEWS)
    for view, cases in wanted.items():
        asked = CaseQuestion(view, member=agent.pk)
        assert found(workspace, asked) == {case.pk for case in cases}, view


def test_owner_group_priority_tag_words_and_segment_narrow_it(
    workspace: Any, opened: Any, agent: Any, person: Any
) -> None:
    low = opened(0, comment="Kuller hilines jälle", person=person)
    middle, none = opened(7), opened(None)
    assign_case(middle, agent.pk, "user:a", MONDAY)
    tag_case(middle, "Väärtus", "user:a", MONDAY)
    north = make_segment(workspace, "North", "region is North", "user:a")
    for asked, case in [
        (CaseQuestion(owner=agent.pk), middle),
        (CaseQuestion(group="passive"), middle),
        (CaseQuestion(level="high"), low),
        (CaseQuestion(tag="väärtus"), middle),
        (CaseQuestion(words="hilines kuller"), low),
        (CaseQuestion(words=person.email), low),
        (CaseQuestion(segment=north), low),
    ]:
        assert found(workspace, asked) == {case.pk}, asked
    assert found(workspace, CaseQuestion(tag="väär")) == set()
    assert found(workspace, CaseQuestion(level="normal")) == {middle.pk, none.pk}
    assert found(workspace, CaseQuestion(level="urgent"), MONDAY + 11 * DAY) == {low.pk, middle.pk, none.pk}


def test_the_priority_that_is_filtered_is_the_one_that_is_shown(workspace: Any, opened: Any) -> None:
    cases = [opened(score, at=MONDAY - hours * HOUR) for score in (0, 6) for hours in (0, 20, 60)]
    now = MONDAY + HOUR / 3
    for name in ("urgent", "high", "normal"):
        meant = {case.pk for case in cases if level(priority(case.urgency, now)) == name}
        assert found(workspace, CaseQuestion(level=name), now) == meant


def test_whoever_is_waited_for_stands_behind_all_that_we_owe(workspace: Any, opened: Any) -> None:
    worse, bad = opened(0, at=MONDAY - 30 * DAY), opened(2, at=MONDAY - 20 * DAY)
    owed = opened(6, at=MONDAY)
    for case in (bad, worse):
        move_case(case, "wait", "user:a", MONDAY)
    assert _order(workspace) == [owed.pk, worse.pk, bad.pk]
    for name in ("urgent", "high", "normal"):  # and has no priority that could be asked for
        assert not found(workspace, CaseQuestion(level=name)) & {worse.pk, bad.pk}
    for deed, case in (("go_on", bad), ("resolve", worse)):
        move_case(case, deed, "user:a", MONDAY + HOUR)
    assert _order(workspace) == [bad.pk, owed.pk]
    worse.refresh_from_db()
    assert worse.urgency == pytest.approx(urgency(worse.weight, MONDAY - 30 * DAY))


def _order(workspace: Any) -> list[Any]:
    rows, _following = page_of_cases(workspace, cases_of(workspace, CaseQuestion(), MONDAY), "", 9)
    return [case.pk for case in rows]


def test_a_merged_case_keeps_whose_turn_it_is(workspace: Any, opened: Any, person: Any) -> None:
    kept, gone = opened(6, person=person), opened(0, at=MONDAY - DAY, person=person)
    owed = opened(5, person=person)
    for case in (kept, gone):
        move_case(case, "wait", "user:a", MONDAY)
    survivor = merge_cases(kept, gone, "user:a", MONDAY + HOUR)
    assert _order(workspace) == [owed.pk, survivor.pk]
    move_case(survivor, "go_on", "user:a", MONDAY + 2 * HOUR)
    assert _order(workspace) == [survivor.pk, owed.pk]  # with the urgency of the one that went
    move_case(owed, "wait", "user:a", MONDAY)
    assert merge_cases(survivor, owed, "user:a", MONDAY + HOUR).urgency == pytest.approx(
        urgency(gone.weight, MONDAY - DAY)
    )


@pytest.mark.parametrize("sort", SORTS)
def test_the_pages_have_every_case_once_in_the_order(workspace: Any, opened: Any, sort: str) -> None:
    cases = [opened(score, at=MONDAY + n * HOUR) for n, score in enumerate((3, 3, 9, 0, 5))]
    Case.objects.filter(pk=cases[1].pk).update(urgency=cases[0].urgency)  # two alike
    rows, seen, after = cases_of(workspace, CaseQuestion(), MONDAY), [], ""
    while True:
        page, following = page_of_cases(workspace, rows, after, 2, sort)
        seen += page
        if following is None:
            break
        after = str(following)
    column = sort.lstrip("-")
    values = [getattr(case, column) for case in seen]
    assert len({case.pk for case in seen}) == len(cases) == len(seen)
    assert values == sorted(values, reverse=sort.startswith("-"))


def test_a_page_that_is_not_there_is_refused(workspace: Any, foreign_workspace: Any, opened: Any) -> None:
    case = opened(3)
    for owner, after in ((workspace, "x"), (foreign_workspace, str(case.pk))):
        with pytest.raises(Refusal, match="does not exist"):
            page_of_cases(owner, cases_of(owner, CaseQuestion(), MONDAY), after, 2)


def test_the_board_has_a_column_a_state_and_says_where_there_are_more(workspace: Any, opened: Any) -> None:
    cases = [opened(3, at=MONDAY + n * HOUR) for n in range(4)]
    move_case(cases[0], "close", "user:a", MONDAY)
    board = {one.state: one for one in board_of(workspace, CaseQuestion(), 2, MONDAY)}
    assert list(board) == ["new", "open", "waiting", "reopened", "resolved", "closed"]
    assert [case.pk for case in board["new"].cases] == [cases[1].pk, cases[2].pk]
    assert board["new"].is_more
    assert [case.pk for case in board["closed"].cases] == [cases[0].pk]
    assert not board["closed"].is_more
    assert counted(cases_of(workspace, CaseQuestion(view="all"), MONDAY)) == 4


def test_a_merged_case_brings_everything_and_says_where_it_went(
    workspace: Any, opened: Any, person: Any, agent: Any
) -> None:
    kept, gone = opened(6, person=person), opened(0, at=MONDAY - DAY, person=person)
    add_note(gone, agent, "called", MONDAY, "call")
    change_case(gone, {"root_cause": "late", "tags": ["vip"]}, "user:a", MONDAY)
    gone.refresh_from_db()
    survivor = merge_cases(kept, gone, "user:a", MONDAY + HOUR)
    gone.refresh_from_db()
    assert (gone.state, gone.is_open, gone.due_at, gone.merged_into) == ("closed", False, None, survivor)
    assert (survivor.urgency, survivor.root_cause, survivor.tags) == (gone.urgency, "late", ["vip"])
    assert (survivor.replied_at, survivor.due_at) == (MONDAY, gone.resolve_due_at)
    assert CaseNote.objects.get().case == survivor
    with pytest.raises(Refusal, match="Only open"):
        merge_cases(survivor, gone, "user:a", MONDAY)


def test_cases_of_two_people_or_workspaces_are_never_merged(opened: Any, person: Any) -> None:
    one, nobodys, other = opened(3, person=person), opened(3), opened(2)
    for pair in ((one, nobodys), (nobodys, other), (one, one)):
        with pytest.raises(Refusal, match="Two different cases"):
            merge_cases(*pair, "user:a", MONDAY)
    assert Case.objects.filter(is_open=True).count() == 3

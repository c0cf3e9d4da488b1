"""Goals: progress of units as their answers are, and told once that they are reached."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act.case import Opening, open_case
from likely.act.digest import Digest, DigestFacts, begin_team_digests, digest_of, keep_digest, stop_digest
from likely.act.digest_content import make_content
from likely.act.digest_letter import make_letter
from likely.act.digest_time import Period
from likely.act.goal import Goal, GoalFacts, change_goal, drop_goal, other_periods, period_of, set_goal
from likely.act.goal_progress import progress_of
from likely.act.goal_renewal import renew_goals
from likely.act.playbook import Playbook
from likely.act.playbook_run import PlaybookRun
from likely.act.reckoned import note_goals
from likely.act.step_words import colleague_words
from likely.ask.invitation import Invitation
from likely.base.happening import DomainEvent
from likely.lib.refusal import Refusal
from likely.people.unit import Unit
from likely.people.unit_rows import UnitRow, keep_rows
from likely.store.slice import Slice
from likely.store.unit_answers import answers_of_unit, counts_by_unit
from likely.store.workspace_table import table_of
from tests.web.conftest import agent, answer, member, owner, person, response, survey, viewer

DAY = datetime(2026, 6, 14, 12, tzinfo=UTC)
JUNE = date(2026, 6, 14)


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Any, settings: Any) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")


@pytest.fixture
def stores(workspace: Any, answer: Any) -> dict[str, Unit]:
    """North has a store; both answer. One answer of North names no store, one store answer no region."""
    rows = [UnitRow(("All",)), UnitRow(("All", "North"), None, "region", ("North",))]
    rows.append(UnitRow(("All", "North", "Tallinn"), None, "store", ("Tallinn", "TLN")))
    keep_rows(workspace, rows, "system")
    for store, score in (("Tallinn", 10), ("TLN", 9), ("Tallinn", 10), ("Tallinn", 9), ("Tartu", 0)):
        answer(score, properties={"store": store, "region": "North"}, at=DAY)
    answer(10, properties={"store": "Tallinn"}, at=DAY)
    answer(0, properties={"region": "South"}, at=DAY)
    return {one.name: one for one in Unit.objects.of(workspace)}


def goal(workspace: Any, unit: Unit | None, **facts: Any) -> Goal:
    told = {"measure": "score", "target": 50, "period": "month", "day": JUNE, **facts}
    return set_goal(workspace, GoalFacts(unit=unit and unit.pk, **told), "system", DAY)


def test_an_answer_counts_once_for_its_unit_and_all_above(workspace: Any, stores: dict[str, Unit]) -> None:
    """Asked by one query for all of them, or as a table of one: the same answers."""
    from likely.people.unit import tree_of

    table, tree = table_of(workspace), tree_of(workspace)
    found, whole = counts_by_unit(table, Slice(), tree, tree.units)
    n = {one.name: found[one.pk].total().answered for one in tree.units}
    assert n == {"All": 6, "North": 6, "Tallinn": 5}
    assert whole.total().answered == 7
    for one in tree.units:
        alone = counts_by_unit(answers_of_unit(table, tree.matches(one)), Slice(), tree, [])[1]
        assert alone.total().answered == n[one.name]
    assert counts_by_unit(answers_of_unit(table, {}), Slice(), tree, [])[1].total().answered == 0


def test_the_progress_of_a_score(workspace: Any, stores: dict[str, Unit]) -> None:
    goals = [goal(workspace, stores["Tallinn"]), goal(workspace, None), goal(workspace, None, period="year")]
    goals.append(goal(workspace, stores["Tallinn"], day=date(2026, 7, 1)))
    tallinn, month, year, later = progress_of(workspace, goals, DAY)
    assert tallinn.figure
    assert (tallinn.figure.value, tallinn.figure.n) == (100, 5)
    assert (tallinn.days, tallinn.more, tallinn.on_target) == (16, 1, True)
    assert month.figure
    assert round(month.figure.value) == round(100 * 3 / 7)
    assert year.more > month.more
    assert (later.begun, later.figure, later.chance) == (False, None, None)
    workspace.smallest_group = 6
    assert progress_of(workspace, goals[:1], DAY)[0].figure is None


def test_shares_are_of_what_is_the_units(
    workspace: Any, stores: dict[str, Unit], survey: Any, answer: Any
) -> None:
    workspace.smallest_group = 1
    for store in ("Tallinn", "Tallinn", "Tartu"):
        row = Invitation.objects.create(
            workspace=workspace, survey=survey, properties={"store": store}, sent_at=DAY
        )
        if store == "Tallinn":
            answer(9, at=DAY, invitation=row)
    late = answer(2, at=DAY, properties={"store": "Tallinn"})
    case, _new = open_case(late, Opening("hand"), "system", DAY)
    case.replied_at = case.reply_due_at + timedelta(hours=1)
    case.save()
    goals = [goal(workspace, stores["Tallinn"], measure=one) for one in ("response_rate", "in_time")]
    rate, in_time = progress_of(workspace, goals, DAY + timedelta(days=5))
    assert rate.figure
    assert (rate.figure.value, rate.figure.n) == (100, 2)
    assert in_time.figure
    assert (in_time.figure.value, in_time.figure.n) == (0, 1)


def test_it_is_told_once_that_it_is_reached(workspace: Any, stores: dict[str, Unit]) -> None:
    goal(workspace, stores["Tallinn"])
    goal(workspace, None)
    assert note_goals(DAY) == 1
    assert note_goals(DAY) == 0
    event = DomainEvent.objects.get(kind="goal.reached")
    assert (event.facts["unit"], event.facts["score"], event.facts["target"]) == ("Tallinn", 100, 50)
    assert note_goals(datetime(2026, 7, 2, tzinfo=UTC)) == 0


def test_a_playbook_tells_colleagues_whose_goal_it_is(workspace: Any, stores: dict[str, Unit]) -> None:
    kept = goal(workspace, stores["Tallinn"])
    note_goals(DAY)
    facts = DomainEvent.objects.get(kind="goal.reached").facts
    playbook = Playbook(workspace=workspace, name="Cake", when="goal.reached")
    words = colleague_words(PlaybookRun(playbook=playbook, kind="goal.reached", facts=facts), "et")
    assert "Üksus: Tallinn" in words.text
    assert f"/teams/goals#goal-{kept.pk}" in words.text


def test_what_may_still_be_lost_is_not_reached(workspace: Any, answer: Any) -> None:
    for score in (10, 10, 10, 9, 7, 5):
        answer(score, at=datetime(2026, 6, 2, tzinfo=UTC))
    kept = goal(workspace, None)
    early = datetime(2026, 6, 3, tzinfo=UTC)
    assert progress_of(workspace, [kept], early)[0].on_target
    assert note_goals(early) == 0
    assert note_goals(datetime(2026, 7, 1, 9, tzinfo=UTC)) == 1  # at its end it is


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"target": 101}, "target"),
        ({"measure": "response_rate", "target": 0}, "target"),
        ({"measure": "luck"}, "measure"),
        ({"period": "week"}, "period"),
    ],
)
def test_what_is_wrong_is_refused(workspace: Any, facts: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        goal(workspace, None, **facts)
    assert refused.value.field == field


def test_one_goal_of_a_kind(workspace: Any) -> None:
    kept = goal(workspace, None)
    with pytest.raises(Refusal, match="already"):
        goal(workspace, None, target=60, day=date(2026, 6, 30))
    drop_goal(kept, "system")
    goal(workspace, None, target=60)


def rounds(workspace: Any) -> list[tuple[date, int, bool]]:
    """Of every goal of the workspace: when it begins, its target, whether it goes on."""
    return list(Goal.objects.of(workspace).order_by("since").values_list("since", "target", "repeats"))


def test_a_goal_begins_anew_at_midnight_where_the_workspace_is(
    workspace: Any, stores: dict[str, Unit]
) -> None:
    workspace.time_zone = "Pacific/Auckland"  # twelve hours before UTC
    workspace.save()
    first = goal(workspace, stores["Tallinn"], repeats=True)
    goal(workspace, None, target=40)  # which does not repeat
    assert renew_goals(datetime(2026, 6, 30, 11, tzinfo=UTC)) == 0
    assert renew_goals(datetime(2026, 6, 30, 13, tzinfo=UTC)) == 1
    assert renew_goals(datetime(2026, 6, 30, 13, tzinfo=UTC)) == 0
    [second] = other_periods(first)
    assert (second.since, second.until, second.unit) == (date(2026, 7, 1), date(2026, 7, 31), first.unit)
    assert [one[2] for one in rounds(workspace) if one[1] == 50].count(True) == 1
    assert second.repeats


def test_each_period_is_told_of_by_itself(workspace: Any, stores: dict[str, Unit], answer: Any) -> None:
    first = goal(workspace, stores["Tallinn"], repeats=True)
    assert note_goals(DAY) == 1
    july = datetime(2026, 7, 14, tzinfo=UTC)
    renew_goals(july)
    assert note_goals(july) == 0  # nobody answered in July yet
    for _ in range(6):
        answer(10, properties={"store": "Tallinn"}, at=july)
    assert note_goals(datetime(2026, 8, 1, 9, tzinfo=UTC)) == 1
    [second] = other_periods(first)
    june, month = progress_of(workspace, [first, second], july)
    assert june.figure
    assert month.figure
    assert (june.figure.n, june.over, month.figure.n, month.over) == (5, True, 6, False)


def test_no_period_is_left_out_and_each_keeps_its_target(workspace: Any) -> None:
    """Nobody looked for two months; for the second of them a target was set by hand."""
    first = goal(workspace, None, repeats=True)
    goal(workspace, None, target=60, day=date(2026, 8, 1))
    renew_goals(datetime(2026, 9, 2, tzinfo=UTC))
    assert rounds(workspace) == [
        (date(2026, 6, 1), 50, False),
        (date(2026, 7, 1), 50, False),
        (date(2026, 8, 1), 60, False),
        (date(2026, 9, 1), 60, True),
    ]
    september = other_periods(first)[0]
    change_goal(september, "system", datetime(2026, 9, 3, tzinfo=UTC), target=70)
    renew_goals(datetime(2026, 10, 1, 12, tzinfo=UTC))
    assert [one[1] for one in rounds(workspace)] == [50, 50, 60, 70, 70]


def test_it_goes_on_until_it_is_stopped_or_removed(workspace: Any) -> None:
    kept, dropped = goal(workspace, None, repeats=True), goal(workspace, None, period="year", repeats=True)
    change_goal(kept, "system", DAY, repeats=False)
    drop_goal(dropped, "system")
    assert renew_goals(datetime(2027, 1, 1, 12, tzinfo=UTC)) == 0
    with pytest.raises(Refusal, match="over"):
        change_goal(kept, "system", datetime(2027, 1, 1, 12, tzinfo=UTC), repeats=True)


def test_the_target_of_a_goal_that_ended_stays(workspace: Any) -> None:
    """Told as it was, it does no harm; the last day of the period is still within it."""
    kept = goal(workspace, None, repeats=True)
    over = datetime(2026, 7, 1, 12, tzinfo=UTC)
    with pytest.raises(Refusal, match="over") as refused:
        change_goal(kept, "system", over, target=60)
    assert (refused.value.code, refused.value.field) == ("goal_ended", "target")
    kept.refresh_from_db()
    assert (kept.target, kept.repeats) == (50, True)
    change_goal(kept, "system", over, target=50, repeats=False)
    kept.refresh_from_db()
    assert (kept.target, kept.repeats) == (50, False)
    change_goal(kept, "system", datetime(2026, 6, 30, 20, tzinfo=UTC), target=60)
    assert kept.target == 60


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("month", date(2026, 12, 1), date(2026, 12, 31)),
        ("quarter", date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_end_with_their_last_day(period: str, first: date, last: date) -> None:
    assert period_of(period, date(2026, 12, 31)) == (first, last)


def test_one_digest_tells_of_several_units_and_goals(
    workspace: Any, stores: dict[str, Unit], owner: Any, answer: Any
) -> None:
    for _ in range(5):  # so that the whole less a unit tells no few
        answer(0, properties={"region": "South"}, at=DAY)
    goal(workspace, stores["Tallinn"])
    of = (stores["North"].pk, stores["Tallinn"].pk)
    row = keep_digest(workspace, owner, DigestFacts(every="week", of=of, whole=True), DAY)
    period, now = Period("week", date(2026, 6, 8), date(2026, 6, 14)), DAY + timedelta(hours=20)
    content = make_content(row, period, now)
    assert [one.part.name for one in content.others if one.part] == ["North", "Tallinn"]
    letter = make_letter(row, period, now)
    assert sorted(letter.pictures) == ["course", "part-01", "part-02"]
    assert "cid:" not in letter.look()
    assert f"/trend?since=2026-06-08&until=2026-06-14&in={stores['Tallinn'].pk}" in letter.text
    assert "Unit: Tallinn" in letter.html
    assert "Tallinn, Score: +100" in letter.text
    assert "likely to reach +50 by" in letter.text


def test_a_team_gets_its_digest_until_each_chooses(
    workspace: Any, stores: dict[str, Unit], owner: Any, viewer: Any
) -> None:
    unit = stores["Tallinn"]
    unit.digest = "week"
    unit.save()
    unit.people.set([owner, viewer])
    keep_digest(workspace, owner, DigestFacts(every="day"), DAY)
    assert (begin_team_digests(DAY), begin_team_digests(DAY)) == (1, 0)
    theirs = digest_of(workspace, viewer)
    assert theirs
    assert (theirs.every, list(theirs.units.all())) == ("week", [unit])
    stop_digest(theirs)
    assert begin_team_digests(DAY) == 0
    assert Digest.objects.get(user=owner).every == "day"

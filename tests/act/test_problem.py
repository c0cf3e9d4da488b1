"""Problems: how large they are, their mark on the course, and everybody affected told once, by permission."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act import posting
from likely.act.annotation import Annotation
from likely.act.case import Opening, open_case
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.act.problem import (
    Problem,
    ProblemFacts,
    add_cases,
    change_problem,
    drop_problem,
    make_problem,
    take_out_case,
)
from likely.act.problem_size import affected, problem_size
from likely.act.problem_told import reach_of, tell_affected, told_states
from likely.lib.refusal import Refusal
from likely.people.account import Account
from likely.people.consent import ConsentPurpose, withdraw
from likely.people.person import Person
from likely.people.suppression import SuppressionReason, suppress
from tests.ask.queued import Noting
from tests.web.conftest import agent, answer, owner, person, signed_in, survey

SAID = ("What became of it", "Hello {name}, {problem}: it is repaired. {sender}")
DAY = date(2026, 6, 15)


def released(workspace: Any, **more: Any) -> Problem:
    facts = ProblemFacts("Late deliveries", status="released", released_on=DAY, **more)
    return make_problem(workspace, facts, "user:a")


def somebody(workspace: Any, name: str, **more: Any) -> Any:
    return Person.objects.create(
        workspace=workspace, **{"name": name, "email": f"{name.lower()}@example.org", **more}
    )


class TestSize:
    def test_is_of_its_words_and_cases_each_answer_once(
        self, workspace: Any, foreign_workspace: Any, answer: Any
    ) -> None:
        now = timezone.now()
        account = Account.objects.create(workspace=workspace, external_id="A", value=500)
        people = [somebody(workspace, f"P{i}", account=account) for i in range(3)]
        late = [answer(2, comment="The DELIVERY was late", person=one) for one in people]
        answer(3, comment="late, and no delivery", person=people[0])
        answer(1, comment="Delivery in time")  # has one of both words
        answer(0, comment="Delivery late", at=now - timedelta(days=400))
        answer(0, comment="Delivery late", state="quarantined")
        silent = answer(4)
        for _ in range(6):
            answer(10, comment="Good")
        problem = make_problem(workspace, ProblemFacts("Late", words=["delivery late"]), "user:a")
        cases = [open_case(row, Opening(), "user:a", now)[0] for row in (late[0], silent)]
        assert add_cases(problem, [case.pk for case in cases], "user:a") == 2
        assert add_cases(problem, [case.pk for case in cases], "user:a") == 0
        ids = affected(problem, now)
        assert len(ids) == 5
        size = problem_size(problem, ids, now)
        assert (size.answers, size.people, size.accounts, size.value) == (5, 3, 1, 500)
        assert size.score
        assert size.points
        assert (size.score.n, size.score.value) == (5, -100)
        # 5 detractors of 12; the others: six promoters, one detractor
        without, everybody = 100 * (6 - 1) / 7, 100 * (6 - 6) / 12
        assert size.points.value == pytest.approx(everybody - without)
        assert size.points.low < size.points.value < size.points.high
        take_out_case(problem, cases[1].pk, "user:a")
        assert len(affected(problem, now)) == 4

    def test_is_not_told_in_points_of_fewer_than_the_smallest_group(
        self, workspace: Any, answer: Any
    ) -> None:
        now = timezone.now()
        for _ in range(workspace.smallest_group - 1):
            answer(2, comment="late")
        for _ in range(9):
            answer(9)
        problem = make_problem(workspace, ProblemFacts("Late", words=["late"]), "user:a")
        size = problem_size(problem, affected(problem, now), now)
        assert (size.answers, size.score, size.points) == (workspace.smallest_group - 1, None, None)

    def test_no_case_of_another_workspace_comes_in(
        self, workspace: Any, foreign_workspace: Any, answer: Any
    ) -> None:
        case, _ = open_case(answer(2), Opening(), "user:a", timezone.now())
        problem = make_problem(foreign_workspace, ProblemFacts("Theirs"), "user:b")
        assert add_cases(problem, [case.pk], "user:b") == 0


def test_the_mark_on_the_course_comes_moves_and_goes_with_the_release(workspace: Any) -> None:
    problem = released(workspace)
    assert Annotation.objects.values_list("day", "text", "kind").get() == (DAY, "Late deliveries", "release")
    later = DAY + timedelta(days=7)
    change_problem(problem, ProblemFacts("Late", status="released", released_on=later), "user:a")
    assert Annotation.objects.values_list("day", "text").get() == (later, "Late")
    change_problem(problem, ProblemFacts("Late", status="working", released_on=later), "user:a")
    assert not Annotation.objects.exists()
    change_problem(problem, ProblemFacts("Late", status="released", released_on=DAY), "user:a")
    drop_problem(problem, "user:a")
    assert not Annotation.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ProblemFacts(" "), "name"),
        (ProblemFacts("A", status="gone"), "status"),
        (ProblemFacts("A", status="declined"), "decision"),
        (ProblemFacts("A", status="released"), "released_on"),
        (ProblemFacts("A", words=["!?"]), "words"),
        (ProblemFacts("A", themes=["nothing-"]), "themes"),
        (ProblemFacts("Late deliveries"), "name"),
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(
    workspace: Any, facts: ProblemFacts, field: str
) -> None:
    released(workspace)
    with pytest.raises(Refusal) as refused:
        make_problem(workspace, facts, "user:a")
    assert refused.value.field == field
    assert (Problem.objects.count(), Annotation.objects.count()) == (1, 1)


class TestTelling:
    def test_goes_to_each_once_and_only_by_permission(
        self, workspace: Any, answer: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = timezone.now()
        channel = Noting()
        monkeypatch.setattr(posting, "CHANNELS", {"mail": channel})
        mari, juri, anu, kai, uku, ene = (
            somebody(workspace, name) for name in ("Leena", "Juri", "Anu", "Kai", "Uku", "Ene")
        )
        nowhere = somebody(workspace, "Nowhere", email="")
        for one, permission in (
            (mari, True), (juri, False), (anu, None), (kai, True), (uku, True), (ene, True), (nowhere, True)
        ):  # fmt: skip
            answer(2, comment="late", person=one, permission=permission)
        answer(3, comment="late again", person=mari, permission=True)
        answer(3, comment="late, says nobody")
        withdraw(workspace, [juri.pk, kai.pk], ConsentPurpose.FOLLOW_UP, "", "user:a", now)
        suppress(workspace, "", uku.email, "", SuppressionReason.UNSUBSCRIBED, "user:a", now)
        problem = released(workspace, words=["late"])
        ids = affected(problem, now)
        reach = reach_of(problem, ids, now)
        assert [one.name for one in reach.people] == ["Leena", "Ene"]
        assert reach.why_not == {
            "nobody": 1, "not_permitted": 2, "not_asked": 1, "suppressed": 1, "no_address": 1
        }  # fmt: skip
        assert [tell_affected(problem, ids, SAID, "user:a", now) for _twice in range(2)] == [2, 0]
        assert reach_of(problem, ids, now).already == 2
        withdraw(workspace, [ene.pk], ConsentPurpose.FOLLOW_UP, "", "user:a", now)  # before it goes out
        post_due(clock=lambda: now + timedelta(seconds=5))
        [letter] = channel.letters
        assert letter.address == mari.email
        assert letter.text.startswith("Hello Leena, Late deliveries: it is repaired. Nordic Hardware")
        assert told_states(problem) == {"sent": 1, "cancelled": 1}

    def test_waits_until_it_is_settled_and_says_something(self, workspace: Any, answer: Any) -> None:
        now = timezone.now()
        answer(2, comment="late", person=somebody(workspace, "Leena"), permission=True)
        problem = make_problem(workspace, ProblemFacts("Late", words=["late"]), "user:a")
        ids = affected(problem, now)
        with pytest.raises(Refusal) as refused:
            tell_affected(problem, ids, SAID, "user:a", now)
        assert refused.value.field == "status"
        change_problem(problem, ProblemFacts("Late", "", None, "declined", "no", None, ["late"]), "user:a")
        for words, field in ((("", "x"), "subject"), (("x", " "), "text"), (("x", "{score}"), "text")):
            with pytest.raises(Refusal) as refused:
                tell_affected(problem, ids, words, "user:a", now)
            assert refused.value.field == field
        assert not PostedMail.objects.exists()


def test_on_its_pages_an_agent_works_and_a_manager_tells(
    workspace: Any, agent: Any, owner: Any, answer: Any
) -> None:
    row = answer(2, comment="late", person=somebody(workspace, "Leena"), permission=True)
    case, _ = open_case(row, Opening(), "user:a", timezone.now())
    client = signed_in(agent)
    assert "No problem yet" in client.get("/problems").content.decode()
    said = {"name": "Late deliveries", "words": "late\n\n", "status": "noticed"}
    assert client.post("/problems/new", {**said, "status": "declined"}).status_code == 422
    assert client.post("/problems/new", said).status_code == 302
    problem = Problem.objects.get()
    at = f"/problems/{problem.pk}"
    assert problem.words == ["late"]
    assert "Fewer than 5 scored answers" in client.get(at).content.decode()
    assert client.post(f"{at}/cases", {"case": [str(case.pk), "nonsense"]}).status_code == 302
    assert list(problem.cases.all()) == [case]
    change = {**said, "status": "released", "released_on": "2026-06-15", "decision": "New carrier"}
    assert client.post(f"{at}/change", change).status_code == 302
    shown = client.get(at).content.decode()
    assert "1 person can be told" in shown
    assert "/trend?since=2026-03-16&amp;until=2026-09-14&amp;grain=week" in shown
    assert client.post(f"{at}/tell", {"subject": "A", "text": "B"}).status_code == 403
    boss = signed_in(owner)
    assert boss.post(f"{at}/tell", {"subject": "A", "text": "{score}"}).status_code == 422
    assert boss.post(f"{at}/tell", {"subject": "A", "text": "B"}).status_code == 302
    assert PostedMail.objects.get().text.startswith("B\n\nUnsubscribe: http")
    assert client.post(f"{at}/cases", {"out": str(case.pk)}).status_code == 302
    assert not problem.cases.exists()
    assert boss.post(f"{at}/drop").status_code == 302
    assert not Problem.objects.exists()

"""The page about recovery: what is told, what few answers hide, the plan for asking again, the files."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.act.case import Opening, open_case
from likely.act.case_work import move_case, note_reply
from likely.act.recovery_plan import RecoveryPlan, recovery_plan_of
from likely.ask.survey import Survey
from likely.people.person import Person
from tests.web.conftest import signed_in

DAY = timedelta(days=1)


@pytest.fixture
def worked(workspace: Any, answer: Any) -> None:
    """Six detractors whose cases were closed; four are none any more."""
    then = timezone.now() - 10 * DAY
    for after in (9, 10, 8, 9, 3, 2):
        who = Person.objects.create(workspace=workspace, external_id=f"P{Person.objects.count()}")
        case = open_case(answer(2, person=who, at=then), Opening(), "user:a", then)[0]
        note_reply(case, "user:a", then)
        move_case(case, "close", "user:a", then + DAY)
        answer(after, person=who, at=then + 3 * DAY)


@pytest.mark.usefixtures("worked")
def test_it_tells_before_and_after_and_that_it_is_no_proof(owner: Any) -> None:
    shown = signed_in(owner).get("/recovery").content.decode().replace("\xa0", " ")
    assert "After the case the score of the same people moved by +117: real (p " in shown
    assert "67 % of the detractors who answered again are detractors no more" in shown
    assert "Half of the first replies came within 1 hour" in shown
    assert "This is no proof that the case was the cause" in shown
    assert "6 cases were opened, 6 of them closed by now." in shown


@pytest.mark.usefixtures("worked")
def test_few_answers_are_not_shown(owner: Any, workspace: Any) -> None:
    workspace.smallest_group = 7
    workspace.save()
    shown = signed_in(owner).get("/recovery").content.decode()
    assert "Fewer than 7 people answered again after a closed case" in shown
    assert "detractors no more" not in shown


@pytest.mark.usefixtures("worked")
@pytest.mark.parametrize("name", ["scores", "shares", "days"])
def test_each_picture_comes_as_a_file(owner: Any, name: str) -> None:
    page = signed_in(owner)
    assert b"<svg" in page.get(f"/recovery/{name}.svg").content
    assert page.get(f"/recovery/{name}.png").content.startswith(b"\x89PNG")
    assert page.get(f"/recovery/{name}.csv").content.count(b"\n") >= 3
    assert page.get(f"/recovery/{name}.exe").status_code == 404


def test_without_cases_it_says_what_will_be_there(owner: Any) -> None:
    assert "No case was opened in this period" in signed_in(owner).get("/recovery").content.decode()


class TestPlan:
    def test_a_short_survey_is_made_and_asked_with(self, owner: Any, workspace: Any, survey: Any) -> None:
        page = signed_in(owner)
        assert page.post("/recovery/plan", {"survey": "new", "after_days": "2"}).url == "/recovery"
        plan = recovery_plan_of(workspace)
        assert plan.survey is not None
        assert (plan.survey.name, plan.survey.kind, plan.after_days) == ("After a case", "tnps", 2)
        page.post("/recovery/plan", {"survey": str(survey.pk), "after_days": "5"})
        assert recovery_plan_of(workspace) == RecoveryPlan(survey, 5)
        page.post("/recovery/plan", {"survey": "", "after_days": "5"})
        assert recovery_plan_of(workspace).survey is None

    def test_what_can_not_be_is_refused_at_its_place(
        self, owner: Any, workspace: Any, foreign_workspace: Any
    ) -> None:
        foreign = Survey.objects.create(workspace=foreign_workspace, slug="f", name="F", kind="rnps")
        for told, field in (
            ({"survey": str(foreign.pk), "after_days": "2"}, "survey"),
            ({"survey": "", "after_days": "61"}, "after_days"),
        ):
            answer = signed_in(owner).post("/recovery/plan", told)
            assert answer.status_code == 422
            assert answer.context["form"].errors.keys() == {field}

    def test_whoever_only_looks_reads_what_holds(self, viewer: Any) -> None:
        shown = signed_in(viewer).get("/recovery").content.decode()
        assert "Nobody is asked again" in shown
        assert "after_days" not in shown

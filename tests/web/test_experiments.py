"""The pages of experiments: a promise, the figures, what may be done now; and what must not be shown."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.ask.experiment import Experiment, ExperimentFacts, make_experiment, start_experiment
from likely.ask.guardrail import GuardFacts
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.collect.response import Response
from likely.lib.identity import new_token
from tests.web.conftest import signed_in

HALVES = {"old": 50, "new": 50}
SENT = {
    "name": "Two letters",
    "about": "The new one is shorter",
    "kind": "assigned",
    "arms": "old = 50; new = 50",
    "expected": "2000",
    "minimum": "100",
    "most_lost": "20",
}


def experiment(survey: Any, **facts: Any) -> Experiment:
    told = {"name": "Page", "survey": survey, "arms": HALVES, "column": "page"} | facts
    made = make_experiment(survey.workspace, ExperimentFacts(**told), "system")
    start_experiment(made, timezone.now() - timedelta(days=40), "system")
    return made


def answers(survey: Any, arms: dict[str, tuple[int, ...]], n: int) -> None:
    """n answers an arm over 30 days; an arm's scores are drawn from a list of its own."""
    random, now, rows = Random("answers"), timezone.now(), []
    for place in range(n):
        for arm, scores in arms.items():
            at = now - timedelta(days=31) + timedelta(days=30 * place / n)
            rows.append(
                Response(
                    workspace=survey.workspace,
                    survey=survey,
                    version=survey.live,
                    key=new_token(),
                    score=random.choice(scores),
                    channel="link",
                    language="en",
                    at=at,
                    changed_at=at,
                    properties={"page": arm},
                )
            )
    Response.objects.bulk_create(rows)


WORSE, USUAL, BETTER = (10, 8, 3, 3), (10, 10, 8, 3), (10, 10, 10, 8)


def page(user: Any, made: Experiment) -> str:
    answer = signed_in(user).get(reverse("experiment", args=[made.pk]))
    assert answer.status_code == 200, answer.content
    return str(answer.content.decode())


def csv(user: Any, made: Experiment, name: str) -> list[list[str]]:
    answer = signed_in(user).get(reverse("experiment-file", args=[made.pk, name, "csv"]))
    assert answer.status_code == 200
    return [line.split(",") for line in answer.content.decode("utf-8-sig").splitlines()]


def test_a_manager_makes_one_and_starts_it(owner: Any, survey: Any) -> None:
    client = signed_in(owner)
    answer = client.post(reverse("new-experiment"), SENT | {"survey": survey.pk})
    made = Experiment.objects.get()
    assert answer["Location"] == reverse("experiment", args=[made.pk])
    assert (made.state, made.shares, made.column) == ("draft", {"old": 50.0, "new": 50.0}, "arm_two_letters")
    assert "It has not been started" in page(owner, made)
    state = reverse("experiment-state", args=[made.pk])
    client.post(state, {"deed": "start"})
    assert "No answers in the arms yet" in page(owner, made)
    client.post(state, {"deed": "drop"})
    client.post(state, {"deed": "stop"})
    assert Experiment.objects.get().state == "stopped"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"arms": "old"}, "arms"),
        ({"arms": "old = x"}, "arms"),
        ({"kind": "column"}, "column"),
        ({"expected": "3"}, "expected"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    owner: Any, survey: Any, sent: dict[str, str], field: str
) -> None:
    answer = signed_in(owner).post(reverse("new-experiment"), SENT | {"survey": survey.pk} | sent)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert "The new one is shorter" in answer.content.decode()
    assert not Experiment.objects.exists()


def test_a_better_arm_may_be_chosen(owner: Any, survey: Any) -> None:
    answers(survey, {"old": USUAL, "new": BETTER}, 400)
    made = experiment(survey, expected=800)
    said = page(owner, made)
    assert "new is better: " in said
    assert "You may decide now." in said
    assert "The arms have the sizes that were planned" in said
    rows = csv(owner, made, "difference")
    assert rows[0] == ["Day", "Difference", "Interval", "Answers", "p"]
    assert 20 < len(rows) <= 32
    arms = {row[0]: row for row in csv(owner, made, "arms")}
    assert sum(map(int, arms["new"][1:4])) == 400
    assert "new is better" in signed_in(owner).get(reverse("experiments")).content.decode()
    svg = signed_in(owner).get(reverse("experiment-file", args=[made.pk, "difference", "svg"]))
    assert svg.content.startswith(b"<svg")


def test_the_promise_holds_back_what_came_too_early(owner: Any, survey: Any) -> None:
    answers(survey, {"old": USUAL, "new": BETTER}, 400)
    said = page(owner, experiment(survey, minimum=500))
    assert "Go on" in said
    assert "before each arm has 500 answers" in said


def test_a_broken_split_is_the_first_thing_said(owner: Any, survey: Any) -> None:
    answers(survey, {"old": USUAL, "new": BETTER}, 150)
    answers(survey, {"new": BETTER}, 150)
    said = page(owner, experiment(survey))
    assert "The arms do not have the sizes that were planned" in said
    assert "is better" not in said


def test_a_score_that_must_not_fall_and_one_that_follows(owner: Any, survey: Any, workspace: Any) -> None:
    calls = Survey.start(workspace, "Calls", make_definition("rnps", "Acme", ("en",)), "system")
    answers(survey, {"old": USUAL, "new": BETTER}, 400)
    answers(calls, {"old": USUAL, "new": WORSE}, 400)
    made = experiment(survey, guards=(GuardFacts("score", calls, -5.0),), confirm=calls)
    said = page(owner, made)
    assert "but harms what must not be harmed: Calls: score." in said
    assert "Harmed: Calls: score" in said
    assert "On Calls too the arms differ: new" in said
    assert csv(owner, made, "guards")[1][:2] == ["Calls: score", "harmed"]


def test_an_arm_of_few_answers_shows_no_figure(owner: Any, survey: Any) -> None:
    answers(survey, {"old": USUAL}, 60)
    answers(survey, {"new": BETTER}, 3)
    made = experiment(survey, arms={"old": 95, "new": 5})
    said = page(owner, made)
    assert "Too few answers in an arm" in said
    assert csv(owner, made, "arms")[2][1] == "too few answers"
    assert signed_in(owner).get(reverse("experiment-file", args=[made.pk, "split", "csv"])).status_code == 404


def test_viewers_look_and_do_not_touch(viewer: Any, survey: Any) -> None:
    made = experiment(survey)
    assert "Stop for good" not in page(viewer, made)
    answer = signed_in(viewer).post(reverse("experiment-state", args=[made.pk]), {"deed": "stop"})
    assert answer.status_code == 403
    assert Experiment.objects.get().state == "running"


def test_the_arm_is_the_last_column_to_cut_by(owner: Any, answer: Any) -> None:
    for score in (10, 9, 8, 3, 10, 7) * 10:
        answer(score, properties={"arm_letters": "old", "region": "North"})
    said = signed_in(owner).get("/segments").content.decode()
    assert 'value="region" selected' in said
    assert 'value="arm_letters"' in said
    standing_out = signed_in(owner).get("/segments/standing-out").content.decode()
    assert "arm_letters" not in standing_out


def test_guardrails_of_a_form_are_promised_and_shown(owner: Any, survey: Any, workspace: Any) -> None:
    calls = Survey.start(workspace, "Calls", make_definition("csat5", "Acme", ("en",)), "system")
    client = signed_in(owner)
    guards = {
        "guard_1": f"detractors:{survey.pk}::rise",
        "most_1": "4",
        "guard_4": f"best:{calls.pk}::fall",
        "most_4": "2.5",
    }
    client.post(reverse("new-experiment"), SENT | {"survey": survey.pk} | guards)
    made = Experiment.objects.get()
    told = [(one.measure, one.survey, one.allowed) for one in made.guardrails.all()]
    assert told == [("detractors", survey, 4.0), ("best", calls, -2.5)]
    said = page(owner, made)
    assert "share of detractors (+4\u00a0%)" in said
    assert "The share of 4 and 5 (−2.5\u00a0%)" in said
    silent = client.post(
        reverse("new-experiment"), SENT | {"name": "B", "survey": survey.pk} | guards | {"most_4": ""}
    )
    assert silent.context["form"].errors == {"most_4": ["Say by how much it may change."]}
    assert " open><summary>" in silent.content.decode()

"""Experiments: drawn from ids, written onto invitations and answers, promised before anybody looks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from likely.ask.arm import Assignment, arms_of, asked_by_arm, assignments
from likely.ask.experiment import (
    Experiment,
    ExperimentFacts,
    drop_experiment,
    make_experiment,
    start_experiment,
    stop_experiment,
)
from likely.ask.guardrail import GuardFacts
from likely.ask.invitation import Invitation
from likely.ask.personal_link import make_links
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.collect.intake import take_in
from likely.collect.response import Response
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal
from likely.people.person import Person

NOW = datetime(2024, 5, 4, 9, tzinfo=UTC)
HALVES = {"old": 50, "new": 50}


@pytest.fixture
def survey(workspace: Any) -> Survey:
    return Survey.start(workspace, "Delivery", make_definition("rnps", "Acme", ("en",)), "system")


@pytest.fixture
def other(workspace: Any) -> Survey:
    return Survey.start(workspace, "Relation", make_definition("rnps", "Acme", ("en",)), "system")


def running(survey: Survey, **facts: Any) -> Experiment:
    made = make_experiment(
        survey.workspace,
        ExperimentFacts(**{"name": "Two letters", "arms": HALVES, "survey": survey} | facts),
        "system",
    )
    start_experiment(made, NOW, "system")
    return made


def answered(survey: Survey, person: Person | None, at: datetime) -> Response:
    sent = Submission(
        workspace=survey.workspace_id,
        survey=survey.pk,
        person=person.pk if person else None,
        key=f"{survey.slug}-{person.pk if person else None}",
        score=9,
        at=at,
    )
    take_in(sent)
    return Response.objects.get(key=sent.key)


def test_shares_are_kept_and_the_same_person_is_drawn_alike() -> None:
    drawn = Assignment(UUID(int=7), "arm_x", ("a", "b", "c"), (0.2, 0.5, 1.0), frozenset())
    arms = [drawn.arm(UUID(int=n)) for n in range(20_000)]
    assert arms == [drawn.arm(UUID(int=n)) for n in range(20_000)]
    shares = {name: arms.count(name) / len(arms) for name in drawn.names}
    assert shares == pytest.approx({"a": 0.2, "b": 0.3, "c": 0.5}, abs=0.02)
    elsewhere = replace(drawn, experiment=UUID(int=8))
    same = sum(elsewhere.arm(UUID(int=n)) == arm for n, arm in enumerate(arms)) / len(arms)
    assert same == pytest.approx(0.2**2 + 0.3**2 + 0.5**2, abs=0.02)


@pytest.mark.django_db
def test_the_arm_stands_on_invitations_and_answers(survey: Survey) -> None:
    made = running(survey)
    assert made.column == "arm_two_letters"
    links = make_links(survey, "\n".join(f"p{n}@example.org" for n in range(40)), "system")
    [drawn] = assignments([survey.pk], NOW)
    assert {one.properties["arm_two_letters"] for one in links} == {"old", "new"}
    for one in links:
        assert one.properties == {"arm_two_letters": drawn.arm(one.person_id)}
    person = Person.objects.create(
        workspace=survey.workspace, external_id="1", properties={"arm_two_letters": "?"}
    )
    assert answered(survey, person, NOW).properties["arm_two_letters"] == drawn.arm(person.pk)
    assert "arm_two_letters" not in answered(survey, None, NOW + timedelta(minutes=1)).properties


@pytest.mark.django_db
def test_only_while_it_runs_and_for_its_confirmation(survey: Survey, other: Survey) -> None:
    made = running(survey, confirm=other, confirm_days=30)
    person = UUID(int=1)

    def carried(about: Survey, at: datetime) -> bool:
        return bool(arms_of(assignments([about.pk], at), about.pk, person))

    assert not carried(survey, NOW - timedelta(seconds=1))
    assert carried(survey, NOW)
    assert carried(other, NOW)
    stop_experiment(made, NOW + timedelta(days=10), "system")
    assert not carried(survey, NOW + timedelta(days=11))
    assert carried(other, NOW + timedelta(days=39))
    assert not carried(other, NOW + timedelta(days=41))
    assert arms_of(assignments([other.pk], NOW), other.pk, None) == {}


@pytest.mark.django_db
def test_who_was_asked_and_who_answered(survey: Survey) -> None:
    made = running(survey)
    make_links(survey, "\n".join(f"p{n}@example.org" for n in range(60)), "system")
    Invitation.objects.update(created_at=NOW + timedelta(days=1))
    first = Invitation.objects.order_by("pk")[0]
    take_in(Submission(invitation=first.pk, score=10, at=NOW + timedelta(days=1)))
    found = asked_by_arm(made)
    assert sum(asked for asked, *_ in found.values()) == 60
    assert found[first.properties[made.column]][1:] == (1, 1, 1)
    assert sum(answered for _, answered, *_ in found.values()) == 1
    Invitation.objects.update(created_at=NOW - timedelta(days=1))
    assert asked_by_arm(made) == {}


@pytest.mark.django_db
def test_what_ran_is_kept(survey: Survey) -> None:
    made = running(survey)
    with pytest.raises(Refusal, match="kept"):
        drop_experiment(made, "system")
    with pytest.raises(Refusal, match="before"):
        start_experiment(made, NOW, "system")
    stop_experiment(made, NOW, "system")
    with pytest.raises(Refusal, match="runs"):
        stop_experiment(made, NOW, "system")
    draft = make_experiment(survey.workspace, ExperimentFacts("Draft", survey, HALVES), "system")
    drop_experiment(draft, "system")
    assert Experiment.objects.count() == 1


@pytest.mark.django_db
def test_columns_are_never_shared_and_any_name_has_one(survey: Survey) -> None:
    names = ("Plan A!", "Plan-A", "新的信", "旧的信", "x" * 120)
    made = [
        make_experiment(survey.workspace, ExperimentFacts(one, survey, HALVES), "system") for one in names
    ]
    columns = [one.column for one in made]
    assert len(set(columns)) == 5
    assert columns[:4] == ["arm_plan_a", "arm_plan_a_2", "arm_experiment", "arm_experiment_2"]
    assert all(len(column) <= 40 for column in columns)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"name": " "}, "no_name"),
        ({"arms": {"one": 1}}, "not_arms"),
        ({"arms": {"a": 1, " a ": 1}}, "not_arms"),
        ({"arms": {"a": 1, "b": 0}}, "no_share"),
        ({"expected": 1}, "out_of_range"),
        ({"most_lost": 0}, "out_of_range"),
        ({"worthwhile": float("nan")}, "out_of_range"),
    ],
)
def test_bad_terms_are_refused(survey: Survey, facts: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        running(survey, **facts)
    assert refused.value.code == code
    assert not Experiment.objects.exists()


@pytest.mark.django_db
def test_a_foreign_or_anonymous_survey_is_refused(survey: Survey, foreign_workspace: Any) -> None:
    definition = make_definition("rnps", "Acme", ("en",))
    foreign = Survey.start(foreign_workspace, "Theirs", definition, "system")
    with pytest.raises(Refusal, match="no such survey"):
        running(survey, guards=(GuardFacts("score", foreign, -5.0),))
    hidden = Survey.start(
        survey.workspace,
        "Nameless",
        definition.model_copy(update={"anonymous": True, "questions": definition.questions[:2]}),
        "system",
    )
    with pytest.raises(Refusal, match="nobody is named"):
        running(hidden)
    assert running(hidden, column="plan").kind == "column"

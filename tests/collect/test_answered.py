"""A response is answered by its survey's leading question, whatever the kind."""

from datetime import UTC, datetime
from typing import Any

import pytest

from likely.ask.template import make_definition
from likely.collect.answered import is_answered
from likely.collect.funnel import funnel
from likely.collect.intake import take_in
from likely.collect.response import Response
from likely.collect.submission import Submission


def send(survey: Any, number: int, **sent: Any) -> None:
    take_in(Submission(at=datetime.now(UTC), slug=survey.slug, key=f"somebody-number-{number}", **sent))


@pytest.mark.parametrize(
    ("template", "answered", "begun"),
    [
        ("rnps", {"score": 0}, {"comment": "Late"}),
        ("csat5", {"answers": {"csat": 1}}, {"comment": "Late"}),
        ("csat10", {"answers": {"csat": 10}}, {"permission": True}),
        ("ces", {"answers": {"ces": 7}}, {"comment": "Easy"}),
        ("wow", {"comment": "Bring cake"}, {"permission": False}),
    ],
)
def test_the_leading_answer_counts_and_others_do_not(
    workspace: Any, foreign_workspace: Any, template: str, answered: Any, begun: Any
) -> None:
    from likely.ask.survey import Survey

    for place in (workspace, foreign_workspace):
        survey = Survey.start(place, template, make_definition(template, "Nordic", ["en"]), "system")
        send(survey, 1, **answered)
        send(survey, 2, **begun)
    found = Response.objects.of(workspace).filter(is_answered(workspace))
    assert [row.key for row in found] == ["somebody-number-1"]
    assert (funnel(workspace).open_answered, funnel(workspace).open_completed) == (1, 0)


def test_an_invitation_to_rate_satisfaction_is_answered_by_it(workspace: Any) -> None:
    from likely.ask.invitation import Invitation
    from likely.ask.survey import Survey

    survey = Survey.start(workspace, "csat5", make_definition("csat5", "Nordic", ["en"]), "system")
    now = datetime.now(UTC)
    asked = [Invitation.objects.create(workspace=workspace, survey=survey, sent_at=now) for _ in range(3)]
    take_in(Submission(at=now, invitation=asked[0].pk, answers={"csat": 4}, done=True))
    found = funnel(workspace)
    assert (found.sent, found.viewed, found.answered, found.completed) == (3, 1, 1, 1)

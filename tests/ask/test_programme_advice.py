"""Advice before a start: what is allowed, and yet better otherwise."""

from typing import Any

import pytest

from likely.ask.programme_advice import ADVICE, HINTS, Hint, advice
from tests.ask.asking import MONDAY, people, policy, programme, survey
from tests.ask.test_programme_tick import event

pytestmark = pytest.mark.django_db


def hints(workspace: Any, plan: dict[str, Any], template: str = "rnps", **fields: Any) -> list[Hint]:
    return advice(programme(workspace, plan, survey=survey(workspace, template, **fields)), MONDAY)


def test_a_good_one_needs_none(workspace: Any) -> None:
    event(people(workspace, 9)[0], MONDAY)
    trigger = {"trigger": {"event": "ticket_closed"}}
    assert hints(workspace, {"wave": {}}) == []
    assert hints(workspace, trigger, "tnps", touchpoint="your case") == []


def test_each_has_its_occasion_and_its_sentence(workspace: Any) -> None:
    assert hints(workspace, {"wave": {}}) == [Hint.NOBODY]
    people(workspace, 9)
    people(workspace, 3, population="employees")
    late = {"trigger": {"event": "tickt_closed", "delay_days": 3}}
    assert hints(workspace, late) == [Hint.RELATIONSHIP_AFTER_EVENT, Hint.LONG_DELAY, Hint.EVENT_UNKNOWN]
    assert hints(workspace, {"wave": {}}, "tnps", touchpoint="t") == [Hint.TRANSACTIONAL_WITHOUT_EVENT]
    assert hints(workspace, {"once": {}}, "enps") == [Hint.FEW_AND_ANONYMOUS]
    policy(workspace, kind_days={"rnps": 120})
    workspace.refresh_from_db()
    assert hints(workspace, {"wave": {"every": "quarter"}}) == [Hint.CLOCK_LONGER_THAN_PERIOD]
    assert hints(workspace, {"wave": {"every": "half_year"}}) == []
    assert set(HINTS) == set(Hint) == {hint for hint, _ in ADVICE}

"""Agents side by side: hard cases are excused, few answers are no figure, and ties are said to be ties."""

from typing import Any

import pytest
from django.urls import reverse

from tests.web.conftest import signed_in


@pytest.fixture
def agents(answer: Any) -> None:
    """Ann takes the easy calls, Ben the hard ones; both are as good. Cleo has three answers."""

    def calls(agent: str, topic: str, scores: tuple[int, ...]) -> None:
        for score in scores:
            answer(score, properties={"region": "North", "agent": agent, "topic": topic})

    calls("Ann", "onboarding", (10,) * 36 + (8,) * 6 + (3,) * 3)
    calls("Ann", "cancelling", (10, 10, 8, 3, 3))
    calls("Ben", "onboarding", (10,) * 4 + (8,))
    calls("Ben", "cancelling", (10,) * 18 + (8,) * 9 + (3,) * 18)
    calls("Cleo", "cancelling", (0, 0, 0))
    calls("Dora", "onboarding", (10,) * 15 + (8,) * 3 + (3,) * 2)
    calls("Dora", "cancelling", (10,) * 8 + (8,) * 4 + (3,) * 8)


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/teams{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def table(user: Any, query: str) -> dict[str, list[str]]:
    text = signed_in(user).get(reverse("team-file", args=["fair", "csv"]) + query).content.decode("utf-8-sig")
    return {row.split(",")[0]: row.split(",") for row in text.splitlines()}


def test_the_mix_of_cases_is_taken_out(owner: Any, agents: None) -> None:
    rows = table(owner, "?by=agent&cross=topic")
    raw = {name: int(rows[name][2].replace("−", "-")) for name in ("Ann", "Ben")}
    fair = {name: int(rows[name][4].replace("−", "-")) for name in ("Ann", "Ben")}
    assert raw["Ann"] - raw["Ben"] > 50
    assert abs(fair["Ann"] - fair["Ben"]) < 20
    said = page(owner, "?by=agent&cross=topic")
    assert "Nothing shows that any of these" in said
    assert "can&#x27;t be told apart" in said
    assert "What nobody recorded is not taken out" in said


def test_without_kinds_of_case_nobody_is_excused_and_that_is_said(owner: Any, agents: None) -> None:
    said = page(owner, "?by=agent")
    assert "No kinds of case are told apart here" in said
    assert "All cases count as alike" in said
    assert "told apart by: –" not in said
    assert "Above the others: Ann" in said or "Below the others: Ben" in said


def test_what_chance_alone_may_do_is_not_called_far_apart(owner: Any, answer: Any) -> None:
    for store, tens in (("Tallinn", 10), ("Tartu", 11), ("Narva", 12)):
        for score in (10,) * tens + (3,) * (18 - tens):
            answer(score, properties={"store": store})
    said = page(owner, "?by=store")
    assert "Nothing shows that any of these 3" in said
    assert "Far apart as they came" not in said


def test_the_agent_is_taken_before_other_properties(owner: Any, agents: None) -> None:
    assert 'value="agent" selected' in page(owner)


def test_few_answers_are_no_figure(owner: Any, agents: None) -> None:
    rows = table(owner, "?by=agent&cross=topic")
    assert "Cleo" not in rows
    assert "Too few answers to be shown (fewer than 10)" in page(owner, "?by=agent")


def test_nobody_to_compare(owner: Any, answer: Any) -> None:
    answer(9)
    assert "Nobody to compare yet" in page(owner)
    answer(9, properties={"agent": "Ann"})
    assert "At least two need ten answers" in page(owner)
    assert list(table(owner, "")) == ["Name"]

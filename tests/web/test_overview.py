"""The board: its figures, its filters, its pulse, and that nothing a stranger writes comes alive."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import signed_in

LIVE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% debug %}",
    "</textarea><script>1</script>",
    "'-alert(1)-'",
)


@pytest.fixture
def month(answer: Any, person: Any) -> None:
    """Forty answers of this month, ten of the one before: North is content, East is not."""
    now = timezone.now()
    for place in range(40):
        east = place % 4 == 0
        answer(
            2 if east else 10,
            comment="slow" if east else "",
            properties={"region": "East" if east else "North"},
            at=now - timedelta(days=1, minutes=place),
        )
    for place in range(10):
        answer(7, properties={"region": "North"}, at=now - timedelta(days=45, minutes=place))


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_empty_workspace_is_taught_to_ask(owner: Any) -> None:
    said = page(owner)
    assert "Ask the first question" in said
    assert reverse("new-survey") in said


def test_a_fresh_survey_shows_its_link(owner: Any, survey: Any) -> None:
    said = page(owner)
    assert f"/s/{survey.slug}" in said
    assert "The first answer will show here" in said


def test_the_score_never_stands_alone(owner: Any, month: None) -> None:
    said = page(owner, "?period=30")
    assert '<span class="score-value">+50</span>' in said  # 30 promoters, 10 detractors of 40
    assert "· n 40" in said
    assert "up 50, real (p\u00a0" in said  # against ten passives before


def test_segments_are_told_apart(owner: Any, month: None) -> None:
    said = page(owner, "?period=30&by=region")
    assert "East is below the rest: −100" in said


def test_a_filter_narrows_and_can_be_taken_away(owner: Any, month: None) -> None:
    said = page(owner, "?period=30&region=North")
    assert '<span class="score-value">+100</span>' in said
    assert "region: North" in said
    assert 'href="?by=region&amp;period=30"' in said


def test_groups_that_are_too_small_stay_hidden(owner: Any, month: None, answer: Any) -> None:
    answer(0, properties={"region": "Atoll"})
    said = page(owner, "?region=Atoll")
    assert "fewer than 5 answers" in said
    assert "score-value none" in said
    shown = re.sub(r'role="tooltip".*?</span>', "", said)
    assert "−100" not in shown.split('class="cards"')[1].split("What changed")[0]


def test_one_answer_is_a_score_where_nothing_is_filtered(owner: Any, answer: Any) -> None:
    answer(3)
    said = page(owner)
    assert '<dd class="detractor">1</dd>' in said


def test_dismissed_and_quarantined_do_not_count(owner: Any, answer: Any) -> None:
    answer(10)
    answer(0, state="quarantined")
    answer(0, state="dismissed")
    assert '<span class="score-value">+100</span>' in page(owner)


@pytest.mark.parametrize("query", ["?since=yesterday", "?by=nothing", "?since=2026-02-30"])
def test_a_wrong_question_is_refused_in_words(owner: Any, month: None, query: str) -> None:
    answer = signed_in(owner).get(f"/{query}")
    assert answer.status_code == 422
    assert "That is not possible" in answer.content.decode()


def test_the_pulse_beats_only_when_something_came(owner: Any, answer: Any) -> None:
    client = signed_in(owner)
    answer(9)
    at = client.get("/pulse").json()["at"]
    assert client.get("/pulse", {"at": at}).status_code == 204
    answer(2, at=timezone.now())
    later = client.get("/pulse", {"at": at})
    assert later.status_code == 200
    assert later.json()["at"] > at


def test_detractors_to_call_are_those_who_said_yes(owner: Any, viewer: Any, answer: Any, person: Any) -> None:
    answer(3, permission=True, person=person, comment="late again")
    answer(2, permission=False, person=person, comment="leave me alone")
    answer(1, permission=True, comment="no way to reach me")
    answer(10, permission=True, person=person)
    said = page(owner)
    calls = said.split("Detractors to call")[1].split("</section>")[0]
    assert "late again" in calls
    assert "mailto:mari@example.org" in calls
    assert "leave me alone" not in calls
    assert "no way to reach me" not in calls
    assert "mari@example.org" not in page(viewer)  # whose role does not see people


@pytest.mark.parametrize("bad", LIVE)
def test_nothing_a_stranger_writes_comes_alive(
    owner: Any, answer: Any, person: Any, survey: Any, bad: str
) -> None:
    person.name = bad
    person.properties = {bad: bad}
    person.save()
    survey.name = bad[:120]
    survey.save()
    found = answer(1, comment=bad, person=person, permission=True, properties={"region": bad, bad: bad})
    client = signed_in(owner)
    for path in (
        "/",
        f"/responses/{found.pk}",
        "/responses",
        f"/people/{person.pk}",
        "/people",
        "/surveys",
        "/filters",
    ):
        said = client.get(path, {"words": bad} if path == "/people" else {}).content.decode()
        assert "<script>alert" not in said
        assert "<script>1" not in said
        assert "<img src=x" not in said
        assert "<svg/onload" not in said
        assert 'href="javascript:' not in said
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


class TestChartFiles:
    @pytest.mark.parametrize("name", ["score", "groups", "distribution", "trend", "segments", "funnel"])
    def test_each_chart_is_also_a_picture_a_drawing_and_numbers(
        self, owner: Any, month: None, name: str
    ) -> None:
        client = signed_in(owner)
        assert client.get(f"/chart/{name}.png").content.startswith(b"\x89PNG")
        drawn = client.get(f"/chart/{name}.svg").content.decode()
        assert "<title" in drawn
        assert "var(--" not in drawn  # any viewer can show it
        assert len(client.get(f"/chart/{name}.csv").content.decode("utf-8-sig").splitlines()) > 1

    def test_the_numbers_are_those_of_the_slice(self, owner: Any, month: None) -> None:
        said = signed_in(owner).get("/chart/groups.csv", {"region": "East", "period": "30"}).content.decode()
        assert "Detractors,10," in said

    def test_there_is_no_other_chart(self, owner: Any) -> None:
        assert signed_in(owner).get("/chart/nothing.png").status_code == 404
        assert signed_in(owner).get("/chart/trend.gif").status_code == 404


def test_a_dear_funnel_is_shown_as_it_was_and_asked_for_again(owner: Any, month: None, answer: Any) -> None:
    from likely.web import overview as module

    module.FUNNELS.clear()
    slow = module.Thrift[module.Funnel](times=2, longest=9, clock=iter(range(0, 10_000, 5)).__next__)
    module.FUNNELS, kept = slow, module.FUNNELS
    try:
        # A midnight between the looks would make them two questions.
        with time_machine.travel(timezone.now(), tick=False):
            assert 'hx-get="/funnel' not in page(owner)
            answer(9)
            said = page(owner)
            assert 'hx-get="/funnel' in said
            assert "40 answers by open links" not in said
            assert "51 answers by open links" in signed_in(owner).get("/funnel").content.decode()
    finally:
        module.FUNNELS = kept


def counted(user: Any, query: str) -> dict[str, str]:
    """What the panel of filters says beside each value; "" where it tells no number."""
    said = signed_in(user).get(f"/filters{query}").content.decode()
    found = re.findall(
        r'name="(?:region|group)" value="(\w+)".*?<span>[^<]*(?:<span[^>]*>([^<]*)</span>)?', said
    )
    return {value: n or "" for value, n in found}


def test_the_filters_tell_no_few_answers(owner: Any, month: None, answer: Any) -> None:
    """Not how many are of Atoll, nor which groups those few are of; East stays hidden with it."""
    for score in (0, 0, 9):
        answer(score, properties={"region": "Atoll"})
    every = counted(owner, "?period=all")
    assert every["North"] == "40"
    assert (every["East"], every["Atoll"]) == ("", "")
    assert every["promoter"]
    few = counted(owner, "?period=all&region=Atoll")
    assert (few["promoter"], few["detractor"]) == ("", "")

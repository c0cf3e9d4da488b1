"""A saved segment as a filter: on the board, the responses, their file and the reasons."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from likely.people.event import Event
from likely.people.person import Person
from likely.people.segment import Segment
from tests.web.conftest import signed_in


@pytest.fixture
def pro(workspace: Any) -> Any:
    return Segment.objects.create(workspace=workspace, name="Pro plan", rule="plan is pro")


@pytest.fixture
def answered(answer: Any, person: Any) -> None:
    """Ten of the pro plan, delighted; ten of the free one, not; and one whom nobody knows."""
    for place in range(10):
        answer(10, person=person, comment=f"pro {place}", properties={"plan": "pro"})
        answer(2, person=person, comment=f"free {place}", properties={"plan": "free"})
    answer(9, comment="nobody", properties={"plan": "pro"})


def said(user: Any, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, answer.content
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode()


def test_the_board_is_that_of_the_segment(owner: Any, answered: None, pro: Any) -> None:
    page = said(owner, f"/?in={pro.pk}")
    assert '<span class="score-value">+100</span>' in page
    assert "· n 10" in page
    assert "Segment: Pro plan" in page
    assert f'<option value="{pro.pk}" selected>' in page
    assert "free 1" not in page


def test_lists_and_files_are_those_of_the_segment(owner: Any, answered: None, pro: Any) -> None:
    for address in ("/responses", "/responses.csv"):
        page = said(owner, f"{address}?in={pro.pk}")
        assert "pro 3" in page
        assert "free 3" not in page
        assert "nobody" not in page
    assert f"/responses.csv?in={pro.pk}" in said(owner, f"/responses?in={pro.pk}")


def test_reasons_are_those_of_the_segment(owner: Any, answered: None, pro: Any) -> None:
    assert "20 comments so far" not in said(owner, f"/reasons?in={pro.pk}")
    everybody, members = said(owner, "/reasons"), said(owner, f"/reasons?in={pro.pk}")
    assert everybody != members
    assert "Segment: Pro plan" in members


def test_every_link_of_the_page_keeps_the_segment(owner: Any, answered: None, pro: Any) -> None:
    page = said(owner, f"/?in={pro.pk}&commented=yes")
    for address in ("/reasons?", "/responses?", "/chart/trend.csv?", "/filters?"):
        link = page.split(f'"{address}')[1].split('"')[0]
        assert f"in={pro.pk}" in link, address


def test_what_happened_to_people_chooses_their_answers(
    owner: Any, answered: None, answer: Any, workspace: Any
) -> None:
    buyer = Person.objects.create(workspace=workspace, external_id="buyer")
    now = timezone.now()
    for place in range(6):
        answer(7 + place % 2, person=buyer, comment=f"bought {place}", at=now - timedelta(days=1))
    answer(0, person=buyer, comment="before it", at=now - timedelta(days=9))
    Event.objects.create(
        workspace=workspace, person=buyer, name="order", source="api", at=now - timedelta(days=3)
    )
    bought = Segment.objects.create(
        workspace=workspace, name="Bought", rule='had "order" in the last 30 days'
    )
    assert f'<option value="{bought.pk}" selected>' in said(owner, f"/?in={bought.pk}")
    page = said(owner, f"/responses?in={bought.pk}")
    assert [text in page for text in ("bought 3", "pro 3", "before it")] == [True, False, False]


def test_a_small_segment_shows_no_score(owner: Any, answer: Any, person: Any, pro: Any) -> None:
    answer(10, properties={"plan": "free"}, person=person)
    for _ in range(3):
        answer(1, properties={"plan": "pro"}, person=person)
    page = said(owner, f"/?in={pro.pk}")
    assert "fewer than 5 answers" in page
    assert '<dd class="detractor">' not in page


def test_what_answers_do_not_tell_is_not_offered_and_refused(
    owner: Any, answered: None, workspace: Any, pro: Any
) -> None:
    named = Segment.objects.create(workspace=workspace, name="The Maries", rule="name is Mari")
    assert "The Maries" not in said(owner, "/")
    answer = signed_in(owner).get(f"/?in={named.pk}")
    assert answer.status_code == 422
    assert "does not tell" in answer.content.decode()


@pytest.mark.parametrize("wrong", ["Pro plan", str(UUID(int=7)), "%00"])
def test_a_segment_that_is_not_there_is_refused(owner: Any, answered: None, wrong: str) -> None:
    assert signed_in(owner).get(f"/?in={wrong}").status_code == 422


def test_a_strangers_segment_is_not_there(owner: Any, answered: None, foreign_workspace: Any) -> None:
    foreign = Segment.objects.create(workspace=foreign_workspace, name="Theirs", rule="plan is pro")
    assert signed_in(owner).get(f"/?in={foreign.pk}").status_code == 422
    assert "Theirs" not in said(owner, "/")

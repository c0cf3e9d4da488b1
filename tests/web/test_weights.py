"""The page about weights: raw beside weighted, who answers less than its share, and what is kept back."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.ask.invitation import Invitation
from likely.people.person import Person
from tests.web.conftest import signed_in

pytestmark = pytest.mark.once  # DuckDB reckons it on either database; tests/store reads the rows of both


@pytest.fixture
def lopsided(workspace: Any, answers: Any) -> None:
    """South is happy and answers; North is not and hardly does, though most live there. East: three."""
    regions = ["North"] * 80 + ["South"] * 20 + ["East"] * 3 + ["West"] * 6
    Person.objects.bulk_create(
        Person(workspace=workspace, external_id=str(place), properties={"region": region})
        for place, region in enumerate(regions)
    )
    scores = {"South": (10, 9, 10, 8) * 10, "North": (3, 5, 9, 8) * 6, "West": (9,) * 6, "East": (0,) * 3}
    answers(*((score, {"properties": {"region": one}}) for one, of in scores.items() for score in of))


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/weights{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def table(user: Any, name: str, query: str = "") -> dict[str, list[str]]:
    text = signed_in(user).get(reverse("weight-file", args=[name, "csv"]) + query).content.decode("utf-8-sig")
    return {row.split(",")[0]: row.split(",") for row in text.splitlines()}


def test_the_score_is_that_of_the_people_beside_the_raw_one(owner: Any, lopsided: None) -> None:
    said = page(owner, "?by=region")
    assert "Weighted to the people the score is" in said
    rows = table(owner, "weighted", "?by=region")
    assert "+37" in rows["As it came"][1]
    assert "−5" in rows["Weighted"][1]  # 0.8 · −25 + 0.2 · 75
    assert "design effect" in said
    assert "Deming" in said


def test_who_does_not_answer_is_named(owner: Any, lopsided: None) -> None:
    assert "Answers less than its share: North" in page(owner, "?by=region")
    assert table(owner, "missing", "?by=region")["North"][2].startswith("80")


def test_few_answers_are_left_out_and_told_by_no_share(owner: Any, lopsided: None) -> None:
    assert set(table(owner, "missing", "?by=region")) == {"Kind", "North", "South"}  # West hides East
    assert "Too few answered to stand for: East, West." in page(owner, "?by=region")


def test_margins_may_be_written(owner: Any, lopsided: None) -> None:
    rows = table(owner, "missing", "?by=region&margins=North%3D1%3B+South%3D1")
    assert rows["North"][2] == rows["South"][2] == "50.0\u00a0%"


def test_a_wrong_margin_is_refused_and_kept(owner: Any, lopsided: None) -> None:
    said = page(owner, "?by=region&margins=North+%3D+%3Cmany%3E")
    assert "is no kind with a number" in said
    assert 'value="North = &lt;many&gt;"' in said
    assert "Weighted to the people" not in said


@pytest.mark.parametrize("name", ["weighted", "missing"])
def test_every_picture_is_a_file(owner: Any, lopsided: None, name: str) -> None:
    address = reverse("weight-file", args=[name, "png"])
    assert signed_in(owner).get(address + "?by=region").content.startswith(b"\x89PNG")


def test_without_properties_the_page_teaches(owner: Any, answer: Any) -> None:
    answer(9)
    assert "Nothing to weight by" in page(owner)


def test_late_answers_stand_beside_early_ones(owner: Any, workspace: Any, survey: Any, answer: Any) -> None:
    """Forty answer within hours and are happy; forty after days and are not; twenty never do."""
    sent = timezone.now() - timedelta(days=20)
    for place in range(100):
        invitation = Invitation.objects.create(workspace=workspace, survey=survey, sent_at=sent)
        if place < 80:
            late = place >= 40
            wait = timedelta(days=6) if late else timedelta(hours=3)
            score = (3, 8, 9)[place % 3] if late else (10, 9, 8)[place % 3]
            answer(score, invitation=invitation, at=sent + wait)
    said = page(owner)
    assert "Who answers late scores lower" in said
    assert "80\u00a0% of the invitations were answered" in said
    rows = table(owner, "late")
    assert [sum(map(int, rows[name][1:4])) for name in ("Within 4 hours", "Later")] == [40, 40]
    assert "Who answers late" not in page(owner, "?channel=link")


def test_few_late_answers_say_nothing(owner: Any, workspace: Any, survey: Any, answer: Any) -> None:
    sent = timezone.now() - timedelta(days=20)
    for place in range(40):
        invitation = Invitation.objects.create(workspace=workspace, survey=survey, sent_at=sent)
        answer(9, invitation=invitation, at=sent + timedelta(days=place % 2 * 5, hours=1))
    assert "Who answers late" not in page(owner)
    assert signed_in(owner).get(reverse("weight-file", args=["late", "csv"])).status_code == 404

"""The page about time: what it finds, what it hides, its files, and what happened when."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from likely.act.annotation import Annotation
from likely.people.person import Person
from tests.web.conftest import signed_in

TODAY = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def course(answers: Any) -> date:
    """200 days of six answers each: content at first, and since day 120 not. The day it fell."""
    start = TODAY - timedelta(days=199)
    scores = [(10, 10, 9, 9, 8, 3)] * 120 + [(10, 8, 7, 3, 3, 2)] * 80
    answers(
        *(
            (score, {"at": start + timedelta(days=day, minutes=place), "properties": {"region": "North"}})
            for day, of_day in enumerate(scores)
            for place, score in enumerate(of_day)
        )
    )
    return (start + timedelta(days=120)).date()


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/trend{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_a_fall_is_found_in_every_way(owner: Any, course: date) -> None:
    said = page(owner)
    assert "The score fell from" in said  # the level
    assert "Against the same days a year before" not in said  # nothing is known of then
    assert 'id="alarm"' in said
    assert "An alarm is false about once in 365" in said
    assert "How soon a dip of four weeks is seen" in said
    for name in ("periods", "levels", "windows", "alarm"):
        assert f'id="method-{name}"' in said
        assert f"/trend/{name}.csv?" in said


@pytest.mark.once
@pytest.mark.parametrize("name", ["periods", "levels", "windows", "alarm"])
def test_every_picture_is_a_file(owner: Any, course: date, name: str) -> None:
    client = signed_in(owner)
    assert client.get(f"/trend/{name}.png").content.startswith(b"\x89PNG")
    assert b"<svg" in client.get(f"/trend/{name}.svg").content
    assert client.get(f"/trend/{name}.csv").content.startswith(b"\xef\xbb\xbf")
    assert client.get(f"/trend/{name}.exe").status_code == 404


def test_the_grain_is_the_one_asked_for(owner: Any, course: date) -> None:
    client = signed_in(owner)
    quarters = client.get("/trend/periods.csv?grain=quarter").content.decode()
    weeks = client.get("/trend/periods.csv?grain=week").content.decode()
    assert "-Q" in quarters
    assert 28 <= len(weeks.splitlines()) <= 31
    assert 'value="quarter" selected' in page(owner, "?grain=quarter")


def test_windows_in_the_table_share_no_day(owner: Any, course: date) -> None:
    rows = signed_in(owner).get("/trend/windows.csv?window=56").content.decode().splitlines()[1:]
    assert len(rows) == 3  # of 200 days
    assert all(row.count(",336,") == 1 for row in rows)  # 56 days of 6 answers


def test_where_nothing_changed_it_says_how_many_answers_would_tell(owner: Any, answer: Any) -> None:
    for day in range(60):
        for place, score in enumerate((10, 9, 8, 6) if day < 30 or day % 3 else (10, 10, 8, 6)):
            answer(score, at=TODAY - timedelta(days=60 - day, minutes=place))
    said = page(owner, "?grain=month")
    assert "No change of level can be told from noise." in said
    assert "No evidence of change" in said
    assert "would tell." in said or "any sensible number" in said


def test_what_happened_stands_in_the_picture_and_is_tested(owner: Any, course: date) -> None:
    client = signed_in(owner)
    sent = {"day": course.isoformat(), "kind": "price", "text": "Prices <b>up</b>"}
    assert client.post(reverse("annotate"), sent).status_code == 302
    said = page(owner)
    assert "Prices &lt;b&gt;up&lt;/b&gt;: Down" in said
    assert "from +50 to −33: real" in said  # 168 answers on either side
    assert "<b>up" not in said
    drawn = client.get("/trend/periods.svg").content.decode()
    assert "Prices &lt;b&gt;up" in drawn
    made = Annotation.objects.get()
    assert client.post(reverse("drop-annotation", args=[made.pk])).status_code == 302
    assert not Annotation.objects.exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"day": "yesterday"}, "this is no day"),
        ({"text": " "}, "Say what happened"),
        ({"kind": "war"}, "kind must be one of"),
        ({"text": "x" * 81}, "longest allowed"),
    ],
)
def test_a_wrong_annotation_is_refused_and_kept_for_mending(
    owner: Any, course: date, change: dict[str, str], words: str
) -> None:
    sent = {"day": "2026-01-31", "kind": "release", "text": "New checkout"} | change
    answer = signed_in(owner).post(reverse("annotate"), sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "2026-01-31" in answer.content.decode() or "day" in change
    assert not Annotation.objects.exists()


def test_who_moved_is_told_of_those_who_answered_twice(owner: Any, workspace: Any, answer: Any) -> None:
    people = Person.objects.bulk_create(
        [Person(workspace=workspace, external_id=f"C{place}") for place in range(30)]
    )
    for place, one in enumerate(people):
        answer(5, person=one, at=TODAY - timedelta(days=80, minutes=place))
        answer(9 if place < 20 else 4, person=one, at=TODAY - timedelta(days=5, minutes=place))
    said = page(owner, "?period=90")
    assert "More people rose than fell: 20 up, 0 down, real" in said
    assert "30 people answered in both halves of the period." in said
    rows = signed_in(owner).get("/trend/moved.csv?period=90").content.decode()
    assert "Detractors,Promoters,20,67" in rows


def test_a_small_part_shows_nothing(owner: Any, course: date, answer: Any) -> None:
    for _ in range(4):
        answer(0, properties={"region": "Atoll"})
    said = page(owner, "?region=Atoll")
    assert "fewer than 5 answers" in said
    assert "<svg" not in said.split('id="page"')[1]
    assert signed_in(owner).get("/trend/periods.csv?region=Atoll").status_code == 404


def test_a_small_period_is_not_shown(owner: Any, answer: Any) -> None:
    """Days of three answers: no score, and their numbers are in no table."""
    for day in range(40):
        for place in range(3 if day % 2 else 9):
            answer(9, at=TODAY - timedelta(days=day, minutes=place))
    rows = signed_in(owner).get("/trend/periods.csv?grain=day&period=90").content.decode()
    assert ",3," not in rows
    assert "no score" in rows


def test_an_empty_workspace_is_taught(owner: Any) -> None:
    assert "Nothing to follow in this view yet" in page(owner)


def test_the_target_has_a_probability(owner: Any, workspace: Any, course: date) -> None:
    workspace.target_score = 80
    workspace.save()
    said = page(owner)
    assert "The target of +80 is reached by the end of the quarter with less than 1" in said
    assert 'id="method-target"' in said


def test_a_viewer_reads_and_does_not_write(viewer: Any, course: date) -> None:
    assert 'id="note-text"' not in page(viewer)
    assert signed_in(viewer).post(reverse("annotate"), {}).status_code == 403

"""Pages of units, goals and questions, by those who may and those who may not."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from likely.act.goal import Goal, other_periods
from likely.act.goal_renewal import renew_goals
from likely.people.unit import Unit
from tests.web.conftest import signed_in


@pytest.fixture
def answers(answer: Any) -> None:
    for region, store in (("North", "Tallinn"), ("North", "Tartu"), ("South", "Riga")):
        for score in (10, 9, 8, 10, 3, 10, 9, 10, 10, 7, 10, 9):
            answer(score, properties={"region": region, "store": store})


def test_units_come_out_of_answers_and_every_page_can_show_one(owner: Any, answers: None) -> None:
    client = signed_in(owner)
    chosen = {"key_0": "region", "level_0": "region", "key_1": "store", "level_1": "store"}
    assert client.post(reverse("units-from-answers"), chosen).status_code == 302
    page = client.get(reverse("units")).content.decode()
    assert page.index("North") < page.index("Tallinn") < page.index("Tartu") < page.index("South")
    north = Unit.objects.get(name="North")
    assert Unit.objects.get(name="Tartu").parent == north
    shown = client.get(f"/?period=all&in={north.pk}").content.decode()
    assert "Unit: North" in shown
    assert "n 24" in shown.replace("\u00a0", " ")
    compared = client.get(f"/teams?period=all&below={north.pk}").content.decode()
    assert "Nothing shows that any of these" in compared
    assert "Tallinn" in compared
    client.post(reverse("units-from-answers"), chosen)
    assert Unit.objects.count() == 5


def test_a_file_with_a_fault_is_told_by_its_row(owner: Any, workspace: Any) -> None:
    file = SimpleUploadedFile("units.csv", b"unit,level\nEurope,region\nAsia,planet\n")
    answer = signed_in(owner).post(reverse("units-import"), {"file": file})
    assert answer.status_code == 422
    assert "Row 2: " in answer.content.decode()
    assert not Unit.objects.exists()


def test_a_goal_is_set_changed_and_shown_with_its_chance(owner: Any, viewer: Any, answers: None) -> None:
    client = signed_in(owner)
    sent = {"unit": "", "measure": "score", "target": "40", "period": "year", "day": "2026-11-26"}
    sent["day"] = timezone.now().date().isoformat()
    assert client.post(reverse("new-goal"), sent).status_code == 302
    assert client.post(reverse("new-goal"), sent).status_code == 422
    kept = Goal.objects.get()
    assert client.post(reverse("change-goal", args=[kept.pk]), {"target": "30"}).status_code == 302
    page = signed_in(viewer).get(reverse("goals")).content.decode()
    assert "+30" in page
    assert "n 36" in page.replace("\u00a0", " ")
    assert "1 of 1 goal is on its target" in page
    shown = signed_in(viewer).get(reverse("goal", args=[kept.pk])).content.decode()
    assert "+30" in shown
    assert reverse("change-goal", args=[kept.pk]) not in shown


def test_a_goal_says_that_it_goes_on_and_how_it_went(owner: Any, answers: None) -> None:
    client = signed_in(owner)
    sent = {"unit": "", "measure": "score", "target": "40", "period": "month", "day": "2026-06-14"}
    client.post(reverse("new-goal"), sent | {"repeats": "on"})
    first = Goal.objects.get()
    renew_goals(timezone.now())
    running = other_periods(first)[0]
    page = client.get(reverse("goals")).content.decode()
    assert "each month" in page
    shown = client.get(reverse("goal", args=[running.pk])).content.decode()
    assert "Its other periods" in shown
    assert reverse("goal", args=[first.pk]) in shown
    assert "ended, too few to tell" in shown
    client.post(reverse("change-goal", args=[running.pk]), {"target": "45"})
    running.refresh_from_db()
    assert (running.target, running.repeats) == (45, False)
    assert "Begins anew" not in client.get(reverse("goal", args=[first.pk])).content.decode()


def test_the_page_of_a_goal_that_ended_changes_no_target(owner: Any, answers: None) -> None:
    client = signed_in(owner)
    sent = {"unit": "", "measure": "score", "target": "40", "period": "month", "day": "2026-06-14"}
    client.post(reverse("new-goal"), sent | {"repeats": "on"})
    kept = Goal.objects.get()
    page = client.get(reverse("goal", args=[kept.pk])).content.decode()
    assert "its target and how it ended stay as they are" in page
    assert 'name="target"' not in page
    for _ in range(2):  # from a page that was opened while the period ran
        refused = client.post(reverse("change-goal", args=[kept.pk]), {"target": "10", "repeats": "on"})
        assert refused.status_code == 422
        assert refused.content.decode().count("Its target stays as it was") == 1
        kept.refresh_from_db()
        assert kept.target == 40
        Goal.objects.update(repeats=False)
    Goal.objects.update(repeats=True)
    assert client.post(reverse("change-goal", args=[kept.pk]), {}).status_code == 302
    kept.refresh_from_db()
    assert (kept.target, kept.repeats) == (40, False)

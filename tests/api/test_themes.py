"""Themes by API: the figures of the page, quotes masked, and nothing before comments were read."""

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.store.tag_comments import read_again_due, tag_new_due
from likely.store.theme_set import Origin, keep_themes
from likely.text.taxonomy import Theme, taxonomy
from tests.api.conftest import Program, problem, told
from tests.api.test_analyses import answered


@pytest.fixture(autouse=True)
def lake(settings: Any, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")


@pytest.fixture
def talk(survey: Any) -> None:
    for place in range(24):
        answered(survey, 10, comment=f"Friendly staff, visit {place}", properties={"region": "North"}).save()
        answered(survey, 1, comment=f"Late delivery, ask mari{place}@example.org").save()
        answered(survey, 8, comment=f"An ordinary morning {place}", properties={"region": "North"}).save()
    themes = [
        Theme("delivery", {"en": "Delivery", "zh": "送货"}, ("delivery",)),
        Theme("staff", {"en": "Staff"}, ("staff",)),
    ]
    keep_themes(survey.workspace, taxonomy(themes), Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)


def test_themes_come_with_effects_reasons_and_masked_quotes(program: Program, talk: None) -> None:
    found = told(program.post("/themes", {"language": "zh"}))
    assert (found["ready"], found["n"], found["waiting"]) == (True, 72, 0)
    first = next(one for one in found["themes"] if one["id"] == "delivery")
    assert (first["name"], first["n"]) == ("送货", 24)
    assert first["effect"][1] < first["effect"][0] < first["effect"][2] < 0
    assert first["blame"]["n"] == 24
    assert [one["theme"] for one in found["not_recommend"]] == ["delivery"]
    assert "[email]" in found["not_recommend"][0]["quotes"][0]
    assert found["unexplained"][0] == pytest.approx(100 / 3)


def test_a_filter_narrows_and_hides(program: Program, talk: None) -> None:
    found = told(program.post("/themes", {"where": {"region": ["North"]}}))
    assert [one["id"] for one in found["themes"]] == ["staff"]
    assert told(program.post("/themes", {"words": "visit 3"}))["hidden"]
    problem(program.post("/themes", {"where": {"nothing": ["x"]}}), 422, "unknown_column", "nothing")


def test_before_anything_was_read_it_says_so(program: Program, survey: Any) -> None:
    found = told(program.post("/themes", {}))
    assert not found["ready"]
    assert found["themes"] == []


def test_themes_are_drivers_where_they_are_asked_for(program: Program, survey: Any, talk: None) -> None:
    for place in range(150):
        answered(
            survey, 9 - place % 2, comment=f"One more day {place}", answers={"service": 1 + place % 5}
        ).save()
    tag_new_due(timezone.now(), seconds=600)
    found = told(program.post("/drivers", {"themes": True, "language": "zh"}))
    assert "theme: 送货" in {one["name"] for one in found["drivers"]}
    assert all(one["standing"] is None for one in found["drivers"] if one["name"].startswith("theme"))
    plain = told(program.post("/drivers", {}))["drivers"]
    assert not any(one["name"].startswith("theme") for one in plain)

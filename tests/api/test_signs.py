"""Questions about a team for machines: those of the page, in pages."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from likely.collect.response import Response
from tests.api.conftest import Program, problem, told


@pytest.fixture
def two_tills(survey: Any) -> None:
    """Four answer from a device each; of Finn's and Gerd's many come from the same one."""
    chance, now = Random(5), timezone.now()
    rows = []
    for name in ("Ann", "Ben", "Cleo", "Dora", "Finn", "Gerd"):
        for place in range(36):
            at = now - timedelta(days=2 + place // 3, minutes=chance.randrange(600))
            own = "till" if name in ("Finn", "Gerd") else place
            rows.append(
                Response(
                    workspace=survey.workspace, survey=survey, version_id=survey.live_id,
                    key=f"{name}{place}",
                    score=chance.choice((9, 8, 7)), comment="ok", channel="link", language="en", at=at,
                    changed_at=at, properties={"agent": name}, evidence={"place": f"{name} {own}"},
                )
            )  # fmt: skip
    Response.objects.bulk_create(rows)


def test_questions_come_in_pages(program: Program, two_tills: None) -> None:
    whole = told(program.get("/signs?by=agent"))
    assert {(one["sign"], one["member"]) for one in whole["items"]} == {
        ("device", "Finn"),
        ("device", "Gerd"),
    }
    assert (whole["looked"], whole["next"], whole["by"], whole["is_cut"]) == (6, None, "agent", False)
    assert "invited" in whole["unknown"]
    assert all(one["p"] <= 0.05 and one["usual"] < 50 for one in whole["items"])
    first = told(program.get("/signs?by=agent&limit=1"))
    rest = told(program.get(f"/signs?by=agent&limit=1&cursor={first['next']}"))
    assert first["items"] + rest["items"] == whole["items"]
    assert rest["next"] is None
    assert (
        told(program.get("/signs")) == whole
    )  # who answered for whom is the only property that names members


def test_what_is_asked_amiss_is_refused(program: Program, two_tills: None) -> None:
    problem(program.get("/signs?by=colour"), 422, "property_unknown", "by")
    problem(program.get("/signs?by=agent&cursor=abc"), 422, "wrong_cursor", "cursor")
    problem(program.get("/signs?since=2026-05-02&until=2026-05-01"), 422, "no_period", "since")
    problem(program.get("/signs?since=2020-01-01"), 422, "no_period", "since")
    problem(program.get("/signs?who=Finn"), 422, "field_unknown", "who")


def test_of_another_period_nothing_is_told(program: Program, two_tills: None) -> None:
    found = told(program.get("/signs?by=agent&since=2020-01-01&until=2020-03-01"))
    assert (found["items"], found["looked"]) == ([], 0)

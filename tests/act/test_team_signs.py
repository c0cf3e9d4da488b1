"""Questions about answers of a team: found where they were planted, and not elsewhere."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from likely.act.team_signs import signs_of
from likely.ask.invitation import Invitation
from likely.collect.response import Response
from likely.people.event import Event
from tests.web.conftest import MARKER, person, survey

FIRST, LAST = date(2026, 6, 1), date(2026, 6, 30)


def told(survey: Any, name: str, at: datetime, score: int, comment: str, place: str) -> Response:
    return Response(
        workspace=survey.workspace, survey=survey, version_id=survey.live_id, key=f"{name}{at}",
        score=score, comment=comment, channel="link", language="en", at=at, changed_at=at,
        properties={"agent": name}, evidence={"place": place},
    )  # fmt: skip


def honest(survey: Any, name: str, chance: Random, n: int = 60) -> list[Response]:
    rows = []
    for place in range(n):
        at = datetime(2026, 6, 1, tzinfo=UTC) + timedelta(hours=place * 11, minutes=chance.randrange(600))
        comment = "fine" if chance.random() < 0.5 else ""
        rows.append(told(survey, name, at, chance.choice((10, 9, 8, 6, 10)), comment, f"{name}{place}"))
    return rows


def test_what_is_planted_is_asked_about_and_nothing_else(survey: Any, workspace: Any, person: Any) -> None:
    chance = Random(3)
    rows = [one for name in ("Ann", "Ben", "Cleo", "Dora", "Emil") for one in honest(survey, name, chance)]
    for place in range(12):  # Finn fills in a dozen tens himself, and the rest is as of others
        at = datetime(2026, 6, 29, 18, tzinfo=UTC) + timedelta(seconds=40 * place)
        rows.append(told(survey, "Finn", at, 10, "", "own"))
    rows += honest(survey, "Finn", chance, 40)
    for one in rows:
        if one.properties["agent"] == "Ben" and one.score >= 9:
            one.comment = ""  # Ben leads them through it
    Response.objects.bulk_create(rows)
    day = datetime(2026, 6, 10, tzinfo=UTC)
    for name in ("Ann", "Ben", "Cleo", "Dora"):
        for n in range(60):
            facts = {"workspace": workspace, "person": person, "properties": {"agent": name}}
            Event.objects.create(name="call", source="api", at=day, **facts)
            if n < (12 if name == "Cleo" else 45):  # Cleo chooses whom to ask
                Invitation.objects.create(survey=survey, **facts)
    Invitation.objects.update(created_at=day)
    found = signs_of(workspace, "agent", FIRST, LAST)
    assert {(one.sign, one.name) for one in found.signs} == {
        ("bursts", "Finn"), ("silent", "Ben"), ("invited", "Cleo"),
    }  # fmt: skip
    assert found.looked == 6
    assert not found.unknown
    assert all(one.p <= 0.05 for one in found.signs)


def test_one_device_again_and_again(survey: Any, workspace: Any) -> None:
    chance = Random(4)
    rows = [one for name in ("Ann", "Ben", "Cleo") for one in honest(survey, name, chance)]
    for place in range(24):
        at = datetime(2026, 6, 3 + place // 3, 9 + place % 3 * 2, tzinfo=UTC)
        rows.append(told(survey, "Finn", at, chance.choice((9, 8, 7)), "ok", "the till"))
    Response.objects.bulk_create(rows)
    [sign] = signs_of(workspace, "agent", FIRST, LAST).signs
    assert (sign.sign, sign.name, sign.seen, sign.of, sign.usual) == ("device", "Finn", 8, 8, 0)


def test_few_answers_are_not_looked_at(survey: Any, workspace: Any) -> None:
    Response.objects.bulk_create(honest(survey, "Ann", Random(1), 19))
    found = signs_of(workspace, "agent", FIRST, LAST)
    assert (found.looked, list(found.signs)) == (0, [])
    assert set(found.unknown) >= {"invited"}

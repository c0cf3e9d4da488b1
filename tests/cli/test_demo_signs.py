"""The demo's questions about its team are those that were planted, on whatever day it is begun."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest

from likely.act.team_signs import signs_of
from likely.cli.demo_signs import plant_signs
from likely.cli.demo_story import answers, customers
from likely.collect.response import Response
from tests.web.conftest import survey  # noqa: F401 - a fixture


@pytest.mark.parametrize("day", [0, 3, 5])
def test_nothing_is_asked_about_but_what_was_planted(survey: Any, day: int) -> None:  # noqa: F811
    now = datetime(2026, 11, 23, 12, tzinfo=UTC) + timedelta(days=day)
    rows = [
        Response(
            workspace=survey.workspace, survey=survey, version_id=survey.live_id, key=str(number),
            score=one.score, comment=one.comment, channel=one.channel, language="en", at=one.at,
            changed_at=one.at, properties=one.facts,
        )
        for number, one in enumerate(answers(7, customers(7, 1500), now))
        if one.facts
    ]  # fmt: skip
    plant_signs(rows, now, Random("signs 7"))
    Response.objects.bulk_create(rows, batch_size=1000)
    found = {
        days: {
            (one.sign, one.name)
            for one in signs_of(
                survey.workspace, "served_by", now.date() - timedelta(days=days - 1), now.date()
            ).signs
        }
        for days in (90, 365)
    }
    assert found[90] == {("device", "Cleo"), ("silent", "Dora")}
    assert found[365] == found[90]
    for key in ("store", "topic"):
        assert not signs_of(survey.workspace, key, now.date() - timedelta(days=89), now.date()).signs

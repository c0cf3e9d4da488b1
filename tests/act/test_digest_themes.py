"""Themes in digests: what is new is held against all before, what is followed is told however small it is."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.act.digest import keep_digest
from likely.act.digest_content import make_content
from likely.act.digest_words import said_of
from likely.collect.response import Response
from likely.store.tag_comments import read_again_due
from likely.store.theme_set import Origin, keep_themes
from likely.text.taxonomy import Theme, taxonomy
from tests.act.test_digest import MONDAY, SUNDAY, WEEK, WEEKLY
from tests.web.conftest import answer, member, owner, person, response, survey, viewer

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery",), followed=True),
        Theme("staff", {"en": "Staff"}, ("staff",), followed=True),
        Theme("price", {"en": "Price"}, ("price",), followed=True),
        Theme("app", {"en": "App"}, ("app",)),
    ]
)


@pytest.fixture
def said(survey: Any, owner: Any, settings: Any, tmp_path: Path) -> Any:
    """The digest of a workspace that talks: delivery fell, staff stayed, price is rare, the app is new."""
    settings.LAKE_URL = str(tmp_path / "lake")
    talk: list[tuple[int, int, str]] = []  # days ago, score, comment
    for n in range(40):
        talk += [(35 + n % 10, 9, f"Fast delivery {n}"), (35 + n % 10, 10, f"Kind staff {n}")]
        talk += [(n % 20, 2, f"Late delivery {n}"), (n % 20, 10, f"Kind staff, again {n}")]
        talk += [(n % 20, 3, f"The app is broken {n}")] if n < 20 else []
    talk += [(1, 5, "High price")]
    rows = [
        Response(
            workspace=survey.workspace, survey=survey, version_id=survey.live_id, key=f"said{place}",
            score=score, comment=comment, channel="link", language="en",
            at=SUNDAY - timedelta(days=days), changed_at=SUNDAY - timedelta(days=days),
        )
        for place, (days, score, comment) in enumerate(talk)
    ]  # fmt: skip
    Response.objects.bulk_create(rows)
    keep_themes(survey.workspace, THEMES, Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)
    return said_of(make_content(keep_digest(survey.workspace, owner, WEEKLY, SUNDAY), WEEK, MONDAY))


def lines(said: Any, title: str) -> list[str]:
    return [line.text for part in said.parts if part.title == title for line in part.lines]


def test_followed_themes_are_told_with_score_n_and_what_really_moved(said: Any) -> None:
    delivery, staff, price = lines(said, "Themes that you follow")
    assert delivery.startswith("Delivery: −100 (")
    assert "n 40" in delivery
    assert "really down 200 in four weeks (p < 0.001)" in delivery
    assert staff.startswith("Staff: +100 (")
    assert staff.endswith("no change that can be told from noise")
    assert price == "Price: fewer than 5 comments in four weeks."


def test_a_new_theme_is_told_as_a_change(said: Any) -> None:
    assert "New theme: App." in lines(said, "What changed")

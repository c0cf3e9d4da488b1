"""The public badge: off until an owner opts in, a week behind, and never of a few."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.utils import timezone, translation

from likely.act.badge import Badge, BadgeFacts, badge_figure, badge_of, change_badge
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.lib.badge import badge as drawn
from likely.lib.refusal import Refusal
from likely.stats.score import score_of_counts
from tests.web.conftest import answer, owner, person, signed_in, survey

WEDNESDAY = datetime(2026, 6, 17, 12, tzinfo=UTC)
SUNDAY = datetime(2026, 6, 14, 21, tzinfo=UTC)  # the end of the last full week


def answered(answer: Any, *scores: int, at: datetime = SUNDAY) -> None:
    for score in scores:
        answer(score, at=at, changed_at=at)


@pytest.mark.parametrize("language", ["en", "et", "zh-hans"])
def test_what_stands_for_a_score_fits(language: str) -> None:
    with translation.override(language):
        shown = drawn("Nordic Hardware", None, "", gettext=translation.gettext)
        assert f">{translation.gettext('too few answers yet')}</text>" in shown


def test_it_counts_up_to_the_last_full_week_and_from_its_first_day(
    workspace: Any, survey: Any, answer: Any
) -> None:
    badge = change_badge(workspace, BadgeFacts(is_on=True, days=30), "user:a")
    answered(answer, 9, 10, 8, 3, 9, 9)
    answered(answer, 0, at=SUNDAY + timedelta(hours=4))  # this week's
    answered(answer, 0, at=SUNDAY - timedelta(days=30))  # the day before the first
    answered(answer, 10, at=SUNDAY - timedelta(days=29))
    figure = badge_figure(badge, WEDNESDAY)
    assert figure.score
    assert (figure.score.n, figure.score.promoters, figure.score.detractors) == (7, 5, 1)
    assert (figure.since.isoformat(), figure.until.isoformat()) == ("2026-05-16", "2026-06-14")
    assert badge_figure(badge, WEDNESDAY + timedelta(days=5)).score != figure.score


def test_of_fewer_than_the_smallest_group_no_score_is_told(workspace: Any, survey: Any, answer: Any) -> None:
    badge = change_badge(workspace, BadgeFacts(is_on=True), "user:a")
    answered(answer, *[9] * (workspace.smallest_group - 1))
    assert badge_figure(badge, WEDNESDAY).score is None


def test_one_survey_or_all_of_the_relationship_and_no_touchpoint(
    workspace: Any, survey: Any, answer: Any
) -> None:
    after = Survey.start(
        workspace, "After", make_definition("tnps", "Nordic", ("en",), touchpoint="a call"), "system"
    )
    other = Survey.start(workspace, "Other", make_definition("rnps", "Nordic", ("en",)), "system")
    answered(answer, *[9] * 5)
    for one, score in ((after, 0), (other, 5)):
        for _ in range(5):
            answer(score, survey=one, version=one.live, at=SUNDAY, changed_at=SUNDAY)
    told = [
        badge_figure(change_badge(workspace, BadgeFacts(True, named), "user:a"), WEDNESDAY).score
        for named in ("", survey.slug, other.slug)
    ]
    assert [one and (one.n, one.value) for one in told] == [(10, 0.0), (5, 100.0), (5, -100.0)]
    for wrong in (after.slug, "nothing"):
        with pytest.raises(Refusal):
            change_badge(workspace, BadgeFacts(True, wrong), "user:a")
    with pytest.raises(Refusal):
        change_badge(workspace, BadgeFacts(True, days=3), "user:a")


def test_nobody_sees_it_before_an_owner_opts_in_or_after_they_opt_out(
    workspace: Any, survey: Any, owner: Any
) -> None:
    client = signed_in(owner)
    assert "the badge is off" in client.get("/settings/badge").content.decode()
    assert not Badge.objects.exists()
    said = {"survey": "", "days": "91", "note": "Best of Tartu 2026"}
    assert client.post("/settings/badge", {**said, "is_on": "on"}).status_code == 302
    slug = Badge.objects.get().slug
    assert f"/badge/{slug}.svg" in client.get("/settings/badge").content.decode()
    page = Client().get(f"/badge/{slug}")
    assert (page.status_code, page["Cache-Control"]) == (200, "public, max-age=3600")
    assert "Best of Tartu 2026" in page.content.decode()
    assert "Fewer than 5 answers" in page.content.decode()
    assert client.post("/settings/badge", said).status_code == 302
    assert Badge.objects.get().slug == slug
    assert [Client().get(f"/badge/{slug}{end}").status_code for end in ("", ".svg")] == [404, 404]


def test_the_picture_is_for_every_site_and_every_cache(workspace: Any, survey: Any, answer: Any) -> None:
    badge = change_badge(workspace, BadgeFacts(is_on=True), "user:a")
    answered(answer, *[9] * 6, at=timezone.now() - timedelta(days=9))
    told = Client().get(f"/badge/{badge.slug}.svg?lang=et&theme=dark", headers={"Accept-Language": "zh"})
    assert told["Content-Type"].startswith("image/svg+xml")
    assert told["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert told["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in told
    text = "".join(ET.fromstring(told.content).itertext())
    assert "+100" in text
    assert "n 6" in text
    assert "var(" not in told.content.decode()


@pytest.mark.parametrize(
    "name", ["A", "Suur ja väga pika nimega ettevõte Aktsiaselts", "极长名称" * 12, "<&>"]
)
@pytest.mark.parametrize("counts", [(0, 0, 9), (9_000_000, 1, 0), (3, 3, 3)])
def test_nothing_stands_outside_the_badge(name: str, counts: tuple[int, int, int]) -> None:
    from likely.lib.drawing import text_width

    root = ET.fromstring(drawn(name, score_of_counts(*counts), "14 June 2025 – 14 June 2026"))
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        size = float(text.get("font-size", 13))
        shown = "".join(part for part in [text.text or "", *(child.tail or "" for child in text)])
        assert float(text.get("x", 0)) + text_width(shown, size) <= 320, shown


def test_a_workspace_without_latin_letters_has_an_address_too(workspace: Any) -> None:
    workspace.name = "北欧五金"
    workspace.save()
    slug = badge_of(workspace).slug
    assert slug.isascii()
    assert len(slug) == 4

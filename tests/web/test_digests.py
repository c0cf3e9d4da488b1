"""What I am told: chosen on a page, looked at as it would come, sent at once, ended by a link."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from likely.act.digest import DigestFacts, digest_of, keep_digest, leave_link
from likely.act.posted_mail import PostedMail
from tests.web.conftest import signed_in

CHOSEN = {
    "every": "day",
    "weekday": "3",
    "clock": "07:15",
    "time_zone": "Asia/Shanghai",
    "channel": "mail",
    "on_alarm": "on",
    "quiet_start": "22:00",
    "quiet_end": "07:00",
}


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Any, settings: Any) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")


def test_a_member_chooses_and_finds_it_again(owner: Any, workspace: Any, survey: Any) -> None:
    client = signed_in(owner)
    assert client.post("/digest", CHOSEN).status_code == 302
    row = digest_of(workspace, owner)
    assert row is not None
    assert (row.every, row.clock, row.time_zone, row.on_alarm) == ("day", "07:15", "Asia/Shanghai", True)
    assert row.next_at is not None
    assert (row.next_at.hour, row.next_at.minute) == (23, 15)
    page = client.get("/digest").content.decode()
    assert 'value="07:15"' in page
    assert "07:15 (Asia/Shanghai)" in page


@pytest.mark.parametrize(
    ("name", "value"), [("clock", "25:00"), ("time_zone", "Nowhere/At all"), ("channel", "pigeon")]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_changes(
    owner: Any, workspace: Any, survey: Any, name: str, value: str
) -> None:
    answer = signed_in(owner).post("/digest", {**CHOSEN, name: value})
    assert answer.status_code == 422
    assert answer.context["form"].errors[name]
    assert digest_of(workspace, owner) is None


def test_the_look_shows_the_mail_with_its_picture(owner: Any, answer: Any) -> None:
    for score in (10, 10, 9, 3, 10, 8):
        answer(score, at=timezone.now() - timedelta(days=2))
    shown = signed_in(owner).get("/digest/mail.html?theme=dark")
    html = shown.content.decode()
    assert "n\u00a06" in html
    assert "data:image/png;base64," in html
    assert "cid:" not in html
    assert "unsafe-inline" in shown["Content-Security-Policy"]
    assert "script" not in html
    assert not PostedMail.objects.exists()


def test_one_is_sent_now_and_not_twice_in_a_moment(owner: Any, survey: Any) -> None:
    client = signed_in(owner)
    with time_machine.travel(timezone.now(), tick=False):
        for _ in range(2):
            assert client.post("/digest/now").status_code == 302
    assert PostedMail.objects.filter(user=owner).count() == 1
    assert client.get("/digest/now").status_code == 405


def test_the_link_ends_it_by_a_press_and_not_by_a_look(owner: Any, workspace: Any) -> None:
    row = keep_digest(workspace, owner, DigestFacts(every="week", on_alarm=True), timezone.now())
    path = leave_link(row).partition("8000")[2]
    stranger = Client()
    seen = stranger.get(path)
    assert seen.status_code == 200
    row.refresh_from_db()
    assert row.every == "week", "a scanner that looks ends nothing"
    assert owner.email not in seen.content.decode()
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    row.refresh_from_db()
    assert row.is_silent
    assert stranger.post("/d/nothing").status_code == 404


def test_a_viewer_is_offered_no_alert_about_people(viewer: Any, survey: Any) -> None:
    assert 'name="on_value"' not in signed_in(viewer).get("/digest").content.decode()


def test_the_colours_of_the_look_are_not_those_of_the_page(owner: Any, survey: Any) -> None:
    page = signed_in(owner).get("/digest?theme=dark").content.decode()
    assert "/digest/mail.html?theme=dark" in page
    assert "data-theme=" not in page  # the page keeps to the system's
    assert 'value="system"' in page  # and offers it still

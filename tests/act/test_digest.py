"""Digests and alerts: once for each member and period, only what is real, in quiet hours nothing."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from random import Random
from typing import Any

import pytest

from likely.act import digest_due, posting
from likely.act.alert import tell_alarms, tell_values
from likely.act.digest import (
    Digest,
    DigestFacts,
    digest_named,
    digest_of,
    keep_digest,
    leave_link,
    stop_digest,
)
from likely.act.digest_content import make_content
from likely.act.digest_due import send_digests, send_now
from likely.act.digest_letter import make_letter
from likely.act.digest_time import Period
from likely.act.erasure import erase_person
from likely.act.posted_mail import PostedMail
from likely.act.posting import post_due
from likely.channels.mail import message_of
from likely.channels.mime_bytes import mime_bytes
from likely.channels.setup import keep_setup
from likely.channels.unit_room import keep_room
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.people.account import Account
from likely.people.consent import give
from likely.people.segment import Segment, make_segment
from likely.people.unit import UnitFacts, make_unit
from tests.ask.queued import Noting
from tests.web.conftest import (
    MARKER,
    agent,
    answer,
    make_response,
    member,
    owner,
    person,
    response,
    survey,
    viewer,
)

SUNDAY = datetime(2026, 6, 14, 12, tzinfo=UTC)
MONDAY = datetime(2026, 6, 15, 8, tzinfo=UTC)
WEEK = Period("week", date(2026, 6, 8), date(2026, 6, 14))
WEEKLY = DigestFacts(every="week")
CITIES = ("Tartu", "Narva")
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7/#team"


@pytest.fixture(autouse=True)
def own_lake(tmp_path: Any, settings: Any) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")


def answers(survey: Any, day: datetime, scores: dict[int, int]) -> None:
    """{score: how many} of one day, by people whom nobody knows."""
    rows = [
        Response(
            workspace=survey.workspace, survey=survey, version_id=survey.live_id, key=f"{day}{score}{n}",
            score=score, channel="link", language="en", at=day, changed_at=day,
        )
        for score, count in scores.items()
        for n in range(count)
    ]  # fmt: skip
    Response.objects.bulk_create(rows)


def two_weeks(survey: Any, before: dict[int, int], now: dict[int, int]) -> None:
    answers(survey, SUNDAY - timedelta(days=7), before)
    answers(survey, SUNDAY, now)


def test_a_weekly_digest_goes_out_once_a_week(survey: Any, owner: Any, channel: Noting) -> None:
    two_weeks(survey, {10: 60, 3: 20}, {10: 30, 3: 50})
    row = keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    assert row.next_at == MONDAY
    assert send_digests(MONDAY - timedelta(minutes=1)) == 0
    assert (send_digests(MONDAY), send_digests(MONDAY)) == (1, 0)
    assert (post_due(5, lambda: MONDAY), post_due(5, lambda: MONDAY)) == (1, 0)
    [letter] = channel.letters
    assert letter.address == owner.email
    assert letter.subject == "Nordic Hardware: −25 this week"
    assert "really down 75 from +50 (p < 0.001)" in letter.text
    assert "−25 (−45 to −3) · n\u00a080" in letter.text
    assert "/trend?since=2026-06-08&until=2026-06-14" in letter.text
    assert letter.headers["List-Unsubscribe"] == f"<{leave_link(row)}>"
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    row.refresh_from_db()
    assert row.next_at == MONDAY + timedelta(days=7)
    kept = PostedMail.objects.get()
    assert (kept.html, kept.text, kept.pictures) == ("", "", {}), "what was said is not kept"


def test_the_picture_lies_in_the_mail(survey: Any, owner: Any, channel: Noting) -> None:
    two_weeks(survey, {10: 20}, {10: 20})
    keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    send_digests(MONDAY)
    post_due(5, lambda: MONDAY)
    [letter] = channel.letters
    read = message_from_bytes(mime_bytes(message_of(letter), letter.message_id))
    assert read.get_content_type() == "multipart/related"
    parts = {part.get_content_type(): part for part in read.walk()}
    html = parts["text/html"].get_payload(decode=True).decode()
    assert f'src="cid:{parts["image/png"]["Content-ID"].strip("<>")}"' in html
    assert parts["image/png"].get_payload(decode=True).startswith(b"\x89PNG")
    assert "http://" not in html.replace("http://127.0.0.1:8000/", ""), "nothing is loaded from elsewhere"


def test_the_marks_of_the_chart_are_said_in_words_only_where_it_has_any(survey: Any, owner: Any) -> None:
    two_weeks(survey, {10: 60, 3: 20}, {10: 60, 3: 20})
    row = keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    words = "▲ a rise and ▼ a fall that can be told from noise."
    assert words not in make_letter(row, WEEK, MONDAY).html
    answers(survey, SUNDAY, {0: 200})
    assert words in make_letter(row, WEEK, MONDAY).html


def test_noise_is_called_noise(survey: Any, owner: Any) -> None:
    two_weeks(survey, {10: 30, 3: 20}, {10: 28, 3: 21})
    row = keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    send_now(row, MONDAY)
    text = PostedMail.objects.get().text
    assert "no change that can be told from noise" in text
    assert "Nothing that can be told from noise." in text
    assert "really" not in text


@pytest.mark.parametrize("seed", range(12))
def test_a_worker_that_dies_sends_nothing_twice_and_loses_nothing(
    survey: Any, owner: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = Random(seed)
    keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    real = digest_due.post

    def dies(mail: PostedMail) -> bool:
        if chance.random() < 0.5:
            raise RuntimeError("killed before it wrote")
        told = real(mail)
        if chance.random() < 0.5:
            raise RuntimeError("killed after it wrote, before the commit")
        return told

    monkeypatch.setattr(digest_due, "post", dies)
    for _ in range(12):
        send_digests(MONDAY)
    monkeypatch.setattr(digest_due, "post", real)
    send_digests(MONDAY)
    assert [mail.once.split(":", 2)[2] for mail in PostedMail.objects.all()] == ["week:2026-06-14"]


def test_of_two_workers_that_saw_it_due_one_sends(survey: Any, owner: Any) -> None:
    keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    seen = list(Digest.objects.select_related("workspace", "user"))
    seen += Digest.objects.select_related("workspace", "user")
    assert [digest_due._issue(one, MONDAY) for one in seen] == [True, False]
    assert PostedMail.objects.count() == 1


@pytest.mark.parametrize(
    ("person", "address"), [("", ""), ("slack://Bot@xoxb-1-1-abc/@{to}", "owner@example.org")]
)
def test_in_a_chat_app_it_goes_to_them_or_into_the_room(
    survey: Any, owner: Any, workspace: Any, channel: Noting, person: str, address: str
) -> None:
    keep_setup(workspace, "chat", {}, {"room": "slack://A/B/C", "person": person}, "system")
    keep_digest(workspace, owner, DigestFacts(every="day", channel="chat"), SUNDAY)
    assert send_digests(MONDAY) == 1
    assert post_due(5, lambda: MONDAY) == 1
    [letter] = channel.letters
    assert (letter.channel, letter.address) == ("chat", address)
    assert "no score" in letter.text


@pytest.mark.parametrize(
    ("of", "rooms", "heard"),
    [
        (("Tartu",), ("Tartu",), "Tartu"),
        (("Tartu",), ("Stores",), "Stores"),
        (("Tartu", "Narva"), ("Stores",), "Stores"),
        (("Tartu", "Narva"), ("Tartu", "Narva"), ""),
        (("Tartu",), ("Narva",), ""),
        (("Tartu", "everybody"), ("Tartu",), ""),
        (("Tartu", "a segment"), ("Tartu",), ""),
        ((), ("Tartu",), ""),
    ],
)
def test_the_digest_of_a_unit_goes_into_the_room_of_the_unit(
    survey: Any, owner: Any, workspace: Any, channel: Noting, of: Any, rooms: Any, heard: str
) -> None:
    keep_setup(workspace, "chat", {}, {"room": SLACK}, "system")
    stores = make_unit(workspace, UnitFacts("Stores"), "system")
    units = {name: make_unit(workspace, UnitFacts(name, parent=stores.pk), "system") for name in CITIES}
    known = {"Stores": stores, **units, "a segment": make_segment(workspace, "North", "region is north", "a")}
    for name in rooms:
        keep_room(known[name], SLACK, "system")
    chosen = [known[name].pk for name in of if name in known]
    facts = DigestFacts(every="day", channel="chat", of=chosen, whole="everybody" in of)
    row = keep_digest(workspace, owner, facts, SUNDAY)
    assert send_digests(MONDAY) == 1
    assert send_now(row, MONDAY)
    assert post_due(5, lambda: MONDAY) == 2
    assert {letter.room for letter in channel.letters} == {str(known[heard].pk) if heard else ""}
    assert {letter.address for letter in channel.letters} == {""}


def test_an_alert_of_an_answer_goes_into_the_room_of_its_unit(
    survey: Any, owner: Any, workspace: Any, person: Any, channel: Noting
) -> None:
    keep_setup(workspace, "chat", {}, {"room": SLACK}, "system")
    tartu = make_unit(workspace, UnitFacts("Tartu", property="store", values=("7",)), "system")
    keep_room(tartu, SLACK, "system")
    person.account = Account.objects.create(workspace=workspace, name="Acme", value=9000)
    person.save()
    keep_digest(workspace, owner, DigestFacts(on_value=True, channel="chat"), MONDAY - timedelta(days=1))
    make_response(survey, 1, person=person, properties={"store": "7"}, at=MONDAY, changed_at=MONDAY)
    assert tell_values(MONDAY, None) == 1
    assert PostedMail.objects.get().room == tartu


def test_what_is_long_overdue_is_left_out(survey: Any, owner: Any) -> None:
    row = keep_digest(survey.workspace, owner, WEEKLY, SUNDAY)
    assert send_digests(MONDAY + timedelta(days=4)) == 0
    row.refresh_from_db()
    assert row.next_at == MONDAY + timedelta(days=7)


def test_who_has_left_is_told_nothing(survey: Any, owner: Any, workspace: Any) -> None:
    keep_digest(workspace, owner, WEEKLY, SUNDAY)
    owner.memberships.all().delete()
    assert send_digests(MONDAY) == 0
    assert not PostedMail.objects.exists()


def test_it_speaks_the_readers_language(survey: Any, owner: Any) -> None:
    owner.language = "et"
    owner.save()
    send_now(keep_digest(survey.workspace, owner, WEEKLY, SUNDAY), MONDAY)
    assert PostedMail.objects.get().subject == "Nordic Hardware: sel nädalal skoori pole"


def test_a_quote_stands_only_with_permission_and_masked(
    answer: Any, owner: Any, person: Any, workspace: Any
) -> None:
    answer(
        10, comment="Write to mari@example.org, you are a great help to all of us", at=SUNDAY, person=person
    )
    row = keep_digest(workspace, owner, WEEKLY, SUNDAY)
    assert make_content(row, WEEK, MONDAY).quote == ""
    give(workspace, [person.pk], "quote", "", "api", SUNDAY)
    quote = make_content(row, WEEK, MONDAY).quote
    assert "a great help" in quote
    assert "mari@" not in quote


def test_a_segment_narrows_it(answer: Any, owner: Any, workspace: Any, person: Any) -> None:
    for region, score in (("North", 10), ("East", 0)):
        for _place in range(6):
            answer(score, properties={"region": region}, at=SUNDAY, person=person)
    north = Segment.objects.create(workspace=workspace, name="North", rule='region is "North"')
    row = keep_digest(workspace, owner, DigestFacts(every="week", of=(north.pk,)), SUNDAY)
    board = make_content(row, WEEK, MONDAY).board
    assert (board.score.value, board.score.n) == (100, 6)


def rich(workspace: Any, person: Any, value: float) -> None:
    person.account = Account.objects.create(workspace=workspace, external_id="A", name="Acme", value=value)
    person.save()


def test_a_detractor_of_value_is_told_once_after_quiet_hours(
    answer: Any, agent: Any, viewer: Any, person: Any, workspace: Any
) -> None:
    rich(workspace, person, 50_000)
    wish = DigestFacts(on_value=True, value_from=20_000)
    for user in (agent, viewer):
        keep_digest(workspace, user, wish, SUNDAY)
    night = MONDAY.replace(hour=23)
    answer(9, at=night, changed_at=night, person=person)
    given = answer(2, comment="Late again", at=night, changed_at=night, person=person)
    assert tell_values(night, None) == 1, "a viewer sees no people"
    assert tell_values(night + timedelta(minutes=1), night) == 0
    Response.objects.filter(pk=given.pk).update(changed_at=night + timedelta(minutes=5))
    assert tell_values(night + timedelta(minutes=6), night) == 0, "a re-answer is no news"
    mail = PostedMail.objects.get()
    assert mail.user == agent
    assert mail.due_at == datetime(2026, 6, 16, 8, tzinfo=UTC)
    assert "Acme" in mail.subject
    assert "“Late again”" in mail.text
    assert "50\u202f000" in mail.text


def test_of_somebody_who_is_erased_no_alert_stays(
    answer: Any, agent: Any, person: Any, workspace: Any
) -> None:
    rich(workspace, person, 50_000)
    keep_digest(workspace, agent, DigestFacts(on_value=True), SUNDAY)
    answer(2, comment="Late again", at=MONDAY, changed_at=MONDAY, person=person)
    assert tell_values(MONDAY, None) == 1
    erase_person(workspace, person, "anonymous", "masked", "system", MONDAY)
    assert not PostedMail.objects.exists()
    assert tell_values(MONDAY, None) == 0


@pytest.mark.parametrize(("value", "n"), [(19_999, 0), (20_000, 1)])
def test_a_smaller_account_is_not_told(
    answer: Any, agent: Any, person: Any, workspace: Any, value: float, n: int
) -> None:
    rich(workspace, person, value)
    keep_digest(workspace, agent, DigestFacts(on_value=True, value_from=20_000), SUNDAY)
    answer(2, at=MONDAY, changed_at=MONDAY, person=person)
    assert tell_values(MONDAY, None) == n


def test_a_sinking_score_is_told_once(survey: Any, owner: Any, workspace: Any) -> None:
    for ago in range(80, 0, -1):
        answers(survey, MONDAY - timedelta(days=ago), {10: 6, 3: 2} if ago > 3 else {3: 10})
    keep_digest(workspace, owner, DigestFacts(on_alarm=True), SUNDAY - timedelta(days=3))
    assert (tell_alarms(MONDAY), tell_alarms(MONDAY + timedelta(hours=1))) == (1, 0)
    mail = PostedMail.objects.get()
    assert mail.subject == "Nordic Hardware: the score is sinking"
    assert "/trend" in mail.text


def test_a_steady_score_is_no_alarm(survey: Any, owner: Any, workspace: Any) -> None:
    for ago in range(60, 0, -1):
        answers(survey, MONDAY - timedelta(days=ago), {10: 6, 3: 2})
    keep_digest(workspace, owner, DigestFacts(on_alarm=True), SUNDAY)
    assert tell_alarms(MONDAY) == 0


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (DigestFacts(every="hour"), "every"),
        (DigestFacts(weekday=8), "weekday"),
        (DigestFacts(clock="8:00"), "clock"),
        (DigestFacts(clock="24:00"), "clock"),
        (DigestFacts(time_zone="Mars/Base"), "time_zone"),
        (DigestFacts(quiet_start="10:00", quiet_end="09:59"), "quiet_end"),
        (DigestFacts(channel="chat"), "channel"),
        (DigestFacts(value_from=-1.0), "value_from"),
    ],
)
def test_what_can_not_be_is_refused(workspace: Any, owner: Any, facts: DigestFacts, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        keep_digest(workspace, owner, facts, SUNDAY)
    assert refused.value.field == field
    assert not Digest.objects.exists()


def test_a_segment_of_others_is_refused(workspace: Any, foreign_workspace: Any, owner: Any) -> None:
    theirs = Segment.objects.create(workspace=foreign_workspace, name="x", rule="answers over 0")
    with pytest.raises(Refusal):
        keep_digest(workspace, owner, DigestFacts(of=(theirs.pk,)), SUNDAY)


def test_the_link_in_the_mail_ends_all_of_it(workspace: Any, owner: Any) -> None:
    row = keep_digest(workspace, owner, DigestFacts(every="day", on_alarm=True), SUNDAY)
    token = leave_link(row).rpartition("/")[2]
    assert digest_named(token) == row
    assert digest_named(("B" if token[0] == "A" else "A") + token[1:]) is None
    stop_digest(row)
    known = digest_of(workspace, owner)
    assert known is not None
    assert known.is_silent
    assert known.next_at is None

"""The steps of playbooks: each at its moment and once, also when workers die; and what they say to others."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from likely.act import step_calls, step_deeds, step_work
from likely.act.case import Case
from likely.act.case_message import CaseMessage
from likely.act.endpoint import Endpoint, keep_hubspot
from likely.act.playbook import STEPS_ONLY, Playbook, PlaybookFacts, make_playbook, switch_playbook
from likely.act.playbook_run import (
    DONE,
    FAILED,
    SKIPPED,
    WAITS,
    PlaybookRun,
    RunStep,
    moment_of,
    try_again,
)
from likely.act.playbook_step import DEEDS, Delay, Step, read_steps
from likely.act.posted_mail import PostedMail
from likely.act.posting import letter_of
from likely.act.promoter_plan import PromoterPlan, change_promoter_plan
from likely.act.step_work import steps_due
from likely.ask.decision import Decision
from likely.ask.invitation import Invitation
from likely.ask.message import Message
from likely.ask.programme_tick import decide_due
from likely.channels.setup import keep_setup
from likely.channels.unit_room import keep_room
from likely.collect.response import Response
from likely.lib.outbound_rules import read_allowance
from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.person import Person
from likely.people.roster import RosterEntry
from likely.people.segment import make_segment
from likely.people.unit import Unit, UnitFacts, make_unit
from tests.act.test_playbook import Died, dying, work
from tests.ask.asking import programme
from tests.ask.asking import survey as survey_of
from tests.channels.provider_server import Provider, provider
from tests.web.conftest import agent, answer, owner, person, survey

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOOK = "https://hooks.example.org/in"


@pytest.fixture
def hook(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """Whoever is called; it takes everything."""
    settings.OUTBOUND_ALLOW = read_allowance(["127.0.0.1"])
    with provider() as running:
        monkeypatch.setattr(step_calls, "HUBSPOT_URL", running.url)
        yield running


def begun(workspace: Any, *steps: Step, action: str = STEPS_ONLY, **more: Any) -> Playbook:
    facts = PlaybookFacts(more.pop("name", "Then"), ("detractor",), steps=steps, **more)
    made = make_playbook(workspace, facts, "user:a", action)
    switch_playbook(made, "user:a", timezone.now() - DAY, on=True)
    return made


def later(pause: timedelta = timedelta(0)) -> int:
    at = timezone.now() + pause
    return steps_due(lambda: at)


def states() -> list[str]:
    return list(RunStep.objects.order_by("place").values_list("state", flat=True))


def webhook(url: str, key: str = "hook", **delay: Any) -> Step:
    return Step(key, "webhook", Delay(**delay), {"url": url})


def test_a_person_is_put_on_a_list_and_tagged_once_and_conditions_find_them(
    workspace: Any, answer: Any, person: Any
) -> None:
    begun(
        workspace,
        Step("a", "list", says={"list": "Call  back"}),
        Step("b", "tag", says={"tag": "Needs care", "on": "person"}),
    )
    row = answer(2, person=person)
    for _ in range(2):
        work()
        later()
    Response.objects.filter(pk=row.pk).update(score=1, changed_at=timezone.now())
    work()
    assert later() == 0
    assert states() == [DONE, DONE]
    assert RosterEntry.objects.count() == 1
    other = Person.objects.create(workspace=workspace, external_id="other")
    for rule in ('list is "Call back"', "needs_care is yes", 'list is one of Nobody, "Call back"'):
        found = make_segment(workspace, rule, rule, "user:a").people(timezone.now())
        assert [one.pk for one in found] == [person.pk]
    outside = make_segment(workspace, "Out", 'list is not "Call back"', "user:a").people(timezone.now())
    assert other.pk in {one.pk for one in outside}
    assert person.pk not in {one.pk for one in outside}


def test_each_waits_for_its_moment(workspace: Any, answer: Any, person: Any, owner: Any) -> None:
    begun(
        workspace,
        Step("a", "list", Delay(30, "minutes"), {"list": "A"}),
        Step("b", "mail", Delay(2, "days")),
    )
    answer(2, person=person)
    work()
    assert [later(), later(timedelta(minutes=31)), later(DAY), later(2 * DAY + HOUR)] == [0, 1, 0, 1]
    assert PostedMail.objects.get().user == owner


def test_one_that_is_switched_off_and_an_answer_that_is_gone_stop_what_waits(
    workspace: Any, answer: Any, person: Any
) -> None:
    playbook = begun(workspace, Step("a", "list", Delay(1, "hours"), {"list": "A"}))
    first, second = answer(2, person=person), answer(1)
    work()
    Response.objects.filter(pk=first.pk).update(state="dismissed")
    later(2 * HOUR)
    reasons = {one.run.response_id: one.reason for one in RunStep.objects.select_related("run")}
    assert reasons == {first.pk: "answer_gone", second.pk: "no_person"}
    switch_playbook(playbook, "user:a", timezone.now(), on=False)
    step = RunStep.objects.get(run__response=second)
    try_again(step, "user:a", timezone.now())
    later()
    step.refresh_from_db()
    assert (step.state, step.reason) == (SKIPPED, "playbook_off")


@settings(deadline=None, max_examples=50)
@given(at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
@pytest.mark.django_db
def test_the_next_business_hour_is_one_of_work_and_no_later_than_needed(at: datetime) -> None:
    from likely.act.case_policy import CasePolicy

    now = at.replace(tzinfo=UTC)
    hours = CasePolicy().hours("Europe/Tallinn")
    due = hours.after(now, timedelta())
    assert due >= now
    assert hours.between(due, due + timedelta(seconds=1)) == timedelta(seconds=1)
    assert hours.between(now, due) == timedelta()


def test_a_delay_is_reckoned_from_the_happening(workspace: Any) -> None:
    friday = datetime(2026, 6, 19, 18, tzinfo=UTC)
    assert moment_of(Delay(), workspace, friday) == friday
    assert moment_of(Delay(3, "days"), workspace, friday) == friday + 3 * DAY
    monday = moment_of(Delay(0, "business"), workspace, friday)
    assert (monday.weekday(), monday - friday > 2 * DAY) == (0, True)


def test_a_webhook_is_signed_and_tells_what_happened(
    workspace: Any, answer: Any, person: Any, hook: Provider
) -> None:
    begun(workspace, webhook(f"{hook.url}/in"))
    row = answer(2, person=person, comment="Late again")
    work()
    later()
    [seen] = hook.seen
    told = json.loads(seen["body"])
    assert told["type"] == "answer"
    assert told["data"]["answer"]["id"] == str(row.pk)
    assert told["data"]["answer"]["comment"] == "Late again"
    assert told["data"]["person"]["email"] == person.email
    step = RunStep.objects.get()
    headers = seen["headers"]
    assert headers["webhook-id"] == f"msg_{step.pk.hex}"
    key = b64decode(Endpoint.objects.get().secret_shown.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + seen["body"]
    wanted = b64encode(hmac.new(key, signed, sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{wanted}"


def test_a_webhook_that_is_not_taken_is_repeated_with_pauses_under_its_name_and_fails_in_the_end(
    workspace: Any, answer: Any, hook: Provider
) -> None:
    begun(workspace, webhook(hook.url))
    answer(2)
    work()
    hook.answers += [(500, b"down")] * 20
    pause = timedelta(0)
    for _ in range(12):
        later(pause)
        pause += DAY
    step = RunStep.objects.get()
    assert (step.state, step.reason, step.words) == (FAILED, "refused", "500: down")
    assert len(hook.seen) == 8
    assert len({one["headers"]["webhook-id"] for one in hook.seen}) == 1
    hook.answers.clear()
    try_again(step, "user:a", timezone.now())
    later()
    step.refresh_from_db()
    assert (step.state, step.words) == (DONE, "")
    assert hook.seen[-1]["headers"]["webhook-id"] == hook.seen[0]["headers"]["webhook-id"]
    with pytest.raises(Refusal):
        try_again(step, "user:a", timezone.now())


def test_whoever_is_gone_is_not_called_again(workspace: Any, answer: Any, hook: Provider) -> None:
    begun(workspace, webhook(hook.url))
    answer(2)
    work()
    hook.answers.append((410, b""))
    later()
    assert (states(), later(DAY), len(hook.seen)) == ([FAILED], 0, 1)


def test_an_inner_address_is_refused_when_it_is_typed_and_when_it_is_called(
    workspace: Any, answer: Any, settings: Any, hook: Provider
) -> None:
    begun(workspace, webhook(hook.url))
    answer(2)
    work()
    settings.OUTBOUND_ALLOW = read_allowance([])
    later()
    assert RunStep.objects.get().reason == "address_refused"
    assert hook.seen == []
    with pytest.raises(Refusal) as refused:
        begun(workspace, webhook("http://127.0.0.1:9/x"), name="Other")
    assert refused.value.field == "step-0-url"


def test_hubspot_gets_a_note_beside_the_contact_and_never_two(
    workspace: Any, answer: Any, person: Any, hook: Provider, shared: Path
) -> None:
    keep_hubspot(workspace, "pat-secret", "user:a")
    begun(workspace, Step("crm", "crm", says={"crm": "hubspot", "text": "Call them"}))
    answer(2, person=person, comment="Late")
    work()
    contact = (200, b'{"id": "77"}')
    hook.answers += [contact, (500, b"")]  # the note may have been written
    later()
    hook.answers += [(200, b'{"total": 1, "results": [{}]}')]
    later(HOUR)
    assert states() == [DONE]
    asked, made, looked = hook.seen
    assert asked["path"] == "/crm/v3/objects/contacts/mari%40example.org?idProperty=email"
    assert {one["headers"]["authorization"] for one in hook.seen} == {"Bearer pat-secret"}
    note = json.loads(made["body"])
    assert note["associations"][0]["to"] == {"id": "77"}
    assert note["properties"]["hs_note_body"].startswith("Call them\n")
    mark = note["properties"]["hs_note_body"].rpartition("\n")[2]
    assert json.loads(looked["body"])["filterGroups"][0]["filters"][0]["value"] == mark
    described = json.loads((shared / "specs" / "hubspot_crm_notes_v3.json").read_text())
    wanted = described["components"]["schemas"]["SimplePublicObjectInputForCreate"]
    assert set(wanted["required"]) <= set(note)
    assert all(isinstance(value, str) for value in note["properties"].values())


def test_another_crm_gets_the_note_by_a_signed_webhook(
    workspace: Any, answer: Any, person: Any, hook: Provider
) -> None:
    begun(workspace, Step("crm", "crm", says={"crm": "webhook", "url": hook.url, "text": "Call them"}))
    answer(2, person=person)
    work()
    later()
    told = json.loads(hook.seen[0]["body"])
    assert (told["type"], told["data"]["note"].split("\n")[0]) == ("crm.note", "Call them")


def test_a_survey_is_started_by_its_programme_under_the_policy_and_stands_in_the_ledger(
    workspace: Any, answer: Any, person: Any
) -> None:
    other = survey_of(workspace, "csat5")
    asks = programme(
        workspace, {"trigger": {"event": "renewed", "delay_days": 0}}, now=timezone.now() - DAY, survey=other
    )
    begun(workspace, Step("a", "survey", says={"programme": str(asks.pk)}))
    for score in (2, 3):
        answer(score, person=person)
    work()
    later()
    later()
    assert decide_due(timezone.now()) == 1
    rules = sorted(Decision.objects.values_list("asked", "rule"))
    assert [asked for asked, _rule in rules] == [False, True]
    assert Event.objects.filter(source="playbook").count() == 2
    assert Message.objects.get().invitation.person == person
    asks.end("user:a", timezone.now())
    answer(1, person=person)
    work()
    later()
    assert RunStep.objects.filter(reason="programme_off", state=FAILED).count() == 1


@pytest.mark.parametrize(
    ("rooms", "room"),
    [(("Tartu", "Stores"), "Tartu"), (("Stores",), "Stores"), (("Service", "Stores"), "Stores"),
     (("Else",), ""), ((), "")],
)  # fmt: skip
def test_what_is_said_of_an_answer_goes_into_the_room_of_its_unit(
    workspace: Any, answer: Any, rooms: tuple[str, ...], room: str
) -> None:
    stores = make_unit(workspace, UnitFacts("Stores"), "user:a")
    make_unit(workspace, UnitFacts("Tartu", parent=stores.pk, property="store", values=("7",)), "user:a")
    make_unit(workspace, UnitFacts("Service", property="desk", values=("7",)), "user:a")
    make_unit(workspace, UnitFacts("Else"), "user:a")
    keep_setup(workspace, "chat", {"room": "slack://a/b/c/#team"}, {}, "user:a")
    units = {one.name: one for one in Unit.objects.of(workspace).select_related("workspace")}
    for name in rooms:
        keep_room(units[name], "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7/#own", "user:a")
    begun(workspace, Step("a", "chat"))
    answer(2, properties={"store": "7"})
    work()
    later()
    mail = PostedMail.objects.get()
    assert letter_of(mail).room == (str(units[room].pk) if room else "")
    assert letter_of(mail).address == ""


def test_the_team_is_told_by_chat_once_through_the_queue_of_alerts(
    workspace: Any, answer: Any, person: Any
) -> None:
    begun(workspace, Step("a", "chat", says={"text": "Look"}))
    answer(2, person=person, comment="Late")
    work()
    later()
    step = RunStep.objects.get()
    assert (step.state, step.reason) == (FAILED, "no_chat")
    keep_setup(workspace, "chat", {"room": "slack://a/b/c/#team"}, {}, "user:a")
    try_again(step, "user:a", timezone.now())
    later()
    later()
    mail = PostedMail.objects.get()
    assert (mail.channel, mail.user, mail.text.split("\n")[0]) == ("chat", None, "Look")
    assert "Zebrafinch Person" in mail.text
    assert RunStep.objects.get().shown_state == WAITS
    PostedMail.objects.update(state="failed", failure="404: no room")
    shown = RunStep.objects.select_related("posted").get()
    assert (shown.shown_state, shown.shown_words) == (FAILED, "404: no room")
    try_again(shown, "user:a", timezone.now())
    assert PostedMail.objects.get().state == "queued"


def test_the_case_is_given_tagged_and_written_in(
    workspace: Any, answer: Any, person: Any, owner: Any, agent: Any
) -> None:
    begun(
        workspace,
        Step("a", "assign", says={"to": str(owner.pk)}),
        Step("b", "tag", says={"tag": "VIP", "on": "case"}),
        Step("c", "write", says={"reply": "usual"}),
        action="case",
    )
    answer(2, person=person, permission=True)
    work()
    later()
    case = Case.objects.get()
    assert (case.owner, case.tags) == (owner, ["vip"])
    assert PostedMail.objects.filter(person=person).count() == 1
    assert states() == [DONE] * 3


@pytest.mark.parametrize(
    ("step", "subject", "field"),
    [
        (Step("a", "dance"), "answer", "step-0-do"),
        (Step("A!", "mail"), "answer", "step-0-do"),
        (Step("a", "tag", says={"tag": " "}), "answer", "step-0-tag"),
        (Step("a", "tag", says={"tag": "x", "on": "moon"}), "answer", "step-0-on"),
        (Step("a", "list", says={"list": ""}), "answer", "step-0-list"),
        (Step("a", "webhook", says={"url": "ftp://example.org"}), "", "step-0-url"),
        (Step("a", "survey"), "person", "step-0-programme"),
        (Step("a", "mail", Delay(0, "hours")), "", "step-0-n"),
        (Step("a", "mail", Delay(400, "days")), "", "step-0-n"),
        (Step("a", "mail", Delay(1, "weeks")), "", "step-0-n"),
        (Step("a", "case"), "person", "step-0-do"),
        (Step("a", "list", says={"list": "A"}), "", "step-0-do"),
    ],
)
def test_a_step_that_can_not_be_done_is_refused_at_its_field(step: Step, subject: str, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_steps([step], subject)
    assert refused.value.field == field


INSIDE = (  # of the deeds: what they do, one after the other
    "open_case", "assign_case", "post_to_colleague", "post", "reply", "invite_promoter", "note_occasion",
    "tag_case", "put_on_list",
)  # fmt: skip


def every_kind(workspace: Any, owner: Any, url: str) -> tuple[Step, ...]:
    """A step of each kind, at once and later, and two that call somebody."""
    keep_setup(workspace, "chat", {"room": "slack://a/b/c/#team"}, {}, "user:a")
    change_promoter_plan(workspace, PromoterPlan("https://nordic.example/welcome"), "user:a")
    asks = programme(
        workspace,
        {"trigger": {"event": "renewed", "delay_days": 0}},
        now=timezone.now() - DAY,
        survey=survey_of(workspace, "csat5"),
    )
    hours = Delay(2, "hours")
    return (
        Step("case", "case"),
        Step("assign", "assign", Delay(20, "minutes"), {"to": str(owner.pk)}),
        Step("mail", "mail", hours),
        Step("chat", "chat", says={"text": "Look"}),
        Step("write", "write", Delay(0, "business"), {"reply": "usual"}),
        Step("invite", "invite", hours),
        Step("survey", "survey", Delay(1, "days"), {"programme": str(asks.pk)}),
        Step("tag", "tag", says={"tag": "VIP", "on": "case"}),
        Step("list", "list", hours, {"list": "A"}),
        Step("crm", "crm", says={"crm": "webhook", "url": url, "text": "Call them"}),
        webhook(url, n=30, unit="minutes"),
    )


def test_killed_at_random_points_each_effect_is_there_once_and_none_is_missing(
    workspace: Any, answer: Any, owner: Any, hook: Provider, survey: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sixty rounds with a step of every kind; the clock goes on while workers die and receivers fail."""
    steps = every_kind(workspace, owner, hook.url)
    assert {step.do for step in steps} == set(DEEDS)
    begun(workspace, *steps)
    people = [
        Person.objects.create(workspace=workspace, external_id=str(n), email=f"p{n}@example.org")
        for n in range(3)
    ]
    for one in people:
        asked = Invitation.objects.create(workspace=workspace, survey=survey, person=one, channel="mail")
        answer(2, person=one, permission=True, invitation=asked)
    random, moment = Random(7), timezone.now()
    for _ in range(60):
        moment += timedelta(minutes=10)
        if random.random() < 0.1 and not hook.answers:
            hook.answers.append((500, b"down"))
        with monkeypatch.context() as patched:
            for name in ("_stopped", "_end", "_later", "_called", "_done_here"):
                patched.setattr(step_work, name, dying(getattr(step_work, name), random, 0.05))
            for name in INSIDE:
                patched.setattr(step_deeds, name, dying(getattr(step_deeds, name), random, 0.05))
            for table in (step_deeds.DEEDS, step_calls.CALLS):
                for name, deed in list(table.items()):
                    patched.setitem(table, name, dying(deed, random, 0.05))
            with suppress(Died):
                work()
                steps_due(lambda at=moment: at)  # type: ignore[misc]
    for _ in range(8):
        moment += DAY
        steps_due(lambda at=moment: at)  # type: ignore[misc]
    assert not RunStep.objects.exclude(state=DONE).values_list("do", "state", "reason")
    assert RunStep.objects.count() == 3 * len(steps)
    made = {
        "cases": Case.objects.filter(owner=owner, tags=["vip"]).count(),
        "all cases": Case.objects.count(),
        "on the list": RosterEntry.objects.count(),
        "mails to managers": PostedMail.objects.filter(user=owner, once__startswith="step:").count(),
        "chats": PostedMail.objects.filter(channel="chat").count(),
        "letters": PostedMail.objects.exclude(person=None).count(),
        "messages": CaseMessage.objects.count(),
        "invited": Message.objects.filter(purpose="promote").count(),
        "occasions": Event.objects.filter(source="playbook").count(),
    }
    assert made == dict.fromkeys(made, 3)
    by_name: dict[str, set[bytes]] = {}
    for seen in hook.seen:
        by_name.setdefault(seen["headers"]["webhook-id"], set()).add(seen["body"])
    calls = RunStep.objects.filter(do__in=("webhook", "crm"))
    assert set(by_name) == {f"msg_{one.pk.hex}" for one in calls}
    assert len(hook.seen) > len(by_name), "some were told more than once"


@settings(deadline=None, max_examples=20)
@given(
    rounds=st.lists(st.lists(st.sampled_from(["react", "steps", "answer"]), max_size=4), max_size=6),
    seed=st.integers(0, 1000),
)
@pytest.mark.django_db
def test_in_whatever_order_workers_come_and_die_one_event_has_one_effect(
    rounds: list[list[str]], seed: int
) -> None:
    from django.db import transaction

    from likely.ask.survey import Survey
    from likely.ask.template import make_definition
    from likely.base.workspace import Workspace
    from likely.lib.identity import new_token

    random = Random(seed)
    with transaction.atomic():
        workspace = Workspace.objects.create(name="One")
        asked = Survey.start(workspace, "S", make_definition("rnps", "S", ("en",)), "system")
        begun(workspace, Step("a", "list", Delay(random.randrange(1, 90), "minutes"), {"list": "A"}))
        one = Person.objects.create(workspace=workspace, external_id="1")
        told = {"workspace": workspace, "survey": asked, "version": asked.live, "channel": "link"}
        at = timezone.now() - timedelta(minutes=1)
        row = Response.objects.create(
            **told, key=new_token(), score=2, person=one, language="en", at=at, changed_at=at
        )
        for deeds in [*rounds, ["react"], ["steps"]]:
            for deed in deeds:
                if deed == "react":
                    work()
                elif deed == "steps":
                    later(2 * HOUR)
                else:
                    Response.objects.filter(pk=row.pk).update(
                        score=random.randrange(7), changed_at=timezone.now()
                    )
        assert PlaybookRun.objects.of(workspace).count() == 1
        assert [step.state for step in RunStep.objects.of(workspace)] == [DONE]
        assert RosterEntry.objects.of(workspace).count() == 1
        transaction.set_rollback(True)

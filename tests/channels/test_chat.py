"""Chat apps through apprise against a server on loopback: what arrives, and where no call may go."""

import json
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from likely.act.posted_mail import PostedMail
from likely.ask.letter import letter_of
from likely.ask.outgoing import look_over
from likely.ask.team_ask import ask_team
from likely.base.journal import JournalEntry
from likely.channels.channel import Letter, SendError, Sent
from likely.channels.chat import CHANNEL
from likely.channels.chat_address import SERVICES, service_of
from likely.channels.setup import ChannelSetup, keep_setup, setup_of
from likely.channels.setup_fields import read_setup
from likely.channels.unit_room import UnitRoom, address_of, keep_room, rooms_of
from likely.lib.outbound_rules import Allowance
from likely.lib.refusal import Refusal
from likely.people.unit import UnitFacts, change_unit, drop_unit, make_unit
from tests.channels.conftest import set_up

pytestmark = [pytest.mark.django_db, pytest.mark.server]
TOKEN = "a" * 26


@pytest.fixture
def by_chat(workspace: Any, anybody: Any) -> Any:
    """Mattermost on loopback: a room, and each person by their address."""
    host = f"mmost://127.0.0.1:{anybody.port}"
    secrets = {"room": f"{host}/{TOKEN}?to=team", "person": f"{host}/{TOKEN}?to={{to}}"}
    set_up(workspace, "chat", {}, secrets)
    return anybody


def letter(workspace: Any, address: str = "") -> Letter:
    told = {"subject": "Nordic", "text": "How likely?", "link": "http://a/r/1"}
    return Letter("chat", address, "<1@a>", workspace=workspace.pk, **told)


def posted(running: Any) -> Any:
    [told] = running.seen
    assert told["path"] == f"/hooks/{TOKEN}"
    return json.loads(told["body"])


def test_a_line_reaches_the_room(workspace: Any, by_chat: Any) -> None:
    [sent] = CHANNEL.send([letter(workspace)])
    assert sent == Sent("<1@a>")
    told = posted(by_chat)
    assert (told["channel"], told["username"]) == ("team", "Likely")
    assert "How likely?" in told["text"]
    assert "icon_url" not in told  # nothing is fetched from elsewhere


def test_a_person_is_written_to_by_their_own_address(workspace: Any, by_chat: Any) -> None:
    [sent] = CHANNEL.send([letter(workspace, "mari")])
    assert isinstance(sent, Sent), sent
    assert posted(by_chat)["channel"] == "mari"


@pytest.mark.parametrize("name", ["mari&to=all", "a,b", "../#", "mari@example.org", "a b", "#all", "{to}"])
def test_a_personal_link_never_lands_in_the_room(workspace: Any, by_chat: Any, name: str) -> None:
    [error] = CHANNEL.send([letter(workspace, name)])
    assert isinstance(error, SendError)
    assert error.permanent
    assert by_chat.seen == []


@pytest.mark.parametrize(
    ("status", "permanent"), [(404, True), (500, False), (429, False), (401, False), (302, False)]
)
def test_what_the_app_says_decides_whether_again(
    workspace: Any, by_chat: Any, status: int, permanent: bool
) -> None:
    by_chat.answers.append((status, b"no such room"))
    [error] = CHANNEL.send([letter(workspace)])
    assert isinstance(error, SendError)
    assert error.permanent is permanent
    assert error.words == f"{status}: no such room"


def test_no_call_leads_into_a_private_network(workspace: Any, by_chat: Any, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = Allowance()
    [error] = CHANNEL.send([letter(workspace)])
    assert isinstance(error, SendError)
    assert "private network" in error.words
    assert by_chat.seen == []
    with pytest.raises(Refusal) as refused:
        read_setup("chat", {"room": f"mmost://169.254.169.254/{TOKEN}"})
    assert (refused.value.code, refused.value.field) == ("address_refused", "room")


def test_every_service_speaks_by_guarded_calls_alone() -> None:
    """A service of a newer apprise that opened a way of its own would be seen here."""
    import importlib
    import inspect

    for module in set(SERVICES.values()):
        source = inspect.getsource(importlib.import_module(f"apprise.plugins.{module}"))
        for way in ("socket.", "subprocess", "urllib.request", "http.client", "smtplib", "requests.Session"):
            assert way not in source, (module, way)
        assert "\nimport requests\n" in source, module


@pytest.mark.parametrize(
    "address",
    ["", "slack://x", "mailto://a:b@example.org", "syslog://", "file:///etc/passwd", "json://127.0.0.1/",
     "https://discord.com/api/webhooks/1/2", "macosx://", "mmost://"],
)  # fmt: skip
def test_what_is_no_chat_app_is_refused(address: str) -> None:
    assert service_of(address) is None
    with pytest.raises(Refusal) as error:
        read_setup("chat", {"room": address})
    assert error.value.field == "room"


def test_a_person_needs_a_place_in_their_address(anybody: Any) -> None:
    typed = {"room": f"mmost://127.0.0.1:{anybody.port}/{TOKEN}"}
    assert read_setup("chat", typed)[1]["room"] == typed["room"]
    with pytest.raises(Refusal) as error:
        read_setup("chat", {**typed, "person": typed["room"]})
    assert error.value.field == "person"
    with pytest.raises(Refusal, match="one person"):
        read_setup("chat", {**typed, "person": f"gchat://{{to}}/{TOKEN}/{TOKEN}"})


def test_a_unit_has_a_room_of_its_own_that_stays_when_it_is_renamed(workspace: Any, anybody: Any) -> None:
    host = f"mmost://127.0.0.1:{anybody.port}"
    set_up(workspace, "chat", {}, {"room": f"{host}/{TOKEN}?to=team"})
    stores = make_unit(workspace, UnitFacts("Stores"), "system")
    tartu = make_unit(workspace, UnitFacts("Tartu", parent=stores.pk), "system")
    keep_room(tartu, f"{host}/{TOKEN}?to=tartu", "system")
    change_unit(tartu, UnitFacts("Tartu centre"), "system")
    own = str(tartu.pk)
    for unit in (own, str(stores.pk), ""):
        [sent] = CHANNEL.send([replace(letter(workspace), room=unit)])
        assert isinstance(sent, Sent), sent
    drop_unit(tartu, "system")
    CHANNEL.send([replace(letter(workspace), room=own)])
    told = [json.loads(one["body"])["channel"] for one in anybody.seen]
    assert told == ["tartu", "team", "team", "team"]


def test_the_room_of_a_unit_is_kept_as_a_secret(workspace: Any, anybody: Any) -> None:
    unit = make_unit(workspace, UnitFacts("Service"), "system")
    for wrong, code in (
        ("", "field_missing"),
        ("syslog://", "chat_address"),
        (f"mmost://10.1.1.1/{TOKEN}", ""),
    ):
        with pytest.raises(Refusal) as refused:
            keep_room(unit, wrong, "system")
        assert refused.value.field == "room"
        assert code in ("", refused.value.code)
    address = f"mmost://127.0.0.1:{anybody.port}/{TOKEN}?to=service"
    keep_room(unit, address, "system")
    keep_room(unit, address.replace("service", "desk"), "system")
    row = UnitRoom.objects.get()
    assert (row.shown, address_of(workspace.pk, unit.pk)[-4:]) == ("mmost://…desk", "desk")
    assert TOKEN not in row.secret + row.shown
    told = [entry.detail for entry in JournalEntry.objects.filter(verb="unit.room_set")]
    assert len(told) == 2
    assert TOKEN not in str(told)


def test_rooms_that_were_typed_by_name_are_carried_over(workspace: Any, foreign_workspace: Any) -> None:
    stores = make_unit(workspace, UnitFacts("Stores"), "system")
    tartu = make_unit(workspace, UnitFacts("Tartu", parent=stores.pk), "system")
    bare = make_unit(workspace, UnitFacts("Bare"), "system")
    elsewhere = make_unit(foreign_workspace, UnitFacts("Stores"), "system")
    rooms = "Stores = slack://a/b/c/#stores\n\nStores / Tartu=slack://a/b/c/#tartu\nGone = slack://a/b/c/#g"
    keep_setup(workspace, "chat", {}, {"room": "slack://a/b/c/#team", "rooms": rooms}, "system")
    unread = keep_setup(foreign_workspace, "chat", {}, {"room": "x", "rooms": rooms}, "system")
    ChannelSetup.objects.filter(pk=unread.pk).update(secret="of a lost key")
    now = timezone.now()
    for name in ("Stores / Tartu", "Gone", ""):
        PostedMail.objects.create(workspace=workspace, once=name, channel="chat", address=name, due_at=now)
    import_module("likely.migrations.0002_unit_rooms").carry_over(apps, None)
    assert rooms_of(workspace) == {stores.pk: "slack://…ores", tartu.pk: "slack://…artu"}
    assert address_of(workspace.pk, tartu.pk) == "slack://a/b/c/#tartu"
    assert not address_of(workspace.pk, bare.pk) + address_of(foreign_workspace.pk, elsewhere.pk)
    kept = setup_of(workspace.pk, "chat")
    assert kept
    assert kept.secrets == {"room": "slack://a/b/c/#team"}
    waiting = dict(PostedMail.objects.values_list("once", "room"))
    assert waiting == {"Stores / Tartu": tartu.pk, "Gone": None, "": None}
    assert set(PostedMail.objects.values_list("address", flat=True)) == {""}


def test_without_an_address_for_people_nobody_is_written_to(workspace: Any, anybody: Any) -> None:
    set_up(workspace, "chat", {}, {"room": f"mmost://127.0.0.1:{anybody.port}/{TOKEN}"})
    [error] = CHANNEL.send([letter(workspace, "mari@example.org")])
    assert isinstance(error, SendError)
    assert error.permanent
    assert anybody.seen == []


def test_a_team_is_asked_by_the_open_link(workspace: Any, survey: Any, by_chat: Any) -> None:
    ask_team(survey, "system")
    text = posted(by_chat)["text"]
    assert "Nordic Hardware" in text
    assert text.endswith(f"/s/{survey.slug}")
    survey.state = "closed"
    survey.save()
    with pytest.raises(Refusal):
        ask_team(survey, "system")
    assert len(by_chat.seen) == 1


def test_one_person_can_say_that_they_want_no_more(asked: Any, person: Any) -> None:
    from django.utils import timezone

    [going] = look_over([asked("chat", state="claimed")], timezone.now()).going
    told = letter_of(going)
    assert told.link in told.text
    assert "/u/" in told.text
    assert "STOP" not in told.text


def test_the_address_is_a_secret(workspace: Any, by_chat: Any) -> None:
    assert TOKEN not in ChannelSetup.objects.of(workspace).get().secret
    assert TOKEN not in json.dumps(ChannelSetup.objects.of(workspace).get().config)

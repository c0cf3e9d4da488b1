"""What customers wrote, in four chat apps: as each app's server gets it, and letter by letter."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.channels.channel import Letter, SendError, Sent
from likely.channels.chat import CHANNEL
from likely.channels.chat_address import SERVICES
from likely.channels.chat_text import GAP, TEXTS, defused, in_card, pieces
from likely.lib import outbound
from likely.web.not_sent import failure_words
from tests.channels.conftest import set_up

LINK = "https://likely.example/cases/01a2_b3_c4?view=mine&page=2"
FORGED = "https://evil.example/login"
COMMENT = (
    f"@everyone @here <!channel> <!here|all> <@U123> <@&45678> <users/all> <at>all</at> @**all** "
    f'<{FORGED}|our bank> [our bank]({FORGED}) [our bank][1] [1]: {FORGED} <a href="{FORGED}">our bank</a> '
    f"*_~`# & ```"
)
TEXT = f"A customer of value is a detractor.\n\n“{COMMENT}”\n\nOpen the case: {LINK}\n"
TITLE = "Nordic <&> *Grills*"
TAKES = {"slack": 40_000, "discord": 2000, "telegram": 4096, "workflows": 4000}  # characters of one message
Room = tuple[str, Callable[[Any], str]]


def _in_slack(told: Any) -> str:
    [one] = told["attachments"]
    assert told["mrkdwn"] is False
    assert not {"link_names", "parse"} & told.keys()  # so that Slack looks for no name in the text
    return f"{one['title']}\n{one['text']}" if one["title"] else str(one["text"])


def _in_discord(told: Any) -> str:
    return str(told["content"])


def _in_telegram(told: Any) -> str:
    assert told["parse_mode"] == "HTML"
    return str(told["text"])


def _in_teams(told: Any) -> str:
    [one] = told["attachments"]
    assert one["contentType"] == "application/vnd.microsoft.card.adaptive"
    assert "entities" not in one["content"].get("msteams", {})  # without them nobody is mentioned
    return "\n".join(block["text"] for block in one["content"]["body"])


@pytest.fixture(params=["slack", "discord", "telegram", "workflows"])
def room(request: Any, workspace: Any, anybody: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The room's app, how its message is read, and the server: apprise's calls, led to loopback."""

    def on_loopback(method: str, url: str, **told: Any) -> Any:
        parts = urlsplit(url)
        called.append(parts.netloc)
        return real(method, urlunsplit(("http", f"127.0.0.1:{anybody.port}", *parts[2:])), **told)

    called: list[str] = []
    real = outbound.request
    monkeypatch.setattr(outbound, "request", on_loopback)
    host, address, read, said = {
        "slack": (
            "hooks.slack.com",
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7/#team",
            _in_slack,
            b"ok",
        ),
        "discord": ("discord.com", "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js", _in_discord, b"{}"),
        "telegram": (
            "api.telegram.org",
            f"tgram://123456789:{'a' * 35}/12345",
            _in_telegram,
            b'{"ok": true}',
        ),
        "workflows": ("teams.example", "workflows://teams.example/643ed2bc/Xsig", _in_teams, b"{}"),
    }[request.param]
    anybody.answers += [(200, said)] * 40
    set_up(workspace, "chat", {}, {"room": address})
    yield request.param, read, anybody
    assert set(called) == {host}


def _send(workspace: Any, text: str, title: str = TITLE) -> Sent | SendError:
    letter = Letter("chat", "", "<1@a>", text, subject=title, workspace=workspace.pk)
    [outcome] = CHANNEL.send([letter])
    return outcome


def _seen(room: Any) -> list[str]:
    return [room[1](json.loads(one["body"])) for one in room[2].seen]


@pytest.mark.django_db
@pytest.mark.server
def test_a_comment_pings_no_room_and_forges_no_link(workspace: Any, room: Any) -> None:
    assert _send(workspace, TEXT) == Sent("<1@a>")
    [told] = _seen(room)
    if room[0] == "slack":  # it reads marks between < and >, and escapes only & < >
        assert "<" not in told
        assert unescape(told) == f"{TITLE}\n{TEXT.strip()}"
        return
    if room[0] == "telegram":  # the one tag is of the title
        assert re.findall(r"<[^>]*>", told) == ["<b>", "</b>"]
        assert unescape(told.replace(GAP, "")).replace("\r", "") == f"<b>{TITLE}</b>\n{TEXT.strip()}"
        return
    assert not re.search(r"@(everyone|here|all|\*\*)", told)
    assert not re.search(r"<[^\s\d]", told)
    assert "`" not in told
    hidden = re.findall(r"\[([^\]]*)\]\(([^)]*)\)", told)
    assert all(words == address for words, address in hidden), hidden
    assert not re.search(r"\][\[:]", told)


@pytest.mark.django_db
@pytest.mark.server
def test_title_text_and_our_own_link_arrive(workspace: Any, room: Any) -> None:
    _send(workspace, "A case waits.\nScore: 2\n“Late, <3 days & [still] nothing”\n\nOpen it: " + LINK)
    [told] = _seen(room)
    plain = unescape(told).replace(GAP, "")
    for wanted in ("*Grills*", "A case waits.", "Score: 2", "Late, <3 days & [still] nothing", LINK):
        assert wanted in plain
    if room[0] == "workflows":
        assert f"[{LINK}]({LINK})" in told  # a card links no bare address
        assert "A case waits.\n\nScore: 2" in told  # and takes one line end for a space


@pytest.mark.django_db
@pytest.mark.server
def test_what_is_longer_than_the_app_takes_comes_in_pieces(workspace: Any, room: Any) -> None:
    many = max(30, TAKES[room[0]] // 30)  # apps are called with pauses between
    lines = [f"- {n} Lieferung & Montage <zu> spät @all {'x' * (n % 50)}" for n in range(many)]
    assert isinstance(_send(workspace, "\n".join(lines)), Sent)
    told = _seen(room)
    assert len(told) > 1
    assert all(len(one) <= TAKES[room[0]] for one in told)
    assert [TITLE in unescape(one).replace("‹", "<") for one in told] == [True] + [False] * (len(told) - 1)
    whole = unescape("\n".join(told)).replace(GAP, "")
    assert [int(n) for n in re.findall(r"^- (\d+) ", whole, re.MULTILINE)] == list(range(many))


@pytest.mark.django_db
@pytest.mark.server
def test_after_the_first_piece_nothing_is_sent_again(workspace: Any, room: Any) -> None:
    running = room[2]
    running.answers[1:] = [(500, b"down")]
    error = _send(workspace, "\n".join(f"line {n} {'x' * 60}" for n in range(700)))
    assert isinstance(error, SendError)
    assert error.permanent
    assert len(running.seen) == 2
    assert re.fullmatch(r"Part 1 of \d+ was the last that arrived\. 500: down", error.words)
    assert "parts arrived, since the other side said “500: down”" in failure_words(error.words)


@pytest.mark.django_db
@pytest.mark.server
def test_when_the_first_piece_fails_all_is_tried_again(workspace: Any, room: Any) -> None:
    room[2].answers[:] = [(503, b"down")]
    error = _send(workspace, "x " * 3000)
    assert isinstance(error, SendError)
    assert not error.permanent
    assert len(room[2].seen) == 1


def test_a_mail_address_stays_whole_and_a_room_in_one_does_not() -> None:
    assert defused("mari@example.org") == "mari@example.org"
    assert defused("x@everyone.example") == f"x@{GAP}everyone.example"
    assert defused("a@b @c") == f"a@{GAP}b @{GAP}c"


def test_a_card_shows_where_each_address_leads() -> None:
    assert in_card("See https://a.example/(x/y.") == "See [https://a.example/(x/y](https://a.example/%28x/y)."
    assert in_card("https://a.example|words") == "[https://a.example](https://a.example)|words"


def test_every_service_has_its_way_of_taking_text() -> None:
    assert set(TEXTS) == set(SERVICES.values())


@given(
    st.text(alphabet="ab @<>[](:)`&\n\u200b—é界", max_size=300),
    st.sampled_from(sorted(TEXTS)),
    st.integers(20, 80),
)
def test_pieces_lose_nothing_and_fit(text: str, service: str, longest: int) -> None:
    taken = TEXTS[service]
    found = list(pieces(taken, text, taken.longest - longest))
    assert all(0 < len(one) <= longest for one in found)
    bare = re.compile(rf"[\s{GAP}]")
    said = bare.sub("", taken.write(text))
    assert bare.sub("", "".join(found)) == said or taken.write is not defused

"""Whatever is sent as a comment to a running server is refused by name, or taken and shown as text."""

import csv
import json
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.server import Server, serving

pytestmark = pytest.mark.server

TAKEN = {
    "emoji": "🙂🙂🙂👍🏽👨‍👩‍👧",
    "mixed": "Доставка was fast 但是 hind oli kallis וזה הכל",
    "turned": "\u202eyreviled\u202c delivery \u2067abc\u2069",
    "longest": "delivery " * 1100,
    "markup": "<script>alert(1)</script><img src=x onerror=alert(2)> delivery",
    "hidden": "d\u200be\u200bl\u200bi\u200bv\u200be\u200br\u200by\ufeff" * 200,
    "empty": "",
    "nul": "deli\u0000very was late",
    "marks": "a" + "\u0301" * 9_000,
    "formula": '=HYPERLINK("http://x.example","delivery")',
    "quotes": "delivery' OR 1=1; -- \" \\ %s {0} {{ x }} {% x %}",
}
REFUSED = {"fifty-thousand": "delivery " * 5_600, "megabyte": "a" + "\u0301" * 500_000}
SURROGATE = b'{"key": "surrogate-surrogate", "score": 3, "reason": "delivery \\ud800 was late"}'
LOOK = """
import json
import django; django.setup()
from django.test import Client
from django.utils import timezone
from likely.base.member import Member, User
from likely.base.workspace import Workspace
from likely.collect.response import Response, ResponseState
from likely.store.seal import seal_workspace
from likely.store.tag_comments import read_again_due
from likely.store.theme_set import Origin, keep_themes
from likely.text.starter import starter
workspace = Workspace.objects.get(name="Nordic Hardware")
user = User.objects.create_user("owner@example.org")
Member.objects.create(workspace=workspace, user=user, role="owner")
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(user)
keep_themes(workspace, starter("retail"), Origin.STARTER, "test")
Response.objects.update(state=ResponseState.COUNTED, doubt="")  # one address sent them all in a second
seen = {}
for state in ("hot", "sealed"):
    if state == "sealed":
        seal_workspace(workspace, timezone.now(), timezone.now())
    read_again_due(timezone.now(), seconds=600)
    for address in PAGES:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        seen[f"{state} {address}"] = (answer.status_code, body.decode("utf-8", "strict"))
comments = list(Response.objects.order_by("at").values_list("comment", flat=True))
print(json.dumps({"seen": seen, "comments": comments}))
"""
COMMAND = """
import sys
from likely.cli.main import run
sys.argv = ["likely", *ARGUMENTS]
run()
"""
PAGES = (
    "/reasons?period=all",
    "/reasons/themes",
    "/reasons/inbox",
    "/reasons/comments?period=all&theme=delivery",
    "/responses?period=all",
    "/responses?period=all&q=delivery",
    "/responses?period=all&q=%22%F0%9F%99%82%22",
    "/digest/mail.html",
)


def post(server: Server, body: bytes) -> tuple[int, dict[str, Any]]:
    line = HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("POST", "/s/odd", body, {"Content-Type": "application/json"})
    answer = line.getresponse()
    return answer.status, json.loads(answer.read() or b"{}")


def sent(name: str, text: str) -> bytes:
    return json.dumps({"key": f"hostile-comment-{name}"[:64], "score": 3, "reason": text}).encode()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with serving(tmp_path_factory.mktemp("hostile")) as running:
        running.make_survey("odd")
        yield running


def test_hostile_comments_are_refused_by_name_or_shown_as_text(server: Server) -> None:
    for name, text in TAKEN.items():
        status, told = post(server, sent(name, text))
        assert status in (200, 201), (name, told)
    assert post(server, SURROGATE)[0] in (200, 201)
    for name, text in REFUSED.items():
        status, told = post(server, sent(name, text))
        assert 400 <= status < 500, name
        assert told["code"], told
    look = json.loads(server.run(f"PAGES = {PAGES!r}\n{LOOK}").splitlines()[-1])
    assert len(look["comments"]) == len(TAKEN) + 1
    assert not any("\0" in comment for comment in look["comments"])
    for page, (status, body) in look["seen"].items():
        assert status == 200, page
        assert "<script>alert(1)" not in body, page
        assert "onerror=alert(2)>" not in body.replace("&gt;", ""), page
    for state in ("hot", "sealed"):
        listed = look["seen"][f"{state} /responses?period=all"][1]
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in listed
        assert "Доставка was fast" in listed
        assert "🙂🙂🙂" in listed


def test_they_are_exported_as_text_and_reported(server: Server, tmp_path: Path) -> None:
    """After those above: the same server, the same answers."""
    file, page = tmp_path / "out.csv", tmp_path / "report.html"
    for arguments in (
        ["export", "responses", str(file), "--workspace", "Nordic Hardware"],
        ["report", str(file), "--html", str(page)],
    ):
        server.run(f"ARGUMENTS = {arguments!r}\n{COMMAND}")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == len(TAKEN) + 1
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    told = page.read_text("utf-8")
    assert f"{len(rows)} answers" in told
    assert "<script>alert(1)" not in told
    assert "<img src=x" not in told

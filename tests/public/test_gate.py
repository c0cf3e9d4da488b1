"""The gate: what passes, what is refused, and what it says to whom."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from likely.collect.response import Response
from likely.public.gate import Gate, GateSettings
from tests.public.malformed import FORM, JSON, KEY, malformed, malformed_at

CORPUS = list(malformed())


class Answered:
    def __init__(self, status: str, headers: list[tuple[str, str]], body: bytes) -> None:
        self.status, self.headers, self.body = int(status[:3]), dict(headers), body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    def ask(
        self, method: str, path: str, body: bytes = b"", media_type: str = JSON, **environ: str
    ) -> Answered:
        heard: list[Any] = []
        asked = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_TYPE": media_type,
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "192.0.2.1",
            "wsgi.input": io.BytesIO(body),
            **environ,
        }
        parts = self.gate(asked, lambda *told: heard.extend(told))  # type: ignore[arg-type, return-value]
        return Answered(heard[0], heard[1], b"".join(parts))

    def post(self, path: str, **sent: Any) -> Answered:
        return self.ask("POST", path, json.dumps(sent).encode())

    def form(self, path: str, text: str, **environ: str) -> Answered:
        return self.ask("POST", path, text.encode(), FORM, **environ)


def django(environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [b"django"]


def make_client(take_in: Callable[..., Any] | None = None, **settings: Any) -> Client:
    from likely.collect.intake import take_in as directly

    return Client(Gate(django, take_in or directly, GateSettings(**settings)))


@pytest.fixture
def client(survey: Any) -> Client:
    return make_client()


def test_a_tap_is_stored_and_told(client: Client) -> None:
    heard = client.post("/s/nordic", key=KEY, score=3)
    assert heard.status == 200
    assert heard.json == {"id": str(Response.objects.get().pk), "group": "detractor", "status": "stored"}
    assert heard.headers["Set-Cookie"] == (
        f"likely-nordic={KEY}; Path=/s/nordic; Max-Age=2592000; HttpOnly; SameSite=Lax"
    )
    assert (heard.headers["Cache-Control"], heard.headers["X-Content-Type-Options"]) == (
        "no-store",
        "nosniff",
    )


def test_over_https_the_cookie_stays_there(survey: Any) -> None:
    heard = make_client(secure=True).post("/s/nordic", key=KEY, score=3)
    assert heard.headers["Set-Cookie"].endswith("; Secure")
    assert "Strict-Transport-Security" in heard.headers


def test_without_a_script_each_step_leads_to_the_next(client: Client) -> None:
    first = client.form("/s/nordic", f"key={KEY}&score=9&language=et&website=")
    assert (first.status, first.headers["Location"]) == (303, "/s/nordic?step=why")
    cookie = f"likely-nordic={KEY}; other=1"
    last = client.form("/s/nordic", "reason=Kiire&permission=yes&done=yes", HTTP_COOKIE=cookie)
    assert (last.status, last.headers["Location"]) == (303, "/s/nordic?step=thanks")
    row = Response.objects.get()
    assert (row.score, row.comment, row.permission, row.language) == (9, "Kiire", True, "et")
    assert row.completed_at is not None


def test_a_personal_link_needs_no_key_and_sets_no_cookie(client: Client, invitation: Any) -> None:
    path = f"/r/{invitation.token}"
    assert client.post(path, seen=True).json == {"id": None, "group": None, "status": "seen"}
    heard = client.post(path, score=10)
    assert (heard.json["status"], "Set-Cookie" in heard.headers) == ("stored", False)
    assert client.post(path, reason="Kind people").json["status"] == "updated"
    assert Response.objects.get(invitation=invitation).comment == "Kind people"


def test_a_forged_token_is_unknown_and_asks_no_database(client: Client, invitation: Any) -> None:
    token = invitation.token
    forged = ("A" if token[-2] != "A" else "B").join([token[:-2], token[-1]])

    def never(submission: Any) -> Any:
        raise AssertionError("a forged token was looked up")

    heard = make_client(never).post(f"/r/{forged}", score=0)
    assert (heard.status, heard.json["code"]) == (404, "link_unknown")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "post"])
def test_other_methods_are_named(client: Client, method: str) -> None:
    heard = client.ask(method, "/s/nordic")
    assert (heard.status, heard.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_options_tells_what_is_allowed(client: Client) -> None:
    heard = client.ask("OPTIONS", "/s/nordic")
    assert (heard.status, heard.headers["Allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/s/nordic"),
        ("HEAD", "/r/token"),
        ("POST", "/"),
        ("POST", "/s/"),
        ("POST", "/s/a/b"),
        ("POST", "/s/a b"),
        ("POST", "/api/v1/responses"),
        ("DELETE", "/x"),
    ],
)
def test_everything_else_goes_on_to_django(client: Client, method: str, path: str) -> None:
    assert client.ask(method, path).body == b"django"


def test_the_corpus_is_large_enough() -> None:
    assert len(CORPUS) >= 200


@pytest.mark.parametrize("door", ["page", "widget", "kiosk", "personal link"])
def test_nothing_malformed_is_stored_or_breaks_anything(client: Client, survey: Any, door: str) -> None:
    from likely.ask.invitation import Invitation

    link = Invitation.objects.create(workspace=survey.workspace, survey=survey)
    addresses = {"page": "/s/nordic", "widget": "/w/nordic", "kiosk": "/k/nordic"}
    address = addresses.get(door, f"/r/{link.token}")
    # A personal link names its response itself.
    corpus = [one for one in CORPUS if door != "personal link" or one[0] != "no key"]
    corpus += malformed_at(door) if door in ("widget", "kiosk") else []
    wrong = [what for what, media_type, body in corpus if not is_refused(client, address, media_type, body)]
    assert wrong == []
    assert not Response.objects.exists()


def is_refused(client: Client, address: str, media_type: str, body: bytes) -> bool:
    heard = client.ask("POST", address, body, media_type)
    return (
        400 <= heard.status < 500
        and heard.headers["Content-Type"] == "application/problem+json"
        and heard.json["status"] == heard.status
        and heard.json["detail"] != ""
        and "Set-Cookie" not in heard.headers
    )


def test_a_field_at_fault_is_named(client: Client) -> None:
    told = client.post("/s/nordic", key=KEY, score="9").json
    assert (told["field"], told["code"], told["status"]) == ("score", "score_is_text", 422)


def test_text_is_cleaned_rather_than_lost(client: Client) -> None:
    client.post("/s/nordic", key=KEY, score=2, reason="  cut \ud83d off\u0000\r\nand on  ")
    assert Response.objects.get().comment == "cut  off\nand on"


def test_a_compressed_body_is_refused(client: Client) -> None:
    heard = client.ask("POST", "/s/nordic", b"\x1f\x8b", HTTP_CONTENT_ENCODING="gzip")
    assert heard.status == 415


def test_a_body_without_a_length_is_read_up_to_the_limit(client: Client) -> None:
    body = json.dumps({"key": KEY, "score": 4}).encode()
    assert client.ask("POST", "/s/nordic", body, CONTENT_LENGTH="").status == 200
    assert client.ask("POST", "/s/nordic", b"x" * 70_000, CONTENT_LENGTH="").status == 413


def test_one_address_can_not_flood_a_link(survey: Any) -> None:
    client = make_client(per_minute=3)
    statuses = [client.post("/s/nordic", key=KEY, score=score).status for score in (1, 2, 3, 4)]
    assert statuses == [200, 200, 200, 429]
    heard = client.post("/s/nordic", key=KEY, score=5)
    assert (heard.headers["Retry-After"], heard.json["code"]) == ("30", "too_many")
    elsewhere = client.ask("POST", "/s/nordic", b"{}", REMOTE_ADDR="192.0.2.2")
    assert elsewhere.status == 422


def test_an_invented_forwarded_address_gains_nothing(survey: Any) -> None:
    for proxies, header in ((0, "{}"), (1, "{}, 203.0.113.9")):
        client = make_client(per_minute=2, proxies=proxies)
        statuses = [
            client.ask(
                "POST", "/s/nordic", b"{}", HTTP_X_FORWARDED_FOR=header.format(f"198.51.100.{n}")
            ).status
            for n in range(3)
        ]
        assert statuses == [422, 422, 429], proxies


def test_an_unavailable_store_says_when_to_try_again() -> None:
    from likely.lib.refusal import Refusal

    def full(submission: Any) -> Any:
        raise Refusal("store_unavailable", "The answer can't be stored right now.")

    heard = make_client(full).post("/s/nordic", key=KEY, score=5)
    assert (heard.status, heard.headers["Retry-After"], heard.json["code"]) == (503, "2", "store_unavailable")


def test_a_person_without_a_script_reads_a_sentence_in_their_language(client: Client, survey: Any) -> None:
    survey.state = "closed"
    survey.save()
    browser = {"HTTP_ACCEPT": "text/html,*/*", "HTTP_ACCEPT_LANGUAGE": "xx,et;q=0.9"}
    heard = client.form("/s/nordic", f"key={KEY}&score=9", **browser)
    assert (heard.status, heard.headers["Content-Type"]) == (410, "text/html; charset=utf-8")
    assert '<html lang="et" dir="ltr">' in heard.body.decode()
    assert 'href="/s/nordic"' in heard.body.decode()

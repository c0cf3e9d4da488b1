"""What broke such programs elsewhere, sent to every operation: a 4xx that says why, never a 5xx."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import Program, problem, respond, told

TRAPS: tuple[Any, ...] = (
    "\ud800",
    "a\x00b",
    2**63,
    2**64,
    -(2**63) - 1,
    10**400,
    1e308,
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "99999999999999999",
    -99999999999,
    True,
    "9",
    None,
    "",
    " ",
    [],
    {},
    [[]],
    {"\ud800": "\ud800"},
    {"a\x00": 1},
    {"$ref": "#"},
    "x" * 20_000,
    "' OR 1=1 --",
    "../../etc/passwd",
    "\u202e",
    "\ufdd0\uffff",
    "😀" * 100,
    {"a": {"b": {"c": {"d": 1}}}},
    ["a"] * 1000,
)
RAW: tuple[bytes, ...] = (
    b"{",
    b"[]",
    b"null",
    b"9",
    b'"x"',
    b"\xff\xfe",
    b"\xef\xbb\xbf{}",
    b'{"score": NaN}',
    b'{"score": 1e999}',
    b'{"score": 9, "score": 8}',
    b'{"score": ' + b"9" * 5000 + b"}",
    b"[" * 100_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b'{"\\ud800": 1}',
    b'{"\\u0000": 1}',
    b"{}" + b" " * 100 + b"x",
)
BODIES: dict[str, dict[str, Any]] = {
    "/surveys": {
        "name": "N", "template": "tnps", "subject": "S", "touchpoint": "T", "languages": ["en"],
    },
    "/people": {
        "external_id": "1", "email": "a@example.org", "phone": "+3725551234", "name": "N", "language": "en",
        "properties": {"region": "North"},
    },
    "/events": {
        "name": "renewed", "person": {"email": "a@example.org"}, "at": "2026-06-01T00:00:00Z", "key": "e-1",
        "properties": {"plan": "pro"},
    },
    "/responses": {
        "survey": "", "score": 9, "comment": "C", "answers": {}, "person": {"email": "a@example.org"},
        "at": "2026-06-01T00:00:00Z", "channel": "api", "language": "en",
    },
    "/score": {
        "since": "2026-01-01", "until": "2026-12-31", "where": {"channel": ["api"]}, "words": "w",
        "by": ["channel"], "weighted": False,
    },
}  # fmt: skip
ADDRESSES = ("/surveys/{}", "/people/{}", "/responses/{}", "/surveys/{}/pause")
FILTERS = {
    "/surveys": ("limit", "cursor", "state"),
    "/people": ("limit", "cursor", "external_id", "email", "phone", "updated_since"),
    "/events": ("limit", "cursor", "name", "person", "since", "until"),
    "/responses": ("limit", "cursor", "survey", "since", "until", "group", "state", "updated_since"),
}


def replaced(body: Any, value: Any) -> Iterator[Any]:
    """The body with `value` in the place of each of its parts, nested ones too, and as one more field."""
    if isinstance(body, dict):
        for name, part in body.items():
            yield {**body, name: value}
            for inner in replaced(part, value):
                yield {**body, name: inner}
        yield {**body, "more": value}
    if isinstance(body, list) and body:
        yield [value]


def declined(answer: Any) -> bool:
    """A refusal in the form of all; anything but a success or a 4xx fails."""
    assert answer.status_code < 500, answer.content
    if answer.status_code < 400:
        return False
    found = told(answer, answer.status_code)
    assert found["status"] == answer.status_code
    assert found["detail"]
    assert found["code"]
    return True


@pytest.mark.parametrize("address", BODIES)
def test_no_value_in_any_field_breaks_an_operation(program: Program, survey: Any, address: str) -> None:
    body = {**BODIES[address], **({"survey": survey.slug} if address == "/responses" else {})}
    sent = refused = 0
    for value in TRAPS:
        for wrong in replaced(body, value):
            sent += 1
            refused += declined(program.post(address, json.dumps(wrong).encode()))
    assert sent > 100
    assert refused > sent / 4


@pytest.mark.parametrize("address", BODIES)
def test_no_bytes_break_an_operation(program: Program, address: str) -> None:
    for raw in RAW:
        assert declined(program.post(address, raw)), raw[:40]


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_breaks_an_operation(program: Program, db: None, address: str) -> None:
    from urllib.parse import quote

    for value in TRAPS:
        part = quote(str(value)[:2000], safe="", errors="replace")
        method = "POST" if address.endswith("pause") else "GET"
        if part.strip("%20"):
            assert declined(program.call(method, address.format(part))), value


@pytest.mark.parametrize("address", FILTERS)
def test_no_filter_breaks_a_list(program: Program, db: None, address: str) -> None:
    from urllib.parse import quote

    for name in (*FILTERS[address], "more"):
        for value in (*TRAPS, b"\xff"):
            part = quote(value) if isinstance(value, bytes) else quote(str(value)[:2000], errors="replace")
            declined(program.get(f"{address}?{name}={part}"))


def test_a_definition_of_ones_own_is_taken_and_a_wrong_one_is_not(program: Program, survey: Any) -> None:
    own = told(program.get(f"/surveys/{survey.slug}"))["definition"]
    made = told(program.post("/surveys", {"name": "Own", "definition": own}), 201)
    assert made["definition"] == own
    for value in TRAPS[::5]:
        for wrong in replaced(own, value):
            declined(program.post("/surveys", json.dumps({"name": "Own", "definition": wrong}).encode()))


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
def test_only_json_is_taken_as_json(program: Program, survey: Any, media: str) -> None:
    body = {"survey": survey.slug, "score": 9}
    problem(program.post("/responses", body, content_type=media), 415, "media_type_unknown", "Content-Type")


def test_json_says_its_charset_in_peace(program: Program, survey: Any) -> None:
    body = {"survey": survey.slug, "score": 9}
    told(program.post("/responses", body, content_type="application/json; charset=UTF-8"), 201)
    latin = program.post("/responses", body, content_type="application/json; charset=latin-1")
    problem(latin, 415, "media_type_unknown", "Content-Type")


def test_a_huge_body_is_refused(program: Program, db: None) -> None:
    problem(program.post("/people", b'{"name": "' + b"x" * 600_000 + b'"}'), 413, "body_too_large")


def test_an_address_that_is_not_there_is_a_problem_too(program: Program, db: None) -> None:
    for address in ("/nothing", "/responses/1/2", "/"):
        problem(program.get(address), 404, "not_found")


def test_a_method_that_is_not_there_says_which_are(program: Program, db: None) -> None:
    answer = program.call("DELETE", "/people")
    problem(answer, 405, "method_unknown")
    assert set(answer["Allow"].split(", ")) == {"GET", "POST"}


def test_text_of_strangers_comes_back_as_text(program: Program, survey: Any) -> None:
    found = told(
        program.post("/responses", {"survey": survey.slug, "score": 1, "comment": "a\ud800b\x00c"}), 201
    )
    assert found["comment"] == "abc"


def test_words_are_words_to_the_engine(program: Program, survey: Any) -> None:
    respond(survey, 9, comment="it's 100 % fine; DROP TABLE")
    found = (("it's", 1), ("100 %", 1), ("; drop", 1), ("f_ne", 0), ("f%e", 0), ("%", 1))  # % is no word
    for words, answered in found:
        assert told(program.post("/score", {"words": words}))["answered"] == answered

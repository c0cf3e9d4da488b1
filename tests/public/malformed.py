"""Submissions that nobody should send: (what, content type, body), made by hand and by combination."""

import json
from collections.abc import Iterator

KEY = "a-key-of-somebody-1"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"

Malformed = tuple[str, str, bytes]

NO_SCORES = [
    6.5,
    5.0,
    1e2,
    0.0,
    -0.0,
    -1,
    11,
    100,
    2**31,
    2**63,
    -(2**63),
    2**64,
    10**30,
    10**400,
    True,
    False,
    None,
    "",
    "9",
    "9abc",
    " 9",
    "nine",
    "9.0",
    "NaN",
    "½",
    "九",
    "\ud800",
    "\u0000",
    [],
    [9],
    {},
    {"score": 9},
]
NO_BOOLEANS = [0, 1, -1, 1.0, "true", "false", "yes", "no", "", None, [], {}, [True]]
NO_TEXTS = [0, 1, 1.5, True, False, None, [], {}, ["a"], {"text": "a"}]
NO_KEYS = [
    "",
    "short",
    "a" * 65,
    "with a space in it",
    "with\u0000nul-and-more",
    "with\ud800surrogate-x",
    "ключ-от-ответа-12",
    "../../../etc/passwd",
    "a" * 15,
    "line\nbreak-in-the-key",
    "invitation:0123456789abcdef",
    1,
    1.5,
    True,
    None,
    [],
    {},
    "k'; DROP TABLE x;--",
]
NO_LANGUAGES = [
    "e",
    "EN",
    "english language",
    "en_US",
    "e" * 13,
    "en\u0000",
    "\ud800",
    "",
    1,
    True,
    None,
    [],
    {},
]
NO_ANSWERS = [
    [],
    "text",
    1,
    True,
    None,
    {"colour": "red"},
    {"": 1},
    {"PRICE": 1},
    {"price; DROP": 1},
    {"\ud800": 1},
    {"a\u0000": 1},
    {"k" * 41: 1},
    {"improve": 5},
    {"improve": True},
    {"improve": ["x"]},
    {"improve": {"x": 1}},
    {"improve": 1.5},
    {"score": 5},
    {"reason": "x"},
    {"permission": True},
    {f"q{n}": 1 for n in range(70)},
    {"improve": "x" * 10_001},
]
UNKNOWN_FIELDS = [
    "comment",
    "Score",
    "workspace",
    "person",
    "at",
    "state",
    "seal",
    "id",
    "channel",
    "properties",
    "__proto__",
    "\ud800",
    "",
    "survey",
]
NO_JSON = [
    b"",
    b" ",
    b"{",
    b"}",
    b"[",
    b"null",
    b"true",
    b"3",
    b'"text"',
    b"[]",
    b'[{"score": 3}]',
    b"{'score': 3}",
    b"score=3",
    b'{"score": 3',
    b'{"score" 3}',
    b'{"score": 3,}',
    b'{"score": 03}',
    b'{"score": +3}',
    b'{"score": NaN}',
    b'{"score": Infinity}',
    b'{"score": -Infinity}',
    b'{"score": 3} x',
    b'{"score": 3}{"score": 4}',
    b"\xff\xfe{\x00}\x00",
    b"\xef\xbb\xbf{}",
    b'{"reason": "\xff"}',
    b'{"reason": "\xc3"}',
    b'{"reason": "\xed\xa0\x80"}',
    b"\x00",
    b"\x00" * 100,
    b'{"reason": "a\nb"}',
    b'{"reason": "\x00"}',
    b"<xml/>",
    b"{" * 5000,
    b"[" * 5000,
    b"[" * 30000 + b"]" * 30000,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b'{"score": ' + b"9" * 5000 + b"}",
    b'{"score": 1e999}',
    b'{"score": -1e999}',
    b'{"score": 3, "score": 3}',
    b'{"score": 3, "score": 9}',
    b'{"answers": {"improve": "a", "improve": "b"}}',
]
NO_FORMS = [
    b"",
    b"=",
    b"&&&",
    b"garbage",
    b"score",
    b"score=",
    b"score=11",
    b"score=-1",
    b"score=9.0",
    b"score=09",
    b"score=+9",
    b"score=%209",
    b"score=9%00",
    b"score=nine",
    b"score=%EF%BC%99",
    b"score=true",
    b"score=9&score=9",
    b"score=3&score=9",
    b"score=%ff",
    b"reason=%ff",
    b"reason=%ED%A0%80",
    b"\xff\xfe",
    b"score=9\xff",
    b"permission=maybe&score=9",
    b"permission=true&score=9",
    b"done=maybe&score=9",
    b"score=9&colour=red",
    b"score=9&answers.colour=red",
    b"score=9&answers.=x",
    b"score=9&answers.UP=x",
    b"score=9&language=xx_yy",
    b"score=9&seen=yes",
    b"&".join(b"f%d=1" % n for n in range(100)),
    b"reason=" + b"x" * 10_001,
    b"score=9&workspace=1",
    b"score=9&__proto__=1",
]
MEDIA_TYPES = [
    "",
    "text/plain",
    "text/json",
    "application/x-json",
    "application/problem+json",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json; charset=latin-1",
    "application/json; charset=utf-16",
    "application/octet-stream",
    "text/plain; charset=utf-8",
    "json",
    "application/",
    "/",
    ";;;",
    "application/jsonx",
]


NO_EVIDENCE = [
    [],
    "pointer",
    1,
    True,
    {"by": "mouse"},
    {"by": 1},
    {"by": ["key"]},
    {"ms": -1},
    {"ms": 1.5},
    {"ms": "700"},
    {"ms": True},
    {"moves": None},
    {"visible": 1},
    {"automated": "no"},
    {"numbers": -(2**63)},
    {"keys": None},
    {"agent": "x"},
    {"\ud800": 1},
]
NO_PROOFS = [1, True, [], {}, "x" * 61]
NO_PRESETS = [1, True, [], {}, "x" * 2_001]
NO_PROPERTIES = [
    [],
    "plan",
    1,
    True,
    None,
    {"plan": {}},
    {"plan": []},
    {"": "x"},
    {"plan": "x" * 10_001},
    {f"p{n}": 1 for n in range(500)},
]  # of a widget
NO_AGO = [-1, 1.5, "5", True, None, [], {}, 2**63, 90 * 24 * 3600 + 1]  # of a kiosk


def malformed_at(door: str) -> Iterator[Malformed]:
    """What one way of answering takes beside what all take. door: widget or kiosk."""
    field, values = {"widget": ("properties", NO_PROPERTIES), "kiosk": ("ago", NO_AGO)}[door]
    for value in values:
        yield told(f"{field}={value!r}", {"key": KEY, "score": 5, field: value})


def malformed() -> Iterator[Malformed]:
    for field, values in (
        ("score", NO_SCORES),
        ("permission", NO_BOOLEANS),
        ("done", NO_BOOLEANS),
        ("reason", NO_TEXTS),
        ("language", NO_LANGUAGES),
        ("answers", NO_ANSWERS),
        ("website", NO_TEXTS),
        ("evidence", NO_EVIDENCE),
        ("proof", NO_PROOFS),
        ("preset", NO_PRESETS),
    ):
        for value in values:
            yield told(f"{field}={value!r}", {"key": KEY, "score": 5, field: value})
    for value in NO_KEYS:
        yield told(f"key={value!r}", {"key": value, "score": 5})
    for name in UNKNOWN_FIELDS:
        yield told(f"field {name!r}", {"key": KEY, "score": 5, name: 1})
    yield told("no key", {"score": 5})
    yield told("a long reason", {"key": KEY, "score": 5, "reason": "x" * 10_001})
    yield told("a huge body", {"key": KEY, "score": 5, "reason": "x" * 70_000})
    yield told("nothing but a key", {"key": KEY})
    for body in NO_JSON:
        yield f"json {body[:40]!r}", JSON, body
    for body in NO_FORMS:
        yield f"form {body[:40]!r}", FORM, body if b"garbage" in body else body + b"&key=" + KEY.encode()
    for media_type in MEDIA_TYPES:
        yield f"media type {media_type!r}", media_type, json.dumps({"key": KEY, "score": 5}).encode()


def told(what: str, body: object) -> Malformed:
    return what[:90], JSON, json.dumps(body).encode()

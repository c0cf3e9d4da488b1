"""The corpus of what nobody should send, at the machines' door: refused with a field, and nothing stored."""

from typing import Any

from likely.collect.response import Response
from tests.api.conftest import Program
from tests.public import malformed as corpus


def bodies(slug: str) -> list[Any]:
    of_a_field = {
        "score": [value for value in corpus.NO_SCORES if value is not None],
        "comment": [value for value in corpus.NO_TEXTS if value is not None],
        "answers": [value for value in corpus.NO_ANSWERS if value is not None],
        "language": [value for value in corpus.NO_LANGUAGES if value is not None],
        "person": corpus.NO_PROPERTIES[:4],
        "at": [
            *corpus.NO_AGO[:4],
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-01-01T00:00:00",
            "9999-01-01T00:00:00Z",
        ],
        "channel": ["", "By Pigeon", 1, True, [], {}, "x" * 17],
    }
    whole = [
        {"survey": slug, "score": 5, field: value} for field, values in of_a_field.items() for value in values
    ]
    names = [name for name in corpus.UNKNOWN_FIELDS if name not in (*of_a_field, "survey")]
    unknown = [{"survey": slug, "score": 5, name: 1} for name in names]
    return [*whole, *unknown, *corpus.NO_JSON, {"score": 5}, {"survey": slug}, {"survey": 1, "score": 5}]


def test_nothing_malformed_is_stored_or_breaks_anything(program: Program, survey: Any, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 0  # no limit
    wrong = []
    for body in bodies(survey.slug):
        heard = program.post("/responses", body)
        said = heard.json() if heard["Content-Type"] == "application/problem+json" else {}
        if not (
            400 <= heard.status_code < 500 and said.get("detail") and said["status"] == heard.status_code
        ):
            wrong.append((body, heard.status_code))
        assert heard.status_code != 429
    assert wrong == []
    assert not Response.objects.exists()

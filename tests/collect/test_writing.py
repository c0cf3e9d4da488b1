"""Whatever a text holds, the row holds it too, on every database."""

from datetime import UTC, datetime
from typing import Any

import pytest

from likely.collect.intake import take_in_all
from likely.collect.response import Response
from likely.collect.submission import Submission

AWKWARD = [
    "NULL",
    "",
    "{",
    "}",
    "a,b",
    '"',
    "\\",
    '\\"',
    "'",
    "%s %",
    "a\nb\tc",
    "你好 😀",
    "{NULL}",
    '","',
    "--",
    "$1",
]


def sent(number: int, **said: Any) -> Submission:
    return Submission(at=datetime.now(UTC), slug="ours", key=f"a-key-of-many-{number:03}", **said)


@pytest.mark.django_db
def test_no_text_is_mistaken_for_anything_else(survey: Any) -> None:
    submissions = [
        sent(
            number, score=number % 11, comment=text, answers={"improve": text} if text else {}, language="et"
        )
        for number, text in enumerate(AWKWARD)
    ]
    assert [outcome.status for outcome in take_in_all(submissions)] == ["stored"] * len(AWKWARD)  # type: ignore[union-attr]
    rows = list(Response.objects.order_by("key"))
    assert [row.comment for row in rows] == AWKWARD
    assert [row.answers.get("improve", "") for row in rows] == AWKWARD
    assert [row.score for row in rows] == [number % 11 for number in range(len(AWKWARD))]


@pytest.mark.django_db
def test_an_edit_writes_the_same_and_no_more(survey: Any) -> None:
    take_in_all([sent(number, score=3, permission=bool(number % 2)) for number in range(40)])
    take_in_all([sent(number, comment='"changed", \\{}') for number in range(40)])
    rows = Response.objects.order_by("key")
    assert [(row.score, row.comment, row.permission, row.completed_at) for row in rows] == [
        (3, '"changed", \\{}', bool(number % 2), None) for number in range(40)
    ]


@pytest.mark.django_db
def test_times_are_kept_to_the_microsecond(survey: Any) -> None:
    at = datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC)
    take_in_all([Submission(at=at, slug="ours", key="a-key-of-somebody-1", score=3)])
    assert Response.objects.get().at == at

"""A batch's statements go together, and what is refused among them spoils nothing after them."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any

import pytest
from django.db import IntegrityError, connection

from likely.collect import statement
from likely.collect.intake import take_in_all
from likely.collect.response import Response
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


def sent(number: int, **said: Any) -> Submission:
    return Submission(at=datetime.now(UTC), slug="ours", key=f"a-key-of-many-{number:03}", **said)


def scores() -> dict[str, int | None]:
    return dict(Response.objects.values_list("key", "score"))


def test_new_changed_refused_and_seen_in_one_batch(survey: Any, invitation: Any) -> None:
    now = datetime.now(UTC)
    take_in_all([sent(number, score=3) for number in range(5)])
    outcomes = take_in_all(
        [
            *(sent(number, score=9) for number in range(3, 8)),
            sent(99),
            Submission(at=now, slug="nobody", key="a-key-of-somebody-1", score=1),
            Submission(at=now, invitation=invitation.pk, seen=True),
            Submission(at=now, invitation=invitation.pk, score=10),
            Submission(at=now, invitation=invitation.pk, score=10),
        ]
    )
    told = [one.code if isinstance(one, Refusal) else one.status for one in outcomes]
    assert told == [
        *("updated", "updated", "stored", "stored", "stored", "nothing_sent", "survey_unknown"),
        *("seen", "stored", "repeated"),
    ]
    keys = {f"a-key-of-many-{number:03}": 3 if number < 3 else 9 for number in range(8)}
    assert scores() == {**keys, f"invitation:{invitation.pk.hex}": 10}
    invitation.refresh_from_db()
    assert invitation.viewed_at


def test_an_error_is_an_error_of_the_whole_and_the_next_goes_on(survey: Any) -> None:
    take_in_all([sent(1, score=3)])
    table = connection.ops.quote_name(Response._meta.db_table)

    def spoil() -> None:
        with statement.one_transaction():
            statement.send(f"UPDATE {table} SET score = 7")
            statement.send(f"UPDATE {table} SET comment = NULL")

    with pytest.raises(IntegrityError):
        spoil()
    assert scores() == {"a-key-of-many-001": 3}
    assert [one.status for one in take_in_all([sent(1, score=4)])] == ["updated"]  # type: ignore[union-attr]


def test_a_lost_connection_is_opened_again(survey: Any) -> None:
    take_in_all([sent(1, score=3)])
    if connection.vendor == "postgresql":
        connection.connection.pgconn.finish()  # as a server that went away leaves it
    else:
        connection.close()
    assert [one.status for one in take_in_all([sent(1, score=4)])] == ["updated"]  # type: ignore[union-attr]
    assert scores() == {"a-key-of-many-001": 4}


def test_the_same_keys_at_once_are_one_response_each(survey: Any) -> None:
    """Two writers meet the same keys in other orders, as two processes do."""
    if connection.vendor == "sqlite":
        pytest.skip("with SQLite one writes")
    taken: list[Any] = []

    def write(numbers: list[int]) -> None:
        try:
            for at in range(0, len(numbers), 8):
                taken.extend(
                    take_in_all([sent(number, score=number % 11) for number in numbers[at : at + 8]])
                )
        finally:
            connection.close()

    writers = [Thread(target=write, args=(numbers,)) for numbers in ([*range(64)], [*reversed(range(64))])]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(one.status for one in taken) == ["repeated"] * 64 + ["stored"] * 64
    assert scores() == {f"a-key-of-many-{number:03}": number % 11 for number in range(64)}

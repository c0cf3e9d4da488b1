"""Three soft bounces within fourteen days, and an address rests for thirty."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from likely.people.soft_bounce import MOST, REST, WITHIN, note_soft_bounce, rest_until, still_counting
from likely.people.suppression import SuppressionReason, barred

NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 24 * 120).map(lambda hours: NOW + timedelta(hours=hours)), max_size=12)


def days(*numbers: float) -> list[datetime]:
    return [NOW + timedelta(days=number) for number in numbers]


def test_two_are_no_reason_to_rest() -> None:
    assert rest_until([]) is None
    assert rest_until(days(0, 1)) is None


def test_three_within_fourteen_days_are() -> None:
    assert rest_until(days(0, 7, 14)) == NOW + timedelta(days=44)
    assert rest_until(days(0, 7, 14.01)) is None


def test_one_told_twice_counts_once() -> None:
    assert rest_until(days(0, 0, 0, 1)) is None


@given(MOMENTS)
def test_an_address_rests_exactly_when_so_many_lie_so_close(bounces: list[datetime]) -> None:
    known = set(bounces)
    close = [end for end in known if sum(end - WITHIN <= one <= end for one in known) >= MOST]
    assert rest_until(bounces) == (max(close) + REST if close else None)
    assert rest_until(reversed(bounces)) == rest_until(bounces)


@given(MOMENTS)
def test_what_is_forgotten_changes_nothing(bounces: list[datetime]) -> None:
    """Told one by one in their order, with only `still_counting` kept, it is the same."""
    kept: list[datetime] = []
    rest = None
    for one in sorted(bounces):
        kept.append(one)
        rest = rest_until(kept) or rest
        kept = still_counting(kept)
    assert rest == rest_until(bounces)


def test_the_ledger_counts_and_bars_at_the_third(workspace: Any) -> None:
    for number, at in enumerate(days(0, 1, 1, 2)):
        note_soft_bounce(workspace, "mail", "mari@example.org", f"receipt:{number}", at)
        found = barred(workspace, "mail", ["mari@example.org"], "rnps", at + timedelta(hours=1))
        assert bool(found) is (at == NOW + timedelta(days=2))
    assert found == {"mari@example.org": SuppressionReason.SOFT_BOUNCE}
    after = NOW + timedelta(days=32)
    assert not barred(workspace, "mail", ["mari@example.org"], "rnps", after)
    note_soft_bounce(workspace, "mail", "mari@example.org", "receipt:5", after)
    assert not barred(workspace, "mail", ["mari@example.org"], "rnps", after)

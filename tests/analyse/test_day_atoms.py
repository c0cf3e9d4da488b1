"""No sum or difference of shown stretches of days tells a few answers: by linear algebra on what is shown."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from likely.analyse.day_atoms import DayAtoms
from likely.analyse.level import before_after
from likely.analyse.rolling import windows
from likely.store.aggregate import Counts
from tests.analyse.days import USUAL, by_day, cell, day

SMALLEST = 5
# Of fewer answers in all the whole itself would be one that is few.
SIZES = st.lists(st.integers(0, 9), min_size=8, max_size=30).filter(lambda sizes: sum(sizes) >= SMALLEST)


def counted(sizes: list[int]) -> Counts:
    return Counts(("day",), {(day(at),): cell(n, 0, 0) for at, n in enumerate(sizes)})


def told_by(stretches: list[tuple[date, date]], sizes: list[int]) -> list[tuple[int, int]]:
    """Runs of days whose sum follows from the sums of the stretches and of everything, as (first, end)."""
    n = len(sizes)
    rows = [np.ones(n)]
    for first, end in stretches:
        rows.append(np.array([1.0 if first <= day(at) < end else 0.0 for at in range(n)]))
    known = np.array(rows)
    found = []
    for first in range(n):
        for end in range(first + 1, n + 1):
            wanted = np.zeros(n)
            wanted[first:end] = 1.0
            # Days without an answer add nothing: whoever knows them may put them where they like.
            busy = np.array(sizes) > 0
            if not busy[first:end].any():
                continue
            a, b = known[:, busy].T, wanted[busy]
            x, *_ = np.linalg.lstsq(a, b, rcond=None)
            if np.allclose(a @ x, b, atol=1e-7):
                found.append((first, end))
    return found


@given(SIZES, st.integers(2, 9))
def test_rolling_windows_tell_no_few_answers(sizes: list[int], days: int) -> None:
    shown = windows(counted(sizes), days, SMALLEST)
    stretches = [(one.first, one.last + timedelta(days=1)) for one in shown]
    assert all(sum(sizes[first:end]) >= SMALLEST for first, end in told_by(stretches, sizes))


@given(SIZES, st.lists(st.integers(0, 40), max_size=4, unique=True), st.integers(2, 9))
def test_marks_and_windows_together_tell_no_few_answers(sizes: list[int], at: list[int], days: int) -> None:
    atoms = DayAtoms({day(place): {(): n} for place, n in enumerate(sizes)}, SMALLEST)
    marks = before_after(counted(sizes), {str(one): day(one) for one in at}, days, SMALLEST, atoms)
    stretches = []
    for mark in marks.values():
        reach = timedelta(days=days)
        stretches += [(mark.day - reach, mark.day)] if mark.before else []
        stretches += [(mark.day, mark.day + reach)] if mark.after else []
    rolled = windows(counted(sizes), days, SMALLEST, atoms)
    stretches += [(one.first, one.last + timedelta(days=1)) for one in rolled if one.score]
    assert all(sum(sizes[first:end]) >= SMALLEST for first, end in told_by(stretches, sizes))


def test_a_day_apart_is_too_near_where_a_day_has_few_answers() -> None:
    quiet = windows(counted([2] * 60), 28, SMALLEST)
    lasts = [one.last for one in quiet]
    assert min((b - a).days for a, b in pairwise(lasts)) >= 3
    assert quiet[-1].last == day(59)
    busy = windows(by_day((60, USUAL)), 28, SMALLEST)
    assert [one.last for one in busy] == [day(at) for at in range(27, 60)]


def test_a_second_mark_a_day_later_has_no_figures_where_a_day_has_few() -> None:
    found = before_after(
        counted([3] * 80), {"Price": day(40), "Release": day(41), "Move": day(60)}, 14, SMALLEST
    )
    assert found["Price"].before is not None
    assert (found["Release"].before, found["Release"].after) == (None, None)
    assert found["Release"].verdict == "too_few"
    assert found["Move"].after is not None


@pytest.mark.parametrize(("edge", "admitted"), [(1, False), (2, True), (3, True), (4, False)])
def test_an_edge_is_kept_only_where_both_its_atoms_are_large_enough(edge: int, admitted: bool) -> None:
    atoms = DayAtoms({day(at): {(): n} for at, n in enumerate([3, 3, 3, 3, 2])}, SMALLEST)
    assert atoms.admits([day(edge)]) is admitted
    assert atoms.admits([day(edge)]) is admitted

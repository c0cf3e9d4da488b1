"""Days that several shown figures are made of: no sum or difference of the figures may tell a few answers.

Every figure over a stretch of days begins and ends somewhere. These edges cut all days into atoms: stretches
that no shown figure takes apart. Whatever is added and taken away between shown figures is made of whole
atoms. So nothing of fewer than `smallest` answers can be worked out where each atom is empty or holds at
least so many. Two windows of 28 days that end one day apart have an atom of one day.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import accumulate

from likely.store.left_out import Atoms


class DayAtoms:
    """sizes: of each day the answers, under any name, and under others whatever else must not be a few.

    An edge is the first day of what follows, and kept once it is admitted.
    """

    def __init__(self, sizes: Mapping[date, Atoms], smallest: int) -> None:
        self._days = sorted(sizes)
        names = {name for atoms in sizes.values() for name in atoms}
        self._before = [
            [0, *accumulate(sizes[day].get(name, 0) for day in self._days)] for name in sorted(names, key=str)
        ]
        self._smallest = smallest
        self._edges: list[int] = []

    def admits(self, edges: Iterable[date]) -> bool:
        """Whether figures may begin and end at all of these edges too. If not, none of them is kept."""
        new = sorted({edge.toordinal() for edge in edges} - set(self._edges_near(edges)))
        for edge in new:
            insort(self._edges, edge)
        if all(self._is_safe(edge) for edge in new):
            return True
        for edge in new:
            self._edges.remove(edge)
        return False

    def _edges_near(self, edges: Iterable[date]) -> list[int]:
        """Those of the edges that are kept already."""
        found = []
        for edge in (one.toordinal() for one in edges):
            place = bisect_left(self._edges, edge)
            if place < len(self._edges) and self._edges[place] == edge:
                found.append(edge)
        return found

    def _is_safe(self, edge: int) -> bool:
        """The atoms on both sides of the edge."""
        place = bisect_left(self._edges, edge)
        before = self._edges[place - 1] if place else None
        behind = self._edges[place + 1] if place + 1 < len(self._edges) else None
        atoms = (*self._within(before, edge), *self._within(edge, behind))
        return all(n == 0 or n >= self._smallest for n in atoms)

    def _within(self, first: int | None, end: int | None) -> list[int]:
        """What is counted from `first` on, `end` not included; None: from the very first, or to the last."""
        low = 0 if first is None else bisect_left(self._days, date.fromordinal(first))
        high = len(self._days) if end is None else bisect_left(self._days, date.fromordinal(end))
        return [before[high] - before[low] for before in self._before]

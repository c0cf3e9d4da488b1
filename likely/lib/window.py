"""A limit by the minute: how often each name may come before it is told to wait."""

from collections.abc import Hashable
from time import monotonic
from typing import Final

SECONDS: Final = 60.0
MOST_NAMES: Final = 100_000  # a bound on the memory; beyond it the window starts anew


class Window:
    """Counts in this process. Two threads at once may count as one: a limit is no ledger."""

    def __init__(self, most: int) -> None:
        """most: how often a name is admitted in each minute; 0: without end."""
        self._most = most
        self._counts: dict[Hashable, int] = {}
        self._until = 0.0

    def admits(self, name: Hashable) -> bool:
        if not self._most:
            return True
        now = monotonic()
        if now >= self._until or len(self._counts) >= MOST_NAMES:
            self._counts, self._until = {}, now + SECONDS
        count = self._counts[name] = self._counts.get(name, 0) + 1
        return count <= self._most

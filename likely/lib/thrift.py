"""A memory that keeps a value the longer, the dearer it was."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Kept(Generic[Value]):
    value: Value
    until: float  # of the monotonic clock, seconds
    stamp: str | None
    cost: float  # seconds that it took


class Thrift(Generic[Value]):
    """Values by key, at most `longest` of them, each for `times` the seconds that making it took.

    So at most one part in `times` of a process goes into making the same value again. Threads may share it;
    two may make the same value at once.
    """

    def __init__(self, times: float, longest: int, clock: Callable[[], float] = monotonic) -> None:
        self._times = times
        self._longest = longest
        self._clock = clock
        self._kept: OrderedDict[Hashable, Kept[Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value], stamp: str | None = None) -> Value:
        """stamp: changes whenever the value would; while it is the same the value is kept without end."""
        with self._lock:
            found = self._kept.get(key)
        began = self._clock()
        if found is not None and (found.until > began or _same(found, stamp)):
            return found.value
        value = make()
        ended = self._clock()
        self._keep(key, Kept(value, ended + self._times * (ended - began), stamp, ended - began))
        return value

    def at_hand(
        self, key: Hashable, make: Callable[[], Value], cheap_seconds: float
    ) -> tuple[Value, float | None]:
        """A value without waiting, however old, where making it takes longer than `cheap_seconds`.

        And in how many seconds it may be made anew; None for one that is fresh.
        """
        with self._lock:
            found = self._kept.get(key)
        if found is None or found.cost <= cheap_seconds:
            return self.get(key, make), None
        return found.value, max(0.0, found.until - self._clock())

    def due_seconds(self, key: Hashable, stamp: str) -> float:
        """How long until a value that lags behind its stamp is made anew; 0 for one that does not lag."""
        with self._lock:
            found = self._kept.get(key)
        return 0.0 if found is None or _same(found, stamp) else max(0.0, found.until - self._clock())

    def _keep(self, key: Hashable, kept: Kept[Value]) -> None:
        with self._lock:
            self._kept[key] = kept
            self._kept.move_to_end(key)
            while len(self._kept) > self._longest:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)


def _same(kept: Kept[Value], stamp: str | None) -> bool:
    return stamp is not None and kept.stamp == stamp

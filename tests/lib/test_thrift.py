"""What is dear is kept; what is cheap is made anew."""

from collections.abc import Callable
from itertools import count

from likely.lib.thrift import Thrift


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now

    def taking(self, seconds: float) -> Callable[[], int]:
        """Something that takes so long and says how often it was done."""
        made = count(1)

        def make() -> int:
            self.now += seconds
            return next(made)

        return make


def test_a_value_is_kept_a_hundred_times_as_long_as_it_took() -> None:
    clock = Clock()
    memory, dear = Thrift[int](100, 10, clock), clock.taking(0.5)
    assert memory.get("a", dear) == 1
    clock.now += 49
    assert memory.get("a", dear) == 1
    clock.now += 2
    assert memory.get("a", dear) == 2


def test_what_costs_nothing_is_always_fresh() -> None:
    clock = Clock()
    memory, cheap = Thrift[int](100, 10, clock), clock.taking(0)
    assert [memory.get("a", cheap) for _ in range(3)] == [1, 2, 3]


def test_what_is_dear_is_at_hand_without_waiting_and_says_when_it_may_be_made_anew() -> None:
    clock = Clock()
    memory, dear, cheap = Thrift[int](3, 10, clock), clock.taking(2), clock.taking(0.01)
    assert memory.at_hand("a", dear, 0.05) == (1, None)
    clock.now += 1
    assert memory.at_hand("a", dear, 0.05) == (1, 5)
    clock.now += 100
    assert memory.at_hand("a", dear, 0.05) == (1, 0)
    assert memory.get("a", dear) == 2
    assert memory.at_hand("b", cheap, 0.05) == (1, None)
    clock.now += 1
    assert memory.at_hand("b", cheap, 0.05) == (2, None)


def test_it_stays_small() -> None:
    clock = Clock()
    memory = Thrift[int](100, 2, clock)
    for key in "abc":
        memory.get(key, clock.taking(1))
    assert memory.get("a", clock.taking(1)) == 1
    assert len(memory) == 2


def test_the_same_stamp_keeps_a_value_without_end_and_another_lets_it_lag() -> None:
    clock = Clock()
    memory, dear = Thrift[int](10, 10, clock), clock.taking(2)
    assert memory.get("a", dear, "monday") == 1
    clock.now += 10_000
    assert memory.get("a", dear, "monday") == 1
    assert memory.get("a", dear, "tuesday") == 2
    assert memory.get("a", dear, "wednesday") == 2
    assert memory.due_seconds("a", "tuesday") == 0
    assert memory.due_seconds("a", "wednesday") == 20
    clock.now += 21
    assert memory.due_seconds("a", "wednesday") == 0
    assert memory.get("a", dear, "wednesday") == 3

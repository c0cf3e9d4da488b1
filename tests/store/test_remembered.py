"""A bounded memory."""

from likely.store.remembered import Remembered


def test_a_value_is_made_once() -> None:
    made: list[int] = []
    kept = Remembered[int](longest=2)
    for _ in range(3):
        kept.get("a", lambda: made.append(1) or 1)
    assert made == [1]


def test_the_least_recently_used_is_forgotten() -> None:
    kept = Remembered[int](longest=2)
    for key in ("a", "b", "a", "c"):
        kept.get(key, lambda: 1)
    assert [kept.get(key, lambda: 2) for key in ("a", "c", "b")] == [1, 1, 2]

"""Chance that is the same tomorrow: numbers between 0 and 1 for a person, out of what they are drawn for."""

from hashlib import blake2b
from typing import Final
from uuid import UUID

RANGE: Final = float(2**53)


def draw(person: UUID, *drawn_for: str | UUID) -> float:
    """0 to less than 1, even over people, and independent for two things that it is drawn for."""
    return drawer(*drawn_for)(person)


class drawer:  # noqa: N801 - is called as a function
    """The same for many people: what is drawn for is put in once."""

    __slots__ = ("_begun",)

    def __init__(self, *drawn_for: str | UUID) -> None:
        said = (part.hex if isinstance(part, UUID) else part for part in drawn_for)
        self._begun = blake2b("\n".join(said).encode() + b"\n", digest_size=16)

    def __call__(self, person: UUID) -> float:
        found = self._begun.copy()
        found.update(person.bytes)
        return (int.from_bytes(found.digest()[:8], "big") >> 11) / RANGE

    def two(self, person: UUID) -> tuple[float, float]:
        """Two numbers that have nothing to do with each other; the first is the one of a call."""
        found = self._begun.copy()
        found.update(person.bytes)
        both = found.digest()
        return (int.from_bytes(both[:8], "big") >> 11) / RANGE, (
            int.from_bytes(both[8:], "big") >> 11
        ) / RANGE

"""Why people recommend and why they do not, heard in the comments of one slice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from likely.analyse.findings import Theme
from likely.analyse.small_groups import too_few
from likely.analyse.theme_voices import theme_voices
from likely.store.aggregate import Cell, counts
from likely.store.comments import comments
from likely.store.slice import Slice
from likely.store.table import Responses

READ: Final = 1000  # comments read at once, while somebody waits: more name the same reasons


@dataclass(frozen=True, slots=True)
class Heard:
    """recommend, not_recommend: the clearest first, each with its effect on the score.

    read: comments that were read. of: how many there are. hidden: a filter left fewer than may be shown.
    """

    recommend: tuple[Theme, ...] = ()
    not_recommend: tuple[Theme, ...] = ()
    read: int = 0
    of: int = 0
    hidden: bool = False

    @property
    def sampled(self) -> bool:
        return self.read < self.of


def hear(table: Responses, slice: Slice, *, smallest: int) -> Heard:
    """The reasons of one slice. smallest: comments; a theme of fewer, with or without it, is not told."""
    commented = counts(table, slice.cut("commented")).cells.get(("yes",), Cell()).answered
    if commented and (commented < smallest or too_few(table, slice.only("commented", "yes"), smallest)):
        return Heard(of=commented, hidden=True)
    read = comments(table, slice.cut(), commented, READ) if commented else None
    if read is None:
        return Heard()
    found = theme_voices(read.pairs)
    told = [theme for theme in found.themes if smallest <= theme.n <= len(read.pairs) - smallest]
    return Heard(
        recommend=_named(told, found.recommend, 1),
        not_recommend=_named(told, found.not_recommend, -1),
        read=len(read.pairs),
        of=read.of,
    )


def _named(themes: Iterable[Theme], names: Sequence[str], direction: int) -> tuple[Theme, ...]:
    """The themes of these names, in their order, that move the score that way."""
    by_name = {theme.name: theme for theme in themes if theme.effect * direction > 0}
    return tuple(by_name[name] for name in names if name in by_name)

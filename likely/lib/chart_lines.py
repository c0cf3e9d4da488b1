"""The layout of charts with one mark a line: name, mark, figure; above each other where it is narrow."""

from collections.abc import Sequence
from dataclasses import dataclass

from likely.lib.drawing import INK, NARROW, SOFT, fit, text_width, write

WIDEST_FIGURE = 190.0  # px


@dataclass(frozen=True, slots=True)
class Lines:
    """Where names, marks and figures of a chart of `count` lines stand, all in px.

    name_px, figure_px: what the columns of names and figures take where the chart is wide.
    """

    width: int
    count: int
    name_px: float
    figure_px: float
    top: float = 0.0

    @classmethod
    def of(cls, width: int, names: Sequence[str], figures: Sequence[str], top: float = 0.0) -> "Lines":
        name_px = min(max(map(text_width, names)) + 4, width * 0.36)
        figure_px = min(max(map(text_width, figures)) + 4, WIDEST_FIGURE)
        return cls(width, len(names), name_px, figure_px, top)

    @property
    def narrow(self) -> bool:
        return self.width < NARROW

    @property
    def left(self) -> float:
        return 4 if self.narrow else self.name_px + 16

    @property
    def right(self) -> float:
        return self.width - (4 if self.narrow else self.figure_px + 16)

    @property
    def step(self) -> int:
        return 54 if self.narrow else 34

    @property
    def bottom(self) -> float:
        return self.top + self.step * self.count

    def mark_y(self, place: int) -> float:
        return self.top + self.step * place + (36 if self.narrow else 17)

    def text_y(self, place: int) -> float:
        return self.mark_y(place) + (-19 if self.narrow else 5)

    def texts(self, place: int, name: str, figure: str, *, soft: bool = False, spare: float = 0.0) -> str:
        """Name and figure of one line, neither into the other. spare: px kept free before the figure."""
        figure = fit(figure, self.width * 0.6 if self.narrow else self.figure_px)
        room = self.width - text_width(figure) - spare - 12 if self.narrow else self.name_px
        y = self.text_y(place)
        return write(0, y, name, room=room) + write(
            self.width, y, figure, anchor="end", fill=SOFT if soft else INK
        )

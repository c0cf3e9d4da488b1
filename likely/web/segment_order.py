"""In which order the segments of the board stand, in the chart and in its table."""

from dataclasses import replace
from typing import Any, Final

from likely.analyse.board import Board
from likely.analyse.report import SegmentScore
from likely.lib.sort_order import Head, head

SORTS: Final = ("value", "-value", "score", "-score", "n", "-n")
USUAL: Final = "-score"


def segment_head(asked: str) -> Head:
    return head(asked, SORTS, USUAL, "rank")


def with_segments_by(board: Board, by: str) -> Board:
    """The board with its segments by value, score or number of answers; those without a score last."""
    descending, name = by.startswith("-"), by.lstrip("-")

    def measure(segment: SegmentScore) -> Any:
        if name == "value":
            return segment.value.casefold()
        return getattr(segment.score, "value" if name == "score" else "n")

    told = [segment for segment in board.segments if name == "value" or segment.score]
    told.sort(key=measure, reverse=descending)
    untold = [segment for segment in board.segments if name != "value" and not segment.score]
    return replace(board, segments=(*told, *untold))

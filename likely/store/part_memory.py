"""What was asked of a part of a table is kept while the part's stamp names the same rows."""

from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from likely.store.remembered import Remembered
from likely.store.table import Responses

Answer = TypeVar("Answer")
ANSWERS: Final = Remembered[Any](longest=4000)  # aggregates of sealed parts


def remember(part: Responses, question: Hashable, make: Callable[[], Answer]) -> Answer:
    """The answer to the question. A part without a stamp is asked again."""
    if part.stamp is None:
        return make()
    answer: Answer = ANSWERS.get((part.stamp, part.has, part.dimensions, question), make)
    return answer

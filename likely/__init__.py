"""Likely: ask, collect, score honestly, explain, act. In Python: a score, a comparison, a file of answers."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from likely.analyse.comparison import Comparison, compare, score
    from likely.analyse.data import Data, read
    from likely.analyse.held_against import Quoted
    from likely.lib.refusal import Refusal
    from likely.stats.estimate import Estimate
    from likely.stats.score import Score

__all__ = ["Comparison", "Data", "Estimate", "Quoted", "Refusal", "Score", "compare", "read", "score"]

# Each is imported when it is first asked for: the server imports this package too and needs none of them.
_PLACES = {
    "Comparison": "likely.analyse.comparison",
    "compare": "likely.analyse.comparison",
    "score": "likely.analyse.comparison",
    "Data": "likely.analyse.data",
    "read": "likely.analyse.data",
    "Quoted": "likely.analyse.held_against",
    "Refusal": "likely.lib.refusal",
    "Estimate": "likely.stats.estimate",
    "Score": "likely.stats.score",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module 'likely' has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

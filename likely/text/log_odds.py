"""Which words one group says more than the other: log-odds with a Dirichlet prior."""

import math
from collections.abc import Hashable, Mapping
from typing import TypeVar

Term = TypeVar("Term", bound=Hashable)


def log_odds(ours: Mapping[Term, int], theirs: Mapping[Term, int], prior: float = 500.0) -> dict[Term, float]:
    """z of each term: above 0 where `ours` says it more often, below 0 where `theirs` does.

    Monroe, Colaresi, Quinn (2008), eq. 16 and 22, with an informative prior of `prior` words spread
    as the two groups together use them: rare words are pulled to zero, common ones are not.
    """
    n_ours, n_theirs = sum(ours.values()), sum(theirs.values())
    total = n_ours + n_theirs
    terms = {**ours, **theirs}
    if not n_ours or not n_theirs:
        return {}
    if len(terms) == 1:
        return dict.fromkeys(terms, 0.0)
    strength = min(prior, float(total))
    scores = {}
    for term in terms:
        x, y = ours.get(term, 0), theirs.get(term, 0)
        alpha = strength * (x + y) / total
        gap = _log_odds(x + alpha, n_ours + strength) - _log_odds(y + alpha, n_theirs + strength)
        scores[term] = gap / math.sqrt(1 / (x + alpha) + 1 / (y + alpha))
    return scores


def _log_odds(count: float, total: float) -> float:
    return math.log(count / (total - count))

"""Which terms stand for a class of texts: class-based TF-IDF (Grootendorst 2022, eq. 2).

    weight of term t in class c = tf(t, c) · log(1 + A / f(t))

tf: how often the class says the term; f: how often all classes together do; A: mean number of terms a class.
"""

import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

Term = TypeVar("Term", bound=Hashable)


def class_tfidf(classes: Sequence[Mapping[Term, int]]) -> list[dict[Term, float]]:
    """Per class the weight of each of its terms, from the counts of terms class by class."""
    total: Counter[Term] = Counter()
    for counts in classes:
        total.update(counts)
    mean = total.total() / len(classes) if classes else 0.0
    return [
        {term: n * math.log(1 + mean / total[term]) for term, n in counts.items() if n} for counts in classes
    ]

"""How favourable a comment or a clause is, learnt from pairs of comment and score.

The label is free: people who recommend write differently from people who do not, in any language. So what is
learnt is "how those write who give a high score", which is not the same as a linguist's opinion.

A linear model over the columns of `likely.text.grams` (logistic loss, L2), promoters against detractors, both
groups weighing the same; its log-odds become probabilities by Platt's scaling on folds that the model had not
seen. Where a workspace has few pairs, a small model that comes with Likely speaks first, and its voice fades
as pairs come in: weight n / (n + FADES).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from likely.text.grams import BUCKETS, Grams, idf_of, weighted
from likely.text.words import normalised

# NumPy, SciPy and scikit-learn are imported where they are used: `import likely` must stay light.

FEWEST = 300  # pairs of promoters and detractors under which nothing is learnt
FADES = 500  # pairs at which the workspace's own model and the shipped one weigh the same
MOST = 10_000  # pairs that are learnt from, the newest
SURE = 0.65  # probability from which a clause is praise (and 1 − SURE under which it is blame)
SHIPPED = "sentiment.npz"
FEWEST_OF_A_SIDE = 20
_FOLDS = 3
_LOOSE = 4.0  # C of the logistic loss: the higher, the closer to the pairs


@dataclass(frozen=True, slots=True, eq=False)
class Sentiment:
    """weights: one number a column (IDF included). slope, shift: from log-odds to calibrated log-odds.

    n: pairs learnt from. auc: promoters against detractors, on folds not seen; None where not measured.
    """

    weights: Any
    idf: Any
    bias: float
    slope: float
    shift: float
    n: int
    auc: float | None = None
    before: "Sentiment | None" = None

    def of_rows(self, counts: Any) -> Any:
        """Probability (0..1) that whoever wrote a row of counts recommends; 0.5 where nothing is known."""
        import numpy as np

        return 1 / (1 + np.exp(-self.log_odds(counts)))

    def log_odds(self, counts: Any) -> Any:
        import numpy as np

        odds = weighted(counts, self.idf) @ self.weights + self.bias
        odds = self.slope * odds + self.shift
        if self.before is not None:
            ours = self.n / (self.n + FADES)
            odds = ours * odds + (1 - ours) * self.before.log_odds(counts)
        told = np.diff(counts.indptr) > 0
        return np.where(told, odds, 0.0)

    def of(self, texts: Sequence[str]) -> list[float]:
        """Probabilities of texts as they were written."""
        return [float(p) for p in self.of_rows(Grams().rows(normalised(text) for text in texts))]


def polarity(probability: float) -> int:
    """1 praise, -1 blame, 0 where it can't be told."""
    return 1 if probability >= SURE else -1 if probability <= 1 - SURE else 0


def learn(pairs: Sequence[tuple[bool, str]]) -> Sentiment:
    """From comments of one workspace and whether their writers recommend, the shipped model behind it.

    Passives teach nothing and are left out before. With fewer than FEWEST, or next to none on one side, it is
    the shipped one alone.
    """
    told = pairs[-MOST:]
    good = sum(recommends for recommends, _ in told)
    if len(told) < FEWEST or min(good, len(told) - good) < FEWEST_OF_A_SIDE:
        return shipped()
    counts = Grams().rows(normalised(text) for _, text in told)
    return fit(counts, [recommends for recommends, _ in told], before=shipped())


def fit(counts: Any, good: Sequence[bool], before: Sentiment | None = None) -> Sentiment:
    """The model of rows of counts and whether each was written by somebody who recommends."""
    import numpy as np
    from sklearn.metrics import roc_auc_score

    target = np.asarray(good, dtype=bool)
    idf = idf_of(counts)
    kept = np.flatnonzero(idf)  # columns of two rows and more: the others teach nothing
    rows = weighted(counts, idf)[:, kept]
    unseen = _out_of_fold(rows, target)
    slope, shift = _platt(unseen, target)
    coefficients, bias = _logistic(rows, target)
    weights = np.zeros(BUCKETS, dtype=np.float32)
    weights[kept] = coefficients
    return Sentiment(
        weights, idf, bias, slope, shift, len(target), float(roc_auc_score(target, unseen)), before
    )


def _logistic(rows: Any, target: Any) -> tuple[Any, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=_LOOSE, class_weight="balanced", solver="liblinear", random_state=0, max_iter=60, tol=1e-3
    )
    model.fit(rows, target)
    return model.coef_[0], float(model.intercept_[0])


def _out_of_fold(rows: Any, target: Any) -> Any:
    """Log-odds of each row by a model that did not see it."""
    import numpy as np

    order = np.random.default_rng(0).permutation(len(target))
    unseen = np.empty(len(target))
    for fold in range(_FOLDS):
        there = np.zeros(len(target), dtype=bool)
        there[order[fold::_FOLDS]] = True
        weights, bias = _logistic(rows[~there], target[~there])
        unseen[there] = rows[there] @ weights + bias
    return unseen


def _platt(odds: Any, target: Any) -> tuple[float, float]:
    """Platt (1999) with both groups weighing the same: 0.5 is "can't be told", whatever the base rate."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6, class_weight="balanced").fit(odds.reshape(-1, 1), target)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


@cache
def shipped() -> Sentiment:
    """The small model that comes with Likely (tools/train_sentiment.py makes it)."""
    import numpy as np

    with files("likely.text").joinpath(SHIPPED).open("rb") as source, np.load(source) as kept:
        columns = kept["columns"]
        weights = np.zeros(BUCKETS, dtype=np.float32)
        weights[columns] = kept["weights"].astype(np.float32) * float(kept["step"])
        idf = np.zeros(BUCKETS, dtype=np.float32)
        idf[columns] = kept["idf"].astype(np.float32) / 16
        bias, slope, shift, n = (float(value) for value in kept["rest"])
    return Sentiment(weights, idf, bias, slope, shift, int(n))

"""The score as it would be if those who answered were like the population in what is known of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from likely.analyse.segments import score_of
from likely.analyse.small_groups import too_few, unseen
from likely.lib.refusal import Refusal
from likely.stats.rake import Margin, WeightClass, rake_trimmed, raked_score, thin_categories
from likely.stats.score import Score
from likely.stats.weights import WeightedScore
from likely.store.aggregate import Cell, counts
from likely.store.slice import Slice
from likely.store.table import Responses

LIMIT = 5.0  # times the mean weight
MOST_DESIGN_EFFECT, FEWEST_EFFECTIVE = 2.0, 30


@dataclass(frozen=True, slots=True)
class Raked:
    """raw: all answers as they came. weighted: those whose categories are known, with the margins met.

    shares: column -> category -> (share of the answers, share of the population), 0..1. thin: (column,
    category) pairs with fewer than 20 answers. left_out: answers without a known category. shaky: the weights
    do most of the talking (design effect above 2, or fewer than 30 effective answers).
    """

    raw: Score
    weighted: WeightedScore
    shares: Mapping[str, Mapping[str, tuple[float, float]]]
    thin: tuple[tuple[str, str], ...]
    left_out: int
    shaky: bool


def raked(
    table: Responses, slice: Slice, population: Mapping[str, Mapping[str, float]], *, limit: float = LIMIT
) -> Raked:
    """population: column -> category -> how many there are, in any unit. No weight is above `limit`."""
    if not population:
        raise Refusal("no_margins", "There is no margin to weight to.", cure="Name a column and its shares.")
    columns = tuple(population)
    found = counts(table, replace(slice, by=columns))
    known = {key: cell for key, cell in found.cells.items() if _known(key, population) and cell.answered}
    raw, left_out = score_of(found.total()), found.total().answered - _answered(known.values())
    if raw is None or not known:
        raise Refusal("no_answers", "Nobody who answered is in a category of the margins.", field="margins")
    start = [sum(cell.w) for cell in known.values()]
    n = [cell.answered for cell in known.values()]
    margins = [
        Margin(name, tuple(str(key[place]) for key in known), _scaled(population[name]))
        for place, name in enumerate(columns)
    ]
    factors = rake_trimmed(start, n, margins, limit)
    classes = [WeightClass(cell.n, cell.w, cell.w2) for cell in known.values()]
    weighted = raked_score(classes, margins, factors)
    assert weighted is not None  # noqa: S101 - somebody answered
    return Raked(
        raw=raw,
        weighted=weighted,
        shares={margin.name: _shares(margin, n) for margin in margins},
        thin=thin_categories(n, margins),
        left_out=left_out,
        shaky=weighted.design_effect > MOST_DESIGN_EFFECT or weighted.n_effective < FEWEST_EFFECTIVE,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """found: None where nobody of a margin may be shown. unseen: kinds that too few answered from."""

    found: Raked | None
    unseen: tuple[str, ...]


def raked_to_shown(
    table: Responses, slice: Slice, population: Mapping[str, Mapping[str, float]], smallest: int
) -> Shown:
    """`raked`, with kinds that too few answered from left out, so that no share tells them."""
    missing: list[str] = []
    margins: dict[str, dict[str, float]] = {}
    for name, kinds in population.items():
        cells = counts(table, slice.cut(name)).cells
        there = {str(key[0]): cell for key, cell in cells.items() if key[0] and cell.answered}
        few = unseen(there, smallest) | (kinds.keys() - there.keys())
        missing += sorted(few & kinds.keys())
        margins[name] = {kind: n for kind, n in kinds.items() if kind not in few}
    if not population or not all(margins.values()) or too_few(table, slice, smallest):
        return Shown(None, tuple(missing))
    return Shown(raked(table, slice.cut(), margins), tuple(missing))


def _known(key: tuple[object, ...], population: Mapping[str, Mapping[str, float]]) -> bool:
    return all(
        value is not None and str(value) in targets
        for value, targets in zip(key, population.values(), strict=True)
    )


def _answered(cells: Iterable[Cell]) -> int:
    return sum(cell.answered for cell in cells)


def _scaled(targets: Mapping[str, float]) -> dict[str, float]:
    """As shares of 1, so that margins given in different units agree."""
    total = sum(targets.values())
    if not total > 0:
        raise Refusal("bad_target", "A margin needs targets above 0.", field="margins")
    return {category: value / total for category, value in targets.items()}


def _shares(margin: Margin, n: list[int]) -> dict[str, tuple[float, float]]:
    total = sum(n)
    return {
        category: (sum(c for c, of in zip(n, margin.of, strict=True) if of == category) / total, target)
        for category, target in margin.target.items()
    }

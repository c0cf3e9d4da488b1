"""How far two coders agree beyond chance: Cohen's kappa (1960)."""

from collections.abc import Sequence

from likely.lib.refusal import Refusal


def kappa(table: Sequence[Sequence[float]]) -> float:
    """(observed − expected) / (1 − expected) of a square table of counts, one coder by the other; −1..1.

    Expected is the agreement of coders who use the categories as often as these two and know nothing of each
    other. Where one category is all that both use, there is nothing to agree on.
    """
    if any(len(row) != len(table) for row in table) or not table:
        raise Refusal("not_square", "The table of two coders is not square.", field="table")
    n = sum(map(sum, table))
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    expected = sum(a * b for a, b in zip(rows, columns, strict=True)) / n**2 if n else 1.0
    if expected >= 1:
        raise Refusal("one_category", "Both coders use one category only.", field="table")
    return (sum(row[place] for place, row in enumerate(table)) / n - expected) / (1 - expected)

"""Counts by day, made for a test."""

from datetime import date, timedelta

import numpy as np

from likely.store.aggregate import Cell, Counts

START = date(2025, 1, 6)  # a Monday
USUAL, LOW = (0.15, 0.35, 0.50), (0.27, 0.35, 0.38)  # +35 and +11


def cell(detractors: int, passives: int, promoters: int) -> Cell:
    n = [0] * 11
    n[3], n[8], n[10] = detractors, passives, promoters
    w = tuple(map(float, n))
    return Cell(tuple(n), w, w)


def by_day(*parts: tuple[int, tuple[float, float, float]], a_day: float = 40, seed: int = 1) -> Counts:
    """So many days with these shares, part after part; and some answers without a date."""
    rng = np.random.default_rng(seed)
    shares = [share for length, share in parts for _ in range(length)]
    cells = {
        (START + timedelta(days=at),): cell(*map(int, rng.multinomial(rng.poisson(a_day), share)))
        for at, share in enumerate(shares)
    }
    return Counts(("day",), {**cells, (None,): cell(5, 5, 5)})


def day(number: int) -> date:
    return START + timedelta(days=number)

"""What customers are worth: churn rate (CCR), profit per customer (CPS), lifetime value (CLTV) (R16)."""

import math
from dataclasses import dataclass

from likely.lib.refusal import Refusal
from likely.stats.count import read_count
from likely.stats.estimate import Estimate
from likely.stats.proportion import proportion
from likely.stats.student import t_of_level


def churn_rate(at_start: int, lost: int, level: float = 0.95) -> Estimate | None:
    """CCR: percent of the customers at the start of a period who were lost in it; newcomers do not count."""
    return proportion(lost, at_start, level)


def annual_churn(percent: float, periods_a_year: float = 12) -> float:
    """The percent lost in a year when `percent` is lost in each period: 1 − (1 − c)^periods."""
    kept: float = (1 - _share(percent)) ** periods_a_year
    return 100 * (1 - kept)


def expected_life(percent: float) -> float:
    """The periods that a customer stays on average, 1/c, as long as the churn rate stays what it is."""
    share = _share(percent)
    if share == 0:
        raise Refusal("no_churn", "percent is 0: nobody left, so no length of life can be told.")
    return 1 / share


def _share(percent: float) -> float:
    if not 0 <= percent <= 100:  # refuses NaN too
        raise Refusal("not_a_percent", f"percent {percent!r} is not between 0 and 100.", field="percent")
    return percent / 100


@dataclass(frozen=True, slots=True)
class Money:
    """Sums over customers: n of them, revenue, cost to serve, their squares and products. They add up."""

    n: int
    revenue: float
    cost: float
    revenue2: float
    cost2: float
    revenue_cost: float


def profit_per_customer(money: Money, level: float = 0.95) -> Estimate | None:
    """CPS: revenue minus cost to serve for each customer, in the currency, mean ± t·s/√n.

    None below two customers: one tells nothing of how they differ.
    """
    n = read_count(money.n, "n")
    if n < 2:
        return None
    mean = (money.revenue - money.cost) / n
    squares = money.revenue2 - 2 * money.revenue_cost + money.cost2 - n * mean * mean
    half = t_of_level(level, n - 1) * math.sqrt(max(squares, 0.0) / (n - 1) / n)
    return Estimate(mean, mean - half, mean + half, n, "t", level, "currency")


def revenue_per_cost(money: Money, level: float = 0.95) -> Estimate | None:
    """CPS as a ratio: revenue for each unit of money spent on customers, linearised interval.

    The variance of a ratio R = Σr/Σc is n/(n − 1)·Σ(r − R·c)²/(Σc)². None below two customers or
    without cost.
    """
    n = read_count(money.n, "n")
    if n < 2 or money.cost <= 0:
        return None
    ratio = money.revenue / money.cost
    squares = money.revenue2 - 2 * ratio * money.revenue_cost + ratio**2 * money.cost2
    error = math.sqrt(max(squares, 0.0) * n / (n - 1)) / money.cost
    half = t_of_level(level, n - 1) * error
    return Estimate(ratio, ratio - half, ratio + half, n, "linearised", level, "ratio")


def margin_multiple(retention: float, discount: float) -> float:
    """The years of margin that a customer is worth: r/(1 + i − r) (Gupta & Lehmann 2003).

    retention: share kept each year, 0..1. discount: yearly rate, 0.1 for 10 %. Margin and retention are
    taken to stay what they are, the first margin to come at the end of the year.
    """
    if not 0 <= retention <= 1:
        raise Refusal("not_a_share", f"retention {retention!r} is not between 0 and 1.", field="retention")
    if not discount >= 0:
        raise Refusal("not_a_rate", f"discount {discount!r} is below 0.", field="discount")
    if 1 + discount - retention <= 0:
        raise Refusal("endless_value", "Everybody stays and nothing is discounted: the value has no end.")
    return retention / (1 + discount - retention)


def lifetime_value(yearly_margin: float, retention: float, discount: float) -> float:
    """CLTV: the yearly margin times its multiple, in the currency."""
    return yearly_margin * margin_multiple(retention, discount)

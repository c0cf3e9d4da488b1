"""Figures as people read them: rounded once, at the end, with a true minus sign and never −0."""

from decimal import ROUND_HALF_UP, Decimal

MINUS = "−"


def rounded(value: float) -> int:
    """The whole number nearest to `value`; halves go away from zero (62.5 → 63)."""
    return int(_nearest(value, 0))


def number(value: float, decimals: int = 0) -> str:
    """A figure without a plus: 62.857 → 63, −4.6 → −5, −0.3 → 0."""
    return f"{_nearest(value, decimals):f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """Points with their sign: +63, −28, 0."""
    return ("+" if _nearest(value, decimals) > 0 else "") + number(value, decimals)


def short(value: float) -> str:
    """A figure with the decimals that it has and no more: 10, 2.5, 12 000, −4."""
    whole, mark, decimals = f"{value:.12g}".partition(".") if abs(value) < 1e12 else (f"{value:.4g}", "", "")
    return (
        (grouped(int(whole)) if whole.lstrip("-").isdigit() else whole).replace("-", MINUS) + mark + decimals
    )


def percent(share: float, decimals: int = 0) -> str:
    """A share of 0..1 as a percentage: 0.057 → 6 %, or 5.7 % with one decimal."""
    return f"{_nearest(share, decimals + 2).scaleb(2):f}\u00a0%"


def probability(p: float) -> str:
    """A p-value: p 0.003, p 0.04, p < 0.001."""
    if p < 0.001:
        return "p < 0.001"
    return f"p {p:.3f}" if p < 0.01 else f"p {p:.2f}"


def grouped(count: int) -> str:
    """A count with thin spaces between thousands: 9 630."""
    return f"{count:,}".replace(",", "\u202f")


def _nearest(value: float, decimals: int) -> Decimal:
    """Halves go away from zero, so that a score and its mirror image stay mirror images. Never −0."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0

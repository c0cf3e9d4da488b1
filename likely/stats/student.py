"""Student's t, which the standard library lacks. SciPy is imported only when a t is asked for."""

from likely.stats.normal import z_of_level


def t_of_level(level: float, freedom: float) -> float:
    """How many standard errors hold a share `level` in the middle, with `freedom` degrees of freedom."""
    from scipy.special import stdtrit

    z_of_level(level)  # refuses a level outside 0..1
    return float(stdtrit(freedom, 0.5 + level / 2))


def p_of_t(t: float, freedom: float) -> float:
    """The two-sided p of a t statistic."""
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -abs(t)))

"""How the verdicts about drivers are computed: the boxes that can be opened below each picture."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.analyse.driving import Between, Driving
from likely.lib.figure import grouped, number, percent, probability
from likely.lib.measured import Rows
from likely.stats.key_driver import COLLINEAR_VIF, FEWEST_ANSWERS
from likely.web.driver_names import named
from likely.web.insight import Method

LMG = N_("share of x = mean over all orders of R²(before, x) − R²(before), / R²")
WEIGHTS = N_("share of x = Σ λ²ₓₖ·β²ₖ / R²,  λ = correlation^½")
STEP = N_("score = a + Σ bₓ·x,  bₓ from the pairwise moments Σx, Σxxᵀ")
NEEDS = N_("score = a + Σ (penaltyₓ·[x low] + rewardₓ·[x high])")
BETWEEN = "a − b,  error = √(errorₐ² + errorᵦ²)"


def association() -> str:
    return _(
        "What goes together is not what causes: nothing here says what would happen if a rating were raised."
    )


def missing() -> str:
    return _("“Not applicable” and unanswered questions are left out of each pair, never counted as a zero.")


def shares_method(driving: Driving, names: Mapping[str, str]) -> Method:
    many = driving.found.method == "relative weights"
    name = (
        _("Relative weights (Johnson 2000)")
        if many
        else _("Averaging over orders (LMG: Lindeman, Merenda & Gold 1980; a Shapley value)")
    )
    assumes = (
        association(),
        missing(),
        _(
            "Intervals by the jackknife over 64 groups of customers: they hold for ratings of few steps, and "
            "when people answer repeatedly."
        ),
        _("At least %(n)s answers are needed: with fewer, shares swing by more than they differ.")
        % {"n": FEWEST_ANSWERS},
    )
    return Method(name, _(WEIGHTS) if many else _(LMG), assumes, _table(driving, names))


def step_method(driving: Driving, names: Mapping[str, str]) -> Method:
    assumes = (
        association(),
        _("All drivers stand in one equation: each is what remains when the others are held still."),
        _(
            "The tests are judged together: of those called real at most 5 % are false on average "
            "(Benjamini & Hochberg 1995)."
        ),
    )
    name = _("Least squares on the answers 0 to 10, all drivers together")
    return Method(name, _(STEP), assumes, _table(driving, names))


def _table(driving: Driving, names: Mapping[str, str]) -> Rows:
    """Driver, ratings, mean, step of the score, p, variance inflation."""
    return Rows(
        (_("Driver"), _("Ratings"), _("Mean"), _("Step of the score"), "p", _("Variance inflation")),
        tuple(
            (
                named(names, one.name),
                grouped(one.n),
                "–" if one.mean is None else number(one.mean, 2),
                "–" if one.coefficient is None else number(one.coefficient, 2),
                "–" if one.p is None else probability(one.p).removeprefix("p "),
                "–" if one.vif is None else number(one.vif, 1),
            )
            for one in driving.found.drivers
        ),
    )


def standing_method(driving: Driving, names: Mapping[str, str]) -> Method:
    assumes = (
        association(),
        _("Performance is the mean on the way from the lowest step that was chosen to the highest."),
        _("The lines stand at the averages of these drivers: the corner says only where to look first."),
    )
    rows = Rows(
        (_("Driver"), _("Mean"), _("Performance")),
        tuple(
            (named(names, one.name), number(one.mean or 0, 2), percent(driving.standing[one.name]))
            for one in driving.found.drivers
            if one.name in driving.standing
        ),
    )
    name = _("Importance and performance side by side (Martilla & James 1977)")
    return Method(name, _(LMG), assumes, rows)


def needs_method(driving: Driving, names: Mapping[str, str]) -> Method:
    assumes = (
        association(),
        _("Held against a middling rating. One-sided: half as large again by step, and beyond chance."),
        missing(),
    )
    rows = Rows(
        (_("Driver"), _("Rated low"), _("Answers"), _("Rated high"), _("Answers")),
        tuple(
            (
                named(names, one.name),
                f"≤ {driving.needs.ends[one.name].low}",
                grouped(one.low),
                f"≥ {driving.needs.ends[one.name].high}",
                grouped(one.high),
            )
            for one in driving.needs.drivers
        ),
    )
    return Method(_("Penalty and reward regression (Brandt 1988)"), _(NEEDS), assumes, rows)


def between_method(between: Between, names: Mapping[str, str]) -> Method:
    assumes = (
        _("The two groups share no customer."),
        _("A share is relative: where one driver gains, the others lose."),
        association(),
    )
    rows = Rows(
        (_("Driver"), between.first, between.second, "p"),
        tuple(
            (
                named(names, one.name),
                percent(one.a / 100, 1),
                percent(one.b / 100, 1),
                probability(one.p).removeprefix("p "),
            )
            for one in between.rows
        ),
    )
    return Method(_("Difference of two shares from their intervals (MOVER)"), BETWEEN, assumes, rows)


def inflated() -> str:
    return number(COLLINEAR_VIF)

"""Agents, teams, shops side by side: raw beside fair, possible ranks, who can't be told apart."""

from functools import partial
from itertools import combinations

from django.utils.translation import gettext as _

from likely.analyse.verdict_words import apart_words, members_words
from likely.lib.chart_fair import FairRow, fair_lines
from likely.lib.figure import grouped, number, percent, signed
from likely.lib.measured import Rows, span
from likely.stats.difference import difference
from likely.stats.fair import FEWEST, Comparison, Member
from likely.web.drawing import Chart
from likely.web.insight import Insight, Method

MOST_PAIRED = 40  # members of whom each pair is looked at


def team_insight(found: Comparison, cases: str) -> Insight:
    """cases: what the kinds of case are called; empty where all count as alike."""
    finding = members_words(found, _).rstrip(".。")
    shown = [
        FairRow(one.name, one.raw.value, one.value, one.low, one.high, one.standing) for one in found.members
    ]
    rows = Rows(
        (
            _("Name"),
            _("Answers"),
            _("Raw"),
            _("Expected of this mix"),
            _("Adjusted"),
            _("To go by"),
            _("Rank"),
        ),
        tuple(_row(one) for one in found.members),
    )
    draw = partial(_lines, shown, found.company.value, rows, finding)
    return Insight(Chart("fair", finding, draw, rows), _method(found, cases), tuple(_said(found, cases)))


def nobody() -> Insight:
    """What stands where there is nobody to compare."""
    title, rows = _("Nobody to compare yet"), Rows((_("Name"),), ())
    return Insight(
        Chart("fair", title, partial(_lines, [], 0.0, rows, title), rows), Method("", "", (), rows)
    )


def _lines(shown: list[FairRow], company: float, rows: Rows, title: str, width: int) -> str:
    return fair_lines(shown, company, rows, title=title, width=width, gettext=_)


def _row(one: Member) -> tuple[str, ...]:
    rank = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
    figures = (signed(one.raw.value), signed(one.expected), signed(one.adjusted))
    by = f"{signed(one.value)} ({span(one.low, one.high, _)})"
    return (one.name, grouped(one.raw.n), *figures, by, rank)


def _said(found: Comparison, cases: str) -> list[str]:
    """The highest and the lowest of the raw figures, whether they can be told apart, and who is left out."""
    by_raw = sorted(found.members, key=lambda one: -one.raw.value)
    top, bottom = by_raw[0], by_raw[-1]
    said = [
        _("As they came, %(a)s has %(high)s and %(b)s has %(low)s.")
        % {"a": top.name, "high": signed(top.raw.value), "b": bottom.name, "low": signed(bottom.raw.value)}
        + " "
        + apart_words(found, top.name, bottom.name, _)
    ]
    if alike := _alike(found):
        said.append(_("Far apart as they came, and yet: %(told)s") % {"told": apart_words(found, *alike, _)})
    if not cases:
        said.append(
            _("No kinds of case are told apart here: whoever has the hard ones is not excused for it.")
        )
    if found.left_out:
        said.append(
            _("Too few answers to be shown (fewer than %(n)s): %(names)s.")
            % {"n": FEWEST, "names": _(", ").join(found.left_out)}
        )
    return said


def _alike(found: Comparison) -> tuple[str, str] | None:
    """Those two whose raw figures lie furthest apart beyond chance, and who can't be told apart all the same.

    None: there are none such.
    """
    shown = sorted(found.members, key=lambda one: -one.raw.n)[:MOST_PAIRED]
    pairs = sorted(combinations(shown, 2), key=lambda two: -abs(two[0].raw.value - two[1].raw.value))
    ends = {max(found.members, key=_raw).name, min(found.members, key=_raw).name}
    for a, b in pairs:
        raw, gap = difference(a.raw, b.raw), found.told_apart(a.name, b.name)
        if raw.p <= 1 - raw.level and gap.p > 1 - gap.level and {a.name, b.name} != ends:
            return a.name, b.name
    return None


def _raw(one: Member) -> float:
    return one.raw.value


def _method(found: Comparison, cases: str) -> Method:
    assumes = (
        _("Kinds of case, told apart by: %(cases)s. What nobody recorded is not taken out.")
        % {"cases": cases}
        if cases
        else _("All cases count as alike: what is expected of everybody is the score of all."),
        _("Small numbers are believed less: their figure is drawn towards the mean of them all."),
        _("Between the members lie %(points)s points beyond chance (standard deviation).")
        % {"points": number(found.between, 1)},
        _("Ranks by 4 000 draws: the one given lies between these with 95 %."),
    )
    rows = Rows(
        (_("Name"), _("Detractors"), _("Passives"), _("Promoters"), _("Error"), _("Belief")),
        tuple(
            (
                one.name,
                *map(grouped, (one.raw.detractors, one.raw.passives, one.raw.promoters)),
                number(one.error, 1),
                percent(one.belief),
            )
            for one in found.members
        ),
    )
    name = _("Indirect standardisation, then shrinkage (DerSimonian & Laird 1986)")
    formula = _(
        "adjusted = raw − expected of its mix + company\n"
        "to go by = mean + belief·(adjusted − mean)\n"
        "belief = between² / (between² + error²)"
    )
    return Method(name, formula, assumes, rows)

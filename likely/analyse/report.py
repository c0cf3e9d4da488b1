"""The full report on a file: from one table of responses to everything that can be said about it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from likely.analyse.benchmarks import BENCHMARKS
from likely.analyse.drivers import MOST_DRIVERS, Drivers, drivers
from likely.analyse.findings import (
    Benchmark,
    Change,
    Driver,
    PeriodScore,
    Quote,
    Report,
    SegmentScore,
    Theme,
)
from likely.analyse.measures import measured
from likely.analyse.report_json import to_json
from likely.analyse.segments import score_of, scores_by
from likely.analyse.theme_voices import Voices, theme_voices
from likely.analyse.trend import folded, grain_of, trend
from likely.analyse.warnings import Facts, warnings
from likely.lib.translation import translator
from likely.stats.key_driver import FEWEST_PER_DRIVER
from likely.stats.scale import GROUP_SCORES, HIGHEST, LOWEST
from likely.store.aggregate import Cell, Counts, counts
from likely.store.comments import answers_a_person, comments, judged_comments
from likely.store.file import ResponseFile
from likely.store.slice import Slice
from likely.store.table import Responses
from likely.text.taxonomy import Taxonomy

__all__ = [
    "Benchmark",
    "Change",
    "Driver",
    "PeriodScore",
    "Quote",
    "Report",
    "SegmentScore",
    "Theme",
    "make_report",
    "to_json",
]

MOST_CUTS = 4  # chosen when nobody names any
CUT_VALUES = range(2, 21)  # of a column that is chosen as a cut
TRIED_CUTS = 12  # columns looked at to choose
ALL = Slice()

Hear = Callable[[Sequence[tuple[int, str]]], Voices]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Columns by the file's name -> the table's name. chosen: nobody named them."""

    by: Mapping[str, str]
    drivers: Mapping[str, str]
    chosen_by: bool
    chosen_drivers: bool
    table: Responses


def make_report(
    file: ResponseFile,
    by: Sequence[str] = (),
    drivers: Sequence[str] = (),
    language: str = "en",
    themes: Taxonomy | None = None,
) -> Report:
    """Everything that the file tells. by, drivers: columns; where none is named they are chosen and said.

    language: of the warnings. Comments are read in whatever language they are in. themes: to read them by;
    without any, themes are found in the comments.
    """
    asked = _asked(file, tuple(by), tuple(drivers))
    bare = _bare(file)
    if "score" not in file.table.has or not file.answered:
        bare = _with_reasons_of_a_measure(bare, file)
        return replace(bare, warnings=warnings(bare, Facts(notes=file.notes), translator(language)))
    by_day = counts(asked.table, ALL.cut("day") if "day" in asked.table.has else ALL)
    report = _with_scores(bare, asked, by_day.total())
    report, facts = _with_cuts(report, asked, Facts(notes=file.notes))
    report, facts = _with_trend(report, by_day, facts)
    report, facts = _with_drivers(report, asked, facts)
    report, facts = _with_voices(
        report, asked.table, facts, partial(theme_voices, given=themes, language=language)
    )
    if "person" in asked.table.has:
        facts = replace(facts, answers_a_person=answers_a_person(asked.table, ALL))
    return replace(report, warnings=warnings(report, facts, translator(language)))


def _bare(file: ResponseFile) -> Report:
    """What is known before anything is counted."""
    return Report(
        source=file.source,
        rows=file.rows,
        answered=file.answered if "score" in file.table.has else 0,
        ignored=file.ignored,
        columns=file.columns,
        guessed=file.guessed,
        score=None,
        weighted=None,
        distribution=(0,) * 11,
        by={},
        grain=None,
        trend=(),
        changes=(),
        drivers=(),
        themes=(),
        recommend=(),
        not_recommend=(),
        quotes={},
        commented={},
        benchmarks=BENCHMARKS,
        warnings=(),
        measures=measured(file.measures),
    )


def _asked(file: ResponseFile, by: tuple[str, ...], named: tuple[str, ...]) -> _Asked:
    shown = {own: name for name, own in file.names.items()}
    table = file.asked(by, named)
    cuts = {name: file.column(name) for name in by}
    rated = {name: file.column(name) for name in named}
    return _Asked(
        by=cuts or {shown.get(own, own): own for own in table.dimensions if own not in table.ratings},
        drivers=rated or {shown.get(own, own): own for own in table.ratings[: _most_drivers(file)]},
        chosen_by=not by,
        chosen_drivers=not named,
        table=table,
    )


def _most_drivers(file: ResponseFile) -> int:
    """How many unnamed ratings the answers can tell apart."""
    return min(MOST_DRIVERS, file.answered // FEWEST_PER_DRIVER)


def _with_scores(report: Report, asked: _Asked, total: Cell) -> Report:
    weighted = None
    if "weight" in asked.table.has:
        weighted = score_of(counts(asked.table, replace(ALL, weighted=True)).total(), weighted=True)
    return replace(
        report,
        answered=total.answered,
        score=score_of(total),
        weighted=weighted,
        distribution=total.n,
    )


def _with_cuts(report: Report, asked: _Asked, facts: Facts) -> tuple[Report, Facts]:
    by: dict[str, tuple[SegmentScore, ...]] = {}
    for name, column in asked.by.items() if not asked.chosen_by else list(asked.by.items())[:TRIED_CUTS]:
        cut = counts(asked.table, ALL.cut(column))
        if not asked.chosen_by or (len(by) < MOST_CUTS and _tells(cut)):
            by[name] = scores_by(cut)
    unseen = {name: sum(row.score is None for row in rows) for name, rows in by.items()}
    facts = replace(
        facts,
        chosen_by=tuple(by) if asked.chosen_by else (),
        hidden={name: n for name, n in unseen.items() if n},
    )
    return replace(report, by=by), facts


def _tells(cut: Counts) -> bool:
    """Whether a column that nobody named is worth a table: some values, each with answers to speak of."""
    sizes = [cell.answered for (value,), cell in cut.cells.items() if value is not None]
    return len(sizes) in CUT_VALUES and sorted(sizes)[-2] >= 30 and sum(sizes) >= cut.total().answered / 2


def _with_trend(report: Report, by_day: Counts, facts: Facts) -> tuple[Report, Facts]:
    if by_day.by != ("day",):
        return report, facts
    grain = grain_of(by_day)
    undated = by_day.cells.get((None,), Cell()).answered
    if grain is None:
        return report, replace(facts, undated=undated)
    periods, changes = trend(folded(by_day, grain))
    return replace(report, grain=grain, trend=periods, changes=changes), replace(facts, undated=undated)


def _with_drivers(report: Report, asked: _Asked, facts: Facts) -> tuple[Report, Facts]:
    shown = {own: name for name, own in asked.drivers.items()}
    found = drivers(asked.table, ALL, tuple(shown))
    named = tuple(replace(one, name=shown[one.name]) for one in found.drivers)
    found = Drivers(
        drivers=named,
        r2=found.r2,
        refused=found.refused,
        left_out={shown[own]: why for own, why in found.left_out.items()},
        collinear=tuple(shown[own] for own in found.collinear),
        method=found.method,
    )
    chosen = tuple(asked.drivers) if asked.chosen_drivers else ()
    return replace(report, drivers=named), replace(facts, drivers=found, chosen_drivers=chosen)


def _with_voices(report: Report, table: Responses, facts: Facts, hear: Hear) -> tuple[Report, Facts]:
    if "comment" not in table.has:
        return report, facts
    with_comment = counts(table, ALL.cut("commented")).cells.get(("yes",), Cell())
    read = comments(table, ALL, with_comment.answered)
    found = hear(read.pairs) if read.pairs else Voices()
    report = replace(
        report,
        themes=found.themes,
        recommend=found.recommend,
        not_recommend=found.not_recommend,
        quotes=found.quotes,
        commented=_commented(report.distribution, with_comment.n),
    )
    return report, replace(facts, comments_read=len(read.pairs), comments=read.of)


def _with_reasons_of_a_measure(report: Report, file: ResponseFile) -> Report:
    """What those who say yes and those who say no write, where the file asks another question than 0..10.

    A yes is read as a promoter's and a no as a detractor's answer; no score is made of that.
    """
    if not file.measures or "comment" not in file.table.has:
        return report
    measure = file.measures[0]
    answers = tuple(measure.counts)
    judged = judged_comments(file.table, file.column(measure.column), answers, measure.positive, measure.n)
    found = theme_voices((HIGHEST if yes else LOWEST, text) for yes, text in judged)
    return replace(report, recommend=found.recommend, not_recommend=found.not_recommend)


def _commented(total: Sequence[int], with_comment: Sequence[int]) -> dict[str, float]:
    """Group -> share of its answers that come with a comment. Both by score 0..10."""
    shares = {}
    for group, scores in GROUP_SCORES.items():
        answers = sum(total[score] for score in scores)
        if answers:
            shares[str(group)] = sum(with_comment[score] for score in scores) / answers
    return shares

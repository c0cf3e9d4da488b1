"""The report as a page in a terminal: good at 80 columns, plain when piped, legible without colour."""

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from likely.analyse import report_words as words
from likely.analyse.findings import Report, SegmentScore
from likely.cli.terminal_marks import FILLS, big, group_line, number_line, share_line
from likely.lib import chart
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Gettext, Rows, in_full, span, with_interval
from likely.lib.plain_text import shortened
from likely.stats.score import Score

LINE_WIDTH, LEGEND_WIDTH = 17, 80
LONGEST_QUOTE = 240  # characters
OBEYED = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}  # what a terminal acts on instead of showing
MOST_PERIODS, MOST_SEGMENTS, MOST_QUOTES, MOST_BENCHMARKS = 24, 15, 2, 4
COLOURS = {"detractor": "red", "passive": "yellow", "promoter": "cyan"}


def show(report: Report, console: Console, gettext: Gettext) -> None:
    """Print the whole page."""
    for part in (
        _finding(report, gettext),
        _warnings(report, gettext),
        _groups(report, gettext),
        *(_cut(column, rows, gettext) for column, rows in report.by.items() if rows),
        _trend(report, gettext),
        _drivers(report, gettext),
        _reasons(report, gettext),
        _themes(report, gettext),
        _quotes(report, gettext),
        _weighted(report, gettext),
        _benchmarks(report, gettext),
        _responses(report, gettext),
    ):
        if part is not None:
            console.print(part)


def plain(text: str) -> str:
    """Text of strangers without what a terminal would obey: escape sequences, bells, turned directions."""
    return "".join(
        " " if character in "\r\n\t" else character
        for character in text
        if character in "\r\n\t"
        or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )


def _section(place: str, title: str, *parts: RenderableType) -> Group:
    head = Rule(Text(plain(place), style="bold"), align="left", characters="─", style="dim")
    return Group(head, Text(plain(title), style="bold"), *parts, Text(""))


def _finding(report: Report, gettext: Gettext) -> Group:
    finding = Text(words.finding(report, gettext))
    name = Text(plain(report.source), style="bold")
    if report.score is None:
        return Group(name, Text(""), finding, Text(""))
    score = report.score
    beside = with_interval(score, gettext).removeprefix(signed(score.value)).strip()
    digits = Text("\n".join(big(signed(score.value))), style="bold")
    line = Text(number_line(score.low, score.value, score.high, 61))
    figure = Table.grid(padding=(0, 3))
    figure.add_row(digits, Group("", f"{beside} · n {grouped(score.n)}"))
    ends = Text(f"−100{'0':^59}+100", style="dim")
    return Group(
        name, Text(""), Padding(figure, (0, 0, 0, 2)), Text(""), line, ends, Text(""), finding, Text("")
    )


def _warnings(report: Report, gettext: Gettext) -> Group | None:
    if not report.warnings:
        return None
    lines = [Padding(Text(f"! {plain(warning)}"), (0, 0, 0, 2)) for warning in report.warnings]
    return Group(Rule(Text(gettext("Read with care"), style="bold"), align="left", style="dim"), *lines, "")


def _groups(report: Report, gettext: Gettext) -> Group | None:
    score = report.score
    if score is None:
        return None
    counts = {"detractor": score.detractors, "passive": score.passives, "promoter": score.promoters}
    names = chart.group_words(gettext)
    bar = Text()
    for group, piece in group_line(counts, 76).items():
        bar.append(piece, style=COLOURS[group])
    legend = [
        Text.assemble(
            (FILLS[group], COLOURS[group]), f" {names[group]} {percent(n / score.n, 1)} · {grouped(n)}"
        )
        for group, n in counts.items()
    ]
    fits = sum(one.cell_len + 3 for one in legend) <= LEGEND_WIDTH
    legends = [Text("   ").join(legend)] if fits else legend
    return _section(
        gettext("Groups"), words.groups_title(score, gettext), bar, *legends, _distribution(report)
    )


def _distribution(report: Report) -> Table:
    total, most = sum(report.distribution) or 1, max(report.distribution) or 1
    table = _table("", "", "", right=(0, 2))
    table.show_header = False
    for score, n in enumerate(report.distribution):
        table.add_row(str(score), share_line(n / most, 40), f"{percent(n / total, 1)} · {grouped(n)}")
    return table


def _cut(column: str, rows: Sequence[SegmentScore], gettext: Gettext) -> Group:
    table = _scores(gettext("Name"), gettext)
    for row in rows[:MOST_SEGMENTS]:
        mark = {"above": "▲ ", "below": "▼ "}.get(row.verdict)
        table.add_row(
            Text(plain(row.value), overflow="ellipsis", no_wrap=True),
            *_score_cells(row.score, chart.verdict_words(gettext)["too_few"], gettext),
            mark + chart.verdict_words(gettext)[row.verdict] if mark else "",
        )
    more = _more(len(rows) - MOST_SEGMENTS, gettext)
    return _section(column, words.segments_title(rows, gettext), table, *more)


def _scores(name: str, gettext: Gettext) -> Table:
    ends = f"−100{'0':^{LINE_WIDTH - 8}}+100"
    table = _table(name, ends, gettext("Score"), "", right=(2,))
    table.columns[1].no_wrap = table.columns[3].no_wrap = True
    return table


def _score_cells(score: Score | None, missing: str, gettext: Gettext) -> tuple[str, str]:
    if score is None:
        return ("", missing)
    return (number_line(score.low, score.value, score.high, LINE_WIDTH), in_full(score, gettext))


def _more(n: int, gettext: Gettext) -> list[Text]:
    return [Text(gettext("{n} more: --html or --json shows all.").format(n=n), style="dim")] if n > 0 else []


def _trend(report: Report, gettext: Gettext) -> Group | None:
    if not any(period.score for period in report.trend):
        return None
    called = words.verdict_of_period(report.trend, report.changes)
    real = {"above": gettext("▲ real rise"), "below": gettext("▼ real fall")}
    table = _scores(gettext("Period"), gettext)
    for period in report.trend[-MOST_PERIODS:]:
        told = real.get(called.get(period.period, ""), "")
        table.add_row(plain(period.period), *_score_cells(period.score, gettext("no score"), gettext), told)
    rest = words.rest_of_changes(report.changes, gettext)
    return _section(
        gettext("Trend"),
        words.trend_title(report.changes, gettext),
        table,
        *_more(len(report.trend) - MOST_PERIODS, gettext),
        *([Text(rest, style="dim")] if rest else []),
    )


def _drivers(report: Report, gettext: Gettext) -> Group | None:
    if not report.drivers:
        return None
    table = _table(gettext("Driver"), "", gettext("Share"), gettext("Interval (95 %)"), "", right=(2, 3))
    most = max(driver.share for driver in report.drivers) or 1
    cells = chart.driver_rows(
        [chart.DriverBar(d.name, d.share, d.low, d.high, d.direction) for d in report.drivers], gettext
    ).cells
    for driver, (name, share, interval, direction) in zip(report.drivers, cells, strict=True):
        label = Text(plain(name), overflow="ellipsis", no_wrap=True)
        table.add_row(label, share_line(driver.share / most, 16), share, interval, direction)
    return _section(gettext("Drivers"), words.drivers_title(report.drivers, gettext), table)


def _reasons(report: Report, gettext: Gettext) -> Group | None:
    if not (report.recommend or report.not_recommend):
        return None
    table = _table(gettext("Why people recommend"), gettext("Why they do not"))
    for one, other in zip_longest(report.recommend, report.not_recommend, fillvalue=""):
        table.add_row(Text(plain(one)), Text(plain(other)))
    return Group(Rule(Text(gettext("Reasons"), style="bold"), align="left", style="dim"), table, "")


def _themes(report: Report, gettext: Gettext) -> Group | None:
    if not report.themes:
        return None
    table = _table(
        gettext("Theme"),
        gettext("Comments"),
        gettext("Effect in points"),
        gettext("Interval (95 %)"),
        right=(1, 2, 3),
    )
    for theme in report.themes[:MOST_SEGMENTS]:
        table.add_row(
            Text(plain(theme.name)),
            grouped(theme.n),
            signed(theme.effect),
            span(theme.low, theme.high, gettext),
        )
    more = _more(len(report.themes) - MOST_SEGMENTS, gettext)
    return _section(gettext("Themes"), words.themes_title(report.themes, gettext), table, *more)


def _quotes(report: Report, gettext: Gettext) -> Group | None:
    names = chart.group_words(gettext)
    lines: list[RenderableType] = []
    for group in chart.group_words():
        quotes = report.quotes.get(group, ())[:MOST_QUOTES]
        if quotes:
            lines.append(Text(names[group], style=f"bold {COLOURS[group]}"))
        for quote in quotes:
            said = Text(f"{quote.score:>2}  “{shortened(plain(quote.text), LONGEST_QUOTE)}”")
            lines.append(Padding(said, (0, 0, 0, 2)))
    if not lines:
        return None
    return Group(Rule(Text(gettext("In their words"), style="bold"), align="left", style="dim"), *lines, "")


def _weighted(report: Report, gettext: Gettext) -> Group | None:
    if report.weighted is None or report.score is None:
        return None
    line = gettext("weighted {weighted}, as answered {score}").format(
        weighted=with_interval(report.weighted, gettext), score=with_interval(report.score, gettext)
    )
    return _section(gettext("Weighted"), words.weighted_title(report, gettext), Text(line))


def _benchmarks(report: Report, gettext: Gettext) -> Group | None:
    if report.score is None or not report.benchmarks:
        return None
    title = words.benchmarks_title(report.score, report.benchmarks, gettext)
    value = report.score.value
    nearest = sorted(report.benchmarks, key=lambda one: abs(one.points - value))[:MOST_BENCHMARKS]
    rows = words.benchmark_rows(report.score, nearest, gettext)
    more = _more(len(report.benchmarks) - MOST_BENCHMARKS, gettext)
    return _section(gettext("Benchmarks"), title, _rows(rows, right=(1,)), *more)


def _responses(report: Report, gettext: Gettext) -> Group:
    ignored = [
        f"{grouped(n)} {plain(words.ignored_words(reason, gettext))}" for reason, n in report.ignored.items()
    ]
    counted = gettext("{rows} rows, {answered} counted").format(
        rows=grouped(report.rows), answered=grouped(report.answered)
    )
    left_out = gettext("left out: {reasons}").format(reasons=", ".join(ignored)) if ignored else ""
    lines = [" · ".join(filter(None, (counted, left_out)))]
    lines += filter(None, [words.commented_words(report, gettext)])
    lines += [f"{role}: {plain(column)}" for role, column in words.column_words(report, gettext)]
    method = [Text(f"· {sentence}", style="dim") for sentence in words.method_words(report, gettext)]
    return Group(
        Rule(Text(gettext("Responses"), style="bold"), align="left", style="dim"),
        *(Text(line) for line in lines),
        Text(""),
        *method,
        Text(words.trademark(gettext), style="dim"),
    )


def _rows(rows: Rows, right: Sequence[int] = ()) -> Table:
    table = _table(*rows.header, right=right)
    for cells in rows.cells:
        table.add_row(*(Text(plain(cell)) for cell in cells))
    return table


def _table(*header: str, right: Sequence[int] = ()) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", padding=(0, 1, 0, 0)
    )
    for place, name in enumerate(header):
        table.add_column(name, justify="right" if place in right else "left", no_wrap=place in right)
    return table

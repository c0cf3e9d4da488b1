"""The report on sheets of A4: the pictures and sentences of its page, for whoever prints or sends it on."""

from collections.abc import Iterator, Sequence
from itertools import chain

from likely.analyse import report_words as words
from likely.analyse.findings import Report, SegmentScore
from likely.analyse.report_page import Cut, Figure, cuts_of, figures_of
from likely.lib.chart import group_words, verdict_words
from likely.lib.figure import grouped
from likely.lib.measured import Gettext, with_interval
from likely.lib.paper import Part, to_pdf
from likely.lib.plain_text import shortened
from likely.lib.translation import translator
from likely.stats.weights import WeightedScore

LONGEST_QUOTE = 400  # characters
MOST_QUOTES = 3  # of a group; the page has all


def render_pdf(report: Report, language: str = "en") -> bytes:
    """The whole document. Needs no browser and fetches nothing."""
    gettext = translator(language)
    title = f"{report.source} · {gettext('Likely report')}"

    def number(sheet: int, of: int) -> str:
        return gettext("%(sheet)s of %(of)s") % {"sheet": sheet, "of": of}

    return to_pdf(title, words.trademark(gettext), parts_of(report, gettext), number)


def parts_of(report: Report, gettext: Gettext) -> list[Part]:
    """Each with the heading that its section has on the page."""
    figures = figures_of(report, gettext)
    sections = (
        _finding(report, figures, gettext),
        _listed(gettext("Read with care"), report.warnings),
        _drawn(gettext("Groups"), figures.get("groups")),
        _drawn(gettext("Distribution"), figures.get("distribution")),
        _trend(report, figures, gettext),
        *(_cut(cut, gettext) for cut in cuts_of(report, gettext)),
        _drivers(figures, gettext),
        _reasons(report, gettext),
        _drawn(gettext("Themes"), figures.get("themes")),
        _quotes(report, gettext),
        _weighted(report, gettext),
        _benchmarks(report, gettext),
        _responses(report, gettext),
        _listed(gettext("How this was computed"), words.method_words(report, gettext)),
    )
    return list(chain.from_iterable(sections))


def _drawn(place: str, figure: Figure | None) -> Iterator[Part]:
    if figure:
        yield Part(figure.title, figure.wide, place=place)


def _listed(place: str, sentences: Sequence[str], title: str = "") -> Iterator[Part]:
    """The heading stays with the first of the sentences."""
    if sentences:
        yield Part(title, "", place=place, text=sentences[0])
    for sentence in sentences[1:]:
        yield Part("", "", text=sentence, near=True)


def _finding(report: Report, figures: dict[str, Figure], gettext: Gettext) -> Iterator[Part]:
    drawn = figures.get("score")
    yield Part(words.finding(report, gettext), drawn.wide if drawn else "", place=gettext("The finding"))


def _trend(report: Report, figures: dict[str, Figure], gettext: Gettext) -> Iterator[Part]:
    if "trend" not in figures:
        return
    yield from _drawn(gettext("Trend"), figures["trend"])
    told = [change for change in report.changes if change.verdict in ("above", "below")]
    sentences = [words.change_sentence(change, gettext) for change in told]
    for sentence in filter(None, (*sentences, words.rest_of_changes(report.changes, gettext))):
        yield Part("", "", text=sentence, near=True)


def _cut(cut: Cut, gettext: Gettext) -> Iterator[Part]:
    yield from _drawn(cut.column, cut.figure)
    for mark, segment in (*(("▲", one) for one in cut.above), *(("▼", one) for one in cut.below)):
        yield Part("", "", text=f"{mark} {_stands_out(segment, gettext)}", near=True)
    if cut.left_out:
        more = gettext("{n} more are in the numbers.").format(n=cut.left_out)
        yield Part("", "", more, near=True)


def _stands_out(segment: SegmentScore, gettext: Gettext) -> str:
    score = with_interval(segment.score, gettext) if segment.score else ""
    return f"{segment.value} {score} · {verdict_words(gettext)[segment.verdict]}"


def _drivers(figures: dict[str, Figure], gettext: Gettext) -> Iterator[Part]:
    if "drivers" in figures:
        said = gettext(
            "Shares of what the ratings together explain, with their intervals (95 %). Association, not"
            " cause."
        )
        yield Part(figures["drivers"].title, figures["drivers"].wide, said, place=gettext("Drivers"))


def _reasons(report: Report, gettext: Gettext) -> Iterator[Part]:
    if not (report.recommend or report.not_recommend):
        return
    none = gettext("no reason stands out")
    for place, title, reasons in (
        (gettext("Reasons"), gettext("Why people recommend"), report.recommend),
        ("", gettext("Why they do not"), report.not_recommend),
    ):
        numbered = [f"{rank}. {reason}" for rank, reason in enumerate(reasons, 1)] or [none]
        yield from _listed(place, numbered, title)


def _quotes(report: Report, gettext: Gettext) -> Iterator[Part]:
    place = gettext("In their words")
    for group, name in group_words(gettext).items():
        said = [
            f"{quote.score:>2}  “{shortened(quote.text, LONGEST_QUOTE)}”"
            for quote in report.quotes.get(group, ())[:MOST_QUOTES]
        ]
        yield from _listed(place, said, name)
        place = "" if said else place


def _weighted(report: Report, gettext: Gettext) -> Iterator[Part]:
    if report.weighted is None or report.score is None:
        return
    lines = [
        gettext("weighted {weighted}, as answered {score}").format(
            weighted=with_interval(report.weighted, gettext), score=with_interval(report.score, gettext)
        )
    ]
    if isinstance(report.weighted, WeightedScore):
        worth = gettext("as good as {n} unweighted answers").format(
            n=grouped(round(report.weighted.n_effective))
        )
        lines.append(f"{gettext('Design effect')} {report.weighted.design_effect:.2f}: {worth}")
    yield from _listed(gettext("Weighted"), lines, words.weighted_title(report, gettext))


def _benchmarks(report: Report, gettext: Gettext) -> Iterator[Part]:
    if report.score is None or not report.benchmarks:
        return
    rows = words.benchmark_rows(report.score, report.benchmarks, gettext).cells
    quoted = [f"{name} {points} · {verdict} · {source}" for name, points, verdict, source in rows]
    title = words.benchmarks_title(report.score, report.benchmarks, gettext)
    yield from _listed(gettext("Benchmarks"), quoted, title)
    said = gettext(
        "Benchmarks are quoted as published. Their own error is not known, and other surveys ask other"
        " people in other words."
    )
    yield Part("", "", said, near=True)


def _responses(report: Report, gettext: Gettext) -> Iterator[Part]:
    counted = gettext("{rows} rows, {answered} counted").format(
        rows=grouped(report.rows), answered=grouped(report.answered)
    )
    left_out = [
        gettext("Left out: {reason}").format(reason=words.ignored_words(reason, gettext)) + f", {grouped(n)}"
        for reason, n in report.ignored.items()
    ]
    columns = [
        gettext("{role} column").format(role=role) + f": {column}"
        for role, column in words.column_words(report, gettext)
    ]
    lines = (counted, *left_out, words.commented_words(report, gettext), *columns)
    yield from _listed(gettext("Responses"), [line for line in lines if line])

"""What a report says in sentences, each once, for the page and the terminal, in the language of `gettext`."""

from collections.abc import Sequence
from itertools import zip_longest

from likely.analyse.findings import Benchmark, Change, Driver, PeriodScore, Report, SegmentScore, Theme
from likely.analyse.measures import in_words
from likely.analyse.wording import change_words
from likely.lib.chart import group_words
from likely.lib.figure import grouped, number, percent, signed
from likely.lib.measured import Gettext, Rows, span, with_interval
from likely.stats.score import Score
from likely.stats.verdict import Verdict


def finding(report: Report, gettext: Gettext) -> str:
    """The report in one sentence."""
    if report.measures:
        told = " ".join(in_words(found, gettext) for found in report.measures)
        return gettext("No answers from 0 to 10, so no score.") + " " + told
    if report.score is None:
        return gettext("No score: none of the {rows} rows holds an answer from 0 to 10.").format(
            rows=grouped(report.rows)
        )
    score = report.score
    return gettext(
        "Of {n} who answered, {promoters} are promoters and {detractors} are detractors: a score of {score}."
    ).format(
        n=grouped(score.n),
        promoters=percent(score.promoters / score.n, 1),
        detractors=percent(score.detractors / score.n, 1),
        score=with_interval(score, gettext),
    )


def against_benchmark(score: Score, benchmark: Benchmark) -> Verdict:
    """Where the interval lies; the quoted figure is taken as exact, which the page says."""
    if score.low > benchmark.points:
        return "above"
    return "below" if score.high < benchmark.points else "same"


def benchmarks_title(score: Score, benchmarks: Sequence[Benchmark], gettext: Gettext) -> str:
    """How many of the quoted figures the score can be told from."""
    called = [against_benchmark(score, benchmark) for benchmark in benchmarks]
    return gettext("Of {n} quoted figures the score is above {above} and below {below}").format(
        n=len(called), above=called.count("above"), below=called.count("below")
    )


def benchmark_verdict(score: Score, benchmark: Benchmark, gettext: Gettext) -> str:
    return {
        "above": gettext("above it"),
        "below": gettext("below it"),
        "same": gettext("not told from it"),
    }[against_benchmark(score, benchmark)]


def benchmark_rows(score: Score, benchmarks: Sequence[Benchmark], gettext: Gettext) -> Rows:
    """Name, points, verdict, source and year."""
    return Rows(
        (gettext("Quoted"), gettext("Score"), gettext("This score is"), gettext("Source")),
        tuple(
            (
                one.name,
                signed(one.points),
                benchmark_verdict(score, one, gettext),
                f"{one.source}, {one.year}",
            )
            for one in benchmarks
        ),
    )


def groups_title(score: Score, gettext: Gettext) -> str:
    words = {
        True: gettext("Promoters outnumber detractors: {promoters} to {detractors}"),
        False: gettext("Detractors outnumber promoters: {detractors} to {promoters}"),
    }
    if score.promoters == score.detractors:
        return gettext("As many promoters as detractors: {promoters}").format(
            promoters=grouped(score.promoters)
        )
    return words[score.promoters > score.detractors].format(
        promoters=grouped(score.promoters), detractors=grouped(score.detractors)
    )


def distribution_title(answers: Sequence[int], gettext: Gettext) -> str:
    most = max(range(len(answers)), key=answers.__getitem__)
    return gettext("The most frequent answer is {score}, given by {share}").format(
        score=most, share=percent(answers[most] / (sum(answers) or 1), 1)
    )


def segments_title(rows: Sequence[SegmentScore], gettext: Gettext) -> str:
    above = [row.value for row in rows if row.verdict == "above"]
    below = [row.value for row in rows if row.verdict == "below"]
    if above and below:
        return gettext("Above the rest: {above}. Below: {below}").format(
            above=_listed(above, gettext), below=_listed(below, gettext)
        )
    if above:
        return gettext("Above the rest: {above}").format(above=_listed(above, gettext))
    if below:
        return gettext("Below the rest: {below}").format(below=_listed(below, gettext))
    return gettext("No difference can be told from chance")


def _listed(names: Sequence[str], gettext: Gettext, most: int = 3) -> str:
    listed = gettext(", ").join(names[:most])
    if len(names) <= most:
        return listed
    return gettext("{names} and {n} more").format(names=listed, n=len(names) - most)


def trend_title(changes: Sequence[Change], gettext: Gettext) -> str:
    """The largest change that can be told, or that none can."""
    told = [change for change in changes if change.verdict in ("above", "below")]
    if not told:
        return gettext("No change from one period to the next can be told from noise")
    return change_sentence(max(told, key=lambda change: abs(change.after - change.before)), gettext)


def change_sentence(change: Change, gettext: Gettext) -> str:
    """Never a change without saying whether it can be told from noise."""
    return gettext("{period}: {change}").format(period=change.period, change=change_words(change, gettext))


def rest_of_changes(changes: Sequence[Change], gettext: Gettext) -> str:
    """How many changes are not called one."""
    noise = sum(change.verdict == "same" for change in changes)
    few = sum(change.verdict == "too_few" for change in changes)
    said = [
        gettext("Within noise: {n} of {all} changes.").format(n=noise, all=len(changes)) if noise else "",
        gettext("Too few answers to compare: {n}.").format(n=few) if few else "",
    ]
    return " ".join(filter(None, said))


def weighted_title(report: Report, gettext: Gettext) -> str:
    """What the weights change."""
    if report.score is None or report.weighted is None:
        return ""
    moved = report.weighted.value - report.score.value
    if signed(moved) == "0":
        return gettext("The weights do not move the score")
    return gettext("The weights move the score by {points} points").format(points=signed(moved))


def verdict_of_period(periods: Sequence[PeriodScore], changes: Sequence[Change]) -> dict[str, Verdict]:
    """What each period's change from the one shown before it is called."""
    named = {change.period: change.verdict for change in changes}
    return {period.period: named[period.period] for period in periods if period.period in named}


def drivers_title(drivers: Sequence[Driver], gettext: Gettext) -> str:
    """Association is all that ratings of one survey can show, so no driver is said to cause anything."""
    first = max(drivers, key=lambda driver: driver.share)
    return gettext("{name} goes with the score most: {share} of what is explained ({low} to {high})").format(
        name=first.name,
        share=percent(first.share / 100),
        low=percent(first.low / 100),
        high=percent(first.high / 100),
    )


def themes_title(themes: Sequence[Theme], gettext: Gettext) -> str:
    told = [theme for theme in themes if theme.high < 0 or theme.low > 0]
    if not told:
        return gettext("No word or theme moves the score by more than chance would")
    first = max(told, key=lambda theme: abs(theme.effect) * theme.n)
    sentence = (
        gettext("Comments with “{name}” score lower: {effect} ({span})")
        if first.effect < 0
        else gettext("Comments with “{name}” score higher: {effect} ({span})")
    )
    return sentence.format(
        name=first.name, effect=signed(first.effect), span=span(first.low, first.high, gettext)
    )


def role_words(gettext: Gettext) -> dict[str, str]:
    return {
        "score": gettext("Score"),
        "comment": gettext("Comment"),
        "date": gettext("Date"),
        "weight": gettext("Weight"),
        "person": gettext("Person"),
    }


def column_words(report: Report, gettext: Gettext) -> list[tuple[str, str]]:
    """What was read from which column, and whether that was a guess."""
    words = role_words(gettext)
    return [
        (
            words.get(role, role),
            column + (gettext(" (guessed)") if role in report.guessed else "")
            if column
            else gettext("none found"),
        )
        for role, column in report.columns.items()
    ]


def ignored_words(reason: str, gettext: Gettext) -> str:
    """A reason code of `ignored` in words."""
    known = {
        "score_blank": gettext("no score given"),
        "score_not_available": gettext("a word for a missing score, such as NA"),
        "score_is_boolean": gettext("score is true or false"),
        "score_is_nan": gettext("score is not a number"),
        "score_not_whole": gettext("score is a fraction, such as 6.5"),
        "score_written_as_decimal": gettext("score written as 9.0 where others write 9"),
        "score_out_of_range": gettext("score is outside 0 to 10"),
        "score_is_text": gettext("score is text"),
        "no_score_column": gettext("no score column"),
        "ragged_row": gettext("row with too few or too many columns"),
        "broken_quote": gettext("row with a broken quote mark"),
        "broken_letters": gettext("row with broken letters"),
        "test_response": gettext("test response"),
        "possible_spam": gettext("marked as spam"),
    }
    return known.get(reason, reason.replace("_", " "))


def commented_words(report: Report, gettext: Gettext) -> str:
    """Who writes comments; empty where nobody does."""
    words = group_words(gettext)
    said = [
        f"{words[group]} {percent(share)}"
        for group, share in report.commented.items()
        if group in words and any(report.commented.values())
    ]
    return gettext("With a comment: {shares}.").format(shares=gettext(", ").join(said)) if said else ""


def method_words(report: Report, gettext: Gettext) -> list[str]:
    """How the figures were computed, with the figures in the formula."""
    score = report.score
    if score is None:
        return []
    said = [
        gettext(
            "Score = 100 · (promoters − detractors) / answers = 100 · ({promoters} − {detractors}) / {n}"
            " = {value}, rounded once: {points}. Promoters answered 9 or 10, passives 7 or 8,"
            " detractors 0 to 6; passives count in the answers."
        ).format(
            promoters=grouped(score.promoters),
            detractors=grouped(score.detractors),
            n=grouped(score.n),
            value=number(score.value, 3),
            points=signed(score.value),
        ),
        gettext(
            "Interval: {level}, method “{method}”. It holds for answers that came by chance from those who"
            " could answer; it says nothing about those who would never answer."
        ).format(level=percent(score.level), method=score.method),
    ]
    if report.by:
        said.append(
            gettext(
                "Verdicts: each value against all other answers together, many at once controlled so that on"
                " average at most one in twenty of the words “above” and “below” is false"
                " (Benjamini–Hochberg)."
            )
        )
    if report.changes:
        said.append(
            gettext(
                "Changes: each period against the one before; “real” means that the interval of the"
                " difference leaves out zero after the same control."
            )
        )
    if report.drivers:
        said.append(
            gettext(
                "Drivers: the share of the explained variation of the score that goes to each rating,"
                " averaged over all orders of entry. It shows association, not cause."
            )
        )
    return said


def reason_pairs(report: Report) -> list[tuple[str, str]]:
    """Reasons for and against, beside each other."""
    return list(zip_longest(report.recommend, report.not_recommend, fillvalue=""))


def trademark(gettext: Gettext) -> str:
    return gettext(
        "Likely is open source. Net Promoter, Net Promoter Score and NPS are registered trademarks of their"
        " owners."
    )

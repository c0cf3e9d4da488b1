"""What a reader must know before trusting a report, in plain sentences."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from likely.analyse.drivers import Drivers
from likely.analyse.findings import Report
from likely.lib.figure import grouped, number, percent, rounded
from likely.lib.measured import Gettext
from likely.stats.weights import WeightedScore

FEW_ANSWERS = 30  # below, a score is a first sign only
ENOUGH_TO_MISS_A_ZERO = 200  # answers
ENOUGH_LOW_ONES = 15  # answers of 1 to 3, among which a 0 would be expected
BIASED = 1.5  # times as many comments in one group as in the other
HIGH_DESIGN_EFFECT = 2.0
# Parts of a column's name that leave no doubt what was asked
SURE_NAMES = ("nps", "score", "recommend", "netpro", "推荐", "soovit")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report does not say itself.

    notes: of the file reader, `code` or `code:detail`. answers_a_person: their mean number.
    comments_read, comments: how many were read, of how many. chosen_by, chosen_drivers: columns that
    nobody named. hidden: column -> values too small to show. undated: answers without a date.
    """

    notes: tuple[str, ...] = ()
    answers_a_person: float | None = None
    comments_read: int = 0
    comments: int = 0
    chosen_by: tuple[str, ...] = ()
    chosen_drivers: tuple[str, ...] = ()
    hidden: Mapping[str, int] | None = None
    undated: int = 0
    drivers: Drivers = Drivers()  # noqa: RUF009 - frozen


def warnings(report: Report, facts: Facts, gettext: Gettext) -> tuple[str, ...]:
    """The sentences, those that touch the score itself first."""
    return tuple(sentence for check in CHECKS for sentence in check(report, facts, gettext))


def _no_answers(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    if report.columns.get("score") is None:
        if not report.measures:
            yield gettext("No column holds answers from 0 to 10: name the score column.")
    elif report.score is None:
        yield gettext("No row holds an answer from 0 to 10, so there is no score.")


def _few_answers(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    if report.score and report.score.n < FEW_ANSWERS:
        yield gettext("Only {n} answers: take the score as a first sign, not as a measurement.").format(
            n=report.score.n
        )


def _scale(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    if not report.score or report.score.n < ENOUGH_TO_MISS_A_ZERO:
        return
    answers, lowest, highest = report.distribution, *_range(report)
    if lowest > 0 and sum(answers[1:4]) >= ENOUGH_LOW_ONES:
        yield gettext("No zeros occur among {n} answers: was the scale 1–10?").format(n=grouped(sum(answers)))
    if highest < 9:
        yield gettext("No answer is above {highest}: was the scale 0–10?").format(highest=highest)


def _range(report: Report) -> tuple[int, int]:
    given = [score for score, n in enumerate(report.distribution) if n]
    return given[0], given[-1]


def _guessed_score(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    name = (report.columns["score"] or "").casefold()
    if "score" in report.guessed and report.score and not any(word in name for word in SURE_NAMES):
        yield gettext("The score column was guessed: {column}.").format(column=report.columns["score"])


def _left_out(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    ignored = sum(report.ignored.values())
    if report.score and ignored > 0.2 * report.rows:
        yield gettext("{share} of the rows hold no usable score and are left out.").format(
            share=percent(ignored / report.rows)
        )


def _comment_bias(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    low, high = report.commented.get("detractor", 0.0), report.commented.get("promoter", 0.0)
    if not report.score or min(report.score.promoters, report.score.detractors) < FEW_ANSWERS:
        return
    if low > 0 and low >= BIASED * high:
        yield gettext(
            "Detractors comment more often than promoters ({low} against {high}):"
            " the comments are darker than the answers."
        ).format(low=percent(low), high=percent(high))
    if high > 0 and high >= BIASED * low:
        yield gettext(
            "Promoters comment more often than detractors ({high} against {low}):"
            " the comments are brighter than the answers."
        ).format(low=percent(low), high=percent(high))


def _repeated(_report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    if facts.answers_a_person and facts.answers_a_person > 1:
        yield gettext(
            "Some persons answered more than once (at least {mean} answers a person): intervals take answers"
            " as independent and may be too narrow."
        ).format(mean=number(facts.answers_a_person, 2))


def _design(report: Report, _facts: Facts, gettext: Gettext) -> Iterator[str]:
    weighted = report.weighted
    if not isinstance(weighted, WeightedScore):
        return
    if weighted.n < (report.score.n if report.score else 0):
        yield gettext("The weighted score leaves out {n} answers without a usable weight.").format(
            n=grouped((report.score.n if report.score else 0) - weighted.n)
        )
    if weighted.design_effect > HIGH_DESIGN_EFFECT or weighted.n_effective < FEW_ANSWERS:
        yield gettext(
            "The weights cost precision: {n} answers count like {effective} (design effect {effect})."
        ).format(
            n=grouped(weighted.n),
            effective=grouped(rounded(weighted.n_effective)),
            effect=number(weighted.design_effect, 1),
        )


def _dates(report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    if report.score and report.columns.get("date") is None:
        yield gettext("No column holds dates, so there is no trend.")
    elif facts.undated:
        yield gettext("{n} answers have no readable date and stand in no period.").format(
            n=grouped(facts.undated)
        )


def _chosen(report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    if facts.chosen_by:
        yield gettext("Nobody named a cut; chosen from the file: {columns}.").format(
            columns=", ".join(facts.chosen_by)
        )
    if facts.chosen_drivers and report.drivers:
        yield gettext("Nobody named drivers; ratings found in the file: {columns}.").format(
            columns=", ".join(facts.chosen_drivers)
        )


def _hidden(_report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    if facts.hidden:
        yield gettext(
            "Values with too few answers are hidden, and others where needed so that no sum gives them"
            " away: {hidden}."
        ).format(hidden=", ".join(f"{column} ({n})" for column, n in facts.hidden.items()))


def _drivers(_report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    found = facts.drivers
    if found.refused:
        yield gettext("No drivers: {reason}").format(reason=found.refused)
    if found.left_out:
        yield gettext("Left out of the drivers, rated too rarely or always alike: {columns}.").format(
            columns=", ".join(found.left_out)
        )
    if found.collinear:
        yield gettext("These ratings say nearly the same, so their shares are unsure: {columns}.").format(
            columns=", ".join(found.collinear)
        )


def _sampled(_report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    if 0 < facts.comments_read < facts.comments * 0.999:
        yield gettext("Reasons and themes come from an even sample of {read} of {n} comments.").format(
            read=grouped(facts.comments_read), n=grouped(facts.comments)
        )


def _notes(_report: Report, facts: Facts, gettext: Gettext) -> Iterator[str]:
    """The file reader's notes in words; several of one kind make one sentence."""
    details: dict[str, list[str]] = {}
    for note in facts.notes:
        code, _, detail = note.partition(":")
        details.setdefault("mended" if code.startswith("mended_") else code, []).append(detail)
    sentences = note_words(gettext)
    for code, said in details.items():
        if code == "mended":
            said = [grouped(sum(int(places) for places in said))]
        if code in sentences:
            yield sentences[code].format(detail=", ".join(said))


def note_words(gettext: Gettext) -> dict[str, str]:
    """Sentences for the reader's codes. Codes without one are told by a check of their own, or not at all."""
    return {
        "date_order_assumed": gettext(
            "Dates such as 03/04 can be read two ways; they were read as {detail} (d day, m month, y year)."
        ),
        "codes_not_rated": gettext("Codes that mean “not rated” were left out of the ratings: {detail}."),
        "encoding": gettext("The file is not in UTF-8; it was read as {detail}."),
        "mended": gettext("Letters damaged before the file was saved were mended in {detail} places."),
        "unfinished": gettext("Interviews that were not sent off to the end, whose score counts: {detail}."),
        "sheet": gettext("The workbook has several sheets; this is “{detail}”."),
    }


CHECKS: tuple[Callable[[Report, Facts, Gettext], Iterator[str]], ...] = (
    _no_answers,
    _few_answers,
    _scale,
    _guessed_score,
    _left_out,
    _notes,
    _repeated,
    _design,
    _comment_bias,
    _dates,
    _hidden,
    _drivers,
    _sampled,
    _chosen,
)

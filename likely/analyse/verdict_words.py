"""The findings as a manager reads them: one sentence each, which never leaves out how sure it is.

Days are written as 2026-03-31: a page that shows them otherwise gives its own words for them.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from likely.analyse.experiment import Result
from likely.analyse.guardrail import ANSWERING
from likely.analyse.level import LevelChange
from likely.analyse.surprise import Surprises
from likely.lib.figure import grouped, number, probability, rounded, signed
from likely.lib.measured import Gettext, as_written, span
from likely.stats.asymmetry import Asymmetry
from likely.stats.cusum import LEARNING_ANSWERS, LEARNING_DAYS, Watch
from likely.stats.fair import Comparison
from likely.stats.touchpoint import Link

Said = Callable[[date], str]


def changes_words(
    changes: Sequence[LevelChange], gettext: Gettext = as_written, day: Said = date.isoformat
) -> str:
    """The last change of level, or that there is none."""
    if not changes:
        return gettext("No change of level can be told from noise.")
    last = changes[-1]
    text = (
        gettext("The score rose from {before} to {after} on {day} (between {earliest} and {latest}).")
        if last.points > 0
        else gettext("The score fell from {before} to {after} on {day} (between {earliest} and {latest}).")
    )
    return text.format(
        before=signed(last.before.value),
        after=signed(last.after.value),
        day=day(last.day),
        earliest=day(last.earliest),
        latest=day(last.latest),
    )


def watch_words(watch: Watch, gettext: Gettext = as_written, day: Said = date.isoformat) -> str:
    """How the alarm stands, with its rate of false ones."""
    if watch.state == "learning":
        return gettext(
            "Still learning the usual level: {weeks} weeks and {answers} answers are needed."
        ).format(weeks=LEARNING_DAYS // 7, answers=LEARNING_ANSWERS)
    rate = gettext("An alarm is false about once in {days} days.").format(
        days=grouped(round(watch.false_alarm_days))
    )
    if watch.state == "quiet" and watch.lasting:
        return gettext("Lower since {day}: about {now}, before that {usual}. {rate}").format(
            day=day(watch.lasting.since),
            now=signed(watch.level if watch.level is not None else 0.0),
            usual=signed(watch.lasting.level),
            rate=rate,
        )
    if watch.state == "quiet":
        usual = signed(watch.level if watch.level is not None else 0.0)
        return gettext("Nothing is below the usual {usual}. {rate}").format(usual=usual, rate=rate)
    alarm = watch.alarms[-1]
    return gettext("Alarm: about {points} points below the usual {usual} since {day}. {rate}").format(
        points=rounded(abs(alarm.change)), usual=signed(alarm.level), day=day(alarm.since), rate=rate
    )


def experiment_words(
    result: Result, gettext: Gettext = as_written, labels: Mapping[str, str] | None = None
) -> str:
    """What may be done now. labels: name of a guardrail -> what it is called."""
    name, gap = result.variant.name, result.difference
    if result.advice == "split_broken":
        return gettext(
            "The arms do not have the sizes that were planned. Find out why before you believe anything."
        )
    if gap is None:
        return gettext("Too few answers in an arm to say anything yet.")
    by = span(gap.low, gap.high, gettext)
    if result.advice == "better":
        return gettext("{name} is better: {by} points. You may decide now.").format(name=name, by=by)
    if result.advice == "worse" and gap.high < 0:
        return gettext("{name} is worse: {by} points. You may decide now.").format(name=name, by=by)
    harmed = [one for one, word in result.guards.items() if word == "harmed" and one != ANSWERING]
    if result.advice == "worse" and harmed:
        names = gettext(", ").join((labels or {}).get(one, one) for one in harmed)
        return gettext(
            "{name} scores higher, but harms what must not be harmed: {names}. "
            "Do not choose it for its score."
        ).format(name=name, names=names)
    if result.advice == "worse":
        return gettext(
            "{name} scores higher, but fewer people answer. Do not choose it for its score."
        ).format(name=name)
    if result.advice == "no_matter":
        return gettext("The difference does not matter: {by} points. You may stop.").format(by=by)
    if not result.answers_needed or result.answers_needed <= gap.n:
        return gettext("Go on: {by} points so far.").format(by=by)
    return gettext("Go on: {by} points so far. About {n} more answers would tell.").format(
        by=by, n=grouped(result.answers_needed - gap.n)
    )


def members_words(comparison: Comparison, gettext: Gettext = as_written) -> str:
    """Who stands out once the mix of cases is taken out."""
    above = [member.name for member in comparison.members if member.standing == "above"]
    below = [member.name for member in comparison.members if member.standing == "below"]
    if not above and not below:
        return gettext("Nothing shows that any of these {n} is better or worse than the others.").format(
            n=len(comparison.members)
        )
    told = []
    if above:
        told.append(gettext("Above the others: {names}.").format(names=gettext(", ").join(above)))
    if below:
        told.append(gettext("Below the others: {names}.").format(names=gettext(", ").join(below)))
    return " ".join(told)


def apart_words(comparison: Comparison, a: str, b: str, gettext: Gettext = as_written) -> str:
    """Whether two members can be told apart."""
    gap = comparison.told_apart(a, b)
    if gap.p > 1 - gap.level:
        return gettext("{a} and {b} can't be told apart.").format(a=a, b=b)
    first, second = (a, b) if gap.value > 0 else (b, a)
    ends = (gap.low, gap.high) if gap.value > 0 else (-gap.high, -gap.low)
    return gettext("{a} is above {b}, by {by} points.").format(a=first, b=second, by=span(*ends, gettext))


def link_words(link: Link, gettext: Gettext = as_written) -> str:
    """What a point of a touchpoint's score goes with in the same person's relation."""
    if link.p > 0.05:
        return gettext("{name}: no link with the relation can be told.").format(name=link.touchpoint)
    value, low, high = (number(10 * one, 1) for one in (link.score.value, link.score.low, link.score.high))
    return gettext("{name}: 10 points more go with {by} points more of the relation.").format(
        name=link.touchpoint, by=f"{value} ({low}–{high})"
    )


def need_words(found: Asymmetry, gettext: Gettext = as_written) -> str:
    """What kind of driver it is."""
    texts = {
        "basic": gettext("{name}: a basic need. It costs when it is bad and brings little when it is good."),
        "delight": gettext("{name}: a delight. It brings when it is good and costs little when it is bad."),
        "linear": gettext("{name}: the better the rating, the better the score."),
        "none": gettext("{name}: no effect of its own can be told."),
    }
    return texts[found.kind].format(name=found.name)


def surprises_words(found: Surprises, gettext: Gettext = as_written) -> str:
    """The segment that stands out most certainly."""
    if not found.found:
        return gettext("Of {n} segments none stands out.").format(n=grouped(found.looked_at))
    first = found.found[0]
    where = " · ".join(f"{cut} {value}" for cut, value in first.where)
    text = (
        gettext("Of {n} segments {where} stands out most: {points} points above all others ({p}).")
        if first.difference.value > 0
        else gettext("Of {n} segments {where} stands out most: {points} points below all others ({p}).")
    )
    return text.format(
        n=grouped(found.looked_at),
        where=where,
        points=rounded(abs(first.difference.value)),
        p=probability(first.p),
    )

"""What a programme does, as short facts: only what its plan says beyond the usual."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from likely.ask.programme_plan import Plan, Sample
from likely.lib.figure import grouped
from likely.web.programme_form import WEEKDAYS
from likely.web.programme_words import channels_words

EVERY_DAY = 7


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


def plan_facts(plan: Plan) -> list[Fact]:
    """In the order in which they matter: of which event, how, how often again, how many, when not."""
    return [Fact(name, value) for name, value in (*_event(plan), *_ways(plan), *_amount(plan))]


def _event(plan: Plan) -> Iterator[tuple[str, str]]:
    listens = plan.listens
    if listens and listens.where is not None:
        yield _("Only where"), _where(listens.where)
    if listens and listens.latest_only:
        yield _("Of several events"), _("only the latest")
    if plan.kind != "in_app" and len(plan.weekdays) < EVERY_DAY:
        names = dict(WEEKDAYS)
        yield _("Weekdays"), ", ".join(str(names[str(day)]) for day in plan.weekdays)


def _where(rule: object) -> str:
    """A rule on one property in words; a richer one only as such."""
    values = ", ".join(str(value) for value in getattr(rule, "is_", None) or ())
    return f"{getattr(rule, 'on', '')}: {values}" if values else _("by a rule on its properties")


def _ways(plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.channels:
        yield _("Channels"), channels_words(plan)
    if plan.reminders:
        days = ", ".join(map(str, plan.reminders.after_days))
        told = _("after %(days)s days, only to the silent") % {"days": days}
        also = [_("by the next channel")] if plan.reminders.fallback == "next" else []
        yield _("Reminders"), "; ".join([told, *also])
    if plan.thanks:
        yield (
            _("Thank-you"),
            _("%(least)s to %(most)s minutes after the answer, by chance")
            % {"least": grouped(plan.thanks.from_minutes), "most": grouped(plan.thanks.to_minutes)},
        )
    if plan.expires_days and plan.kind != "in_app":
        good = plan.expires_days
        yield (
            _("The link is good for"),
            ngettext("%(days)s day", "%(days)s days", good) % {"days": grouped(good)},
        )


def _amount(plan: Plan) -> Iterator[tuple[str, str]]:
    if sampled := _sample(plan.sample):
        yield _("How many"), sampled
    if plan.holdout:
        yield (
            _("Held out"),
            _("%(share)s percent are never asked in a year") % {"share": _short(plan.holdout)},
        )
    caps = [
        _("%(n)s a day") % {"n": grouped(plan.per_day)} if plan.per_day else "",
        _("%(n)s an hour") % {"n": grouped(plan.per_hour)} if plan.per_hour else "",
    ]
    if any(caps):
        yield pgettext("cap", "At most"), ", ".join(filter(None, caps))
    if plan.quiet:
        start, end = plan.quiet.start, plan.quiet.end
        yield _("Quiet hours"), _("none") if start == end else f"{start}–{end}"


def _sample(sample: Sample) -> str:
    if sample.share:
        return _("%(share)s percent, at random") % {"share": _short(sample.share)}
    if sample.quota:
        return ", ".join(f"{value}: {grouped(n)}" for value, n in sample.quota.each.items())
    if sample.margin:
        return _("until the score is known to ± %(margin)s points") % {"margin": _short(sample.margin)}
    return ""


def _short(number: float) -> str:
    return str(number_format(number, None if number != int(number) else 0))

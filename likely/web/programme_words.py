"""What a programme does, in a sentence."""

from collections.abc import Callable
from typing import Final

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from likely.ask.policy import SENTENCES, Rule
from likely.ask.programme_plan import Plan
from likely.templatetags.names import channel_name


def plan_words(plan: Plan) -> str:
    """When it asks: "Each quarter, over 20 days"."""
    return _WORDS[plan.kind](plan)


def channels_words(plan: Plan) -> str:
    """The channels in their order: "mail, otherwise SMS"."""
    return _(", otherwise ").join(channel_name(name) for name in plan.channels)


def rule_words(rule: str) -> str:
    """Why somebody was asked or not, in the reader's language."""
    return _(SENTENCES[Rule(rule)]) if rule in set(Rule) else rule


def _wave(plan: Plan) -> str:
    assert plan.wave  # noqa: S101 - the plan's kind says so
    each = {
        "quarter": _("Each quarter"),
        "half_year": _("Each half-year"),
        "year": _("Each year"),
    }[plan.wave.every]
    return f"{each}, {_over(plan.wave.over_days)}"


def _trigger(plan: Plan) -> str:
    assert plan.trigger  # noqa: S101
    days = plan.trigger.delay_days
    if not days:
        return _("At once after %(event)s") % {"event": plan.trigger.event}
    if days != int(days):
        return _("%(days)s days after %(event)s") % {
            "days": number_format(days, 1),
            "event": plan.trigger.event,
        }
    return ngettext("%(days)s day after %(event)s", "%(days)s days after %(event)s", int(days)) % {
        "days": int(days),
        "event": plan.trigger.event,
    }


def _outcome(plan: Plan) -> str:
    assert plan.outcome  # noqa: S101
    weeks = plan.outcome.delay_weeks
    return ngettext("%(weeks)s week after %(event)s", "%(weeks)s weeks after %(event)s", weeks) % {
        "weeks": weeks,
        "event": plan.outcome.event,
    }


def _once(plan: Plan) -> str:
    assert plan.once  # noqa: S101
    at = plan.once.at
    start = _("Once, from %(day)s") % {"day": date_format(at, "DATE_FORMAT")} if at else _("Once")
    return f"{start}, {_over(plan.once.over_days)}"


def _in_app(_plan: Plan) -> str:
    return _("While they are in the app")


def _over(days: int) -> str:
    return ngettext("over %(days)s day", "over %(days)s days", days) % {"days": days}


_WORDS: Final[dict[str, Callable[[Plan], str]]] = {
    "wave": _wave,
    "trigger": _trigger,
    "outcome": _outcome,
    "once": _once,
    "in_app": _in_app,
}

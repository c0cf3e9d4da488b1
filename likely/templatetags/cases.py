"""Cases in words."""

from datetime import datetime, timedelta
from typing import Final

from django import template
from django.utils import timezone
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from likely.act.case import Case
from likely.act.case_priority import level, priority
from likely.act.case_state import TABLE, deeds_in
from likely.act.playbook import Playbook
from likely.act.risk import worth_of
from likely.stats.leaving import FEWEST_LEFT

register = template.Library()

SHORT: Final = timedelta(minutes=90)  # told in minutes
LONG: Final = timedelta(hours=48)  # told in days
STATES: Final = {
    "new": _("New"),
    "open": _("In hand"),
    "waiting": _("Waiting for the customer"),
    "resolved": _("Resolved"),
    "closed": _("Closed"),
    "reopened": _("Reopened"),
}
DEEDS: Final = {
    "take": _("Take in hand"),
    "wait": _("Wait for the customer"),
    "go_on": _("Go on"),
    "resolve": _("Resolve"),
    "close": _("Close"),
    "reopen": _("Reopen"),
}
LEVELS: Final = {"urgent": _("Urgent"), "high": _("High"), "normal": _("Normal"), "": "–"}
OUTCOMES: Final = {
    "": _("Not known yet"),
    "recovered": _("Recovered"),
    "improved": _("Better, not well"),
    "unchanged": _("Unchanged"),
    "lost": _("Lost"),
    "no_contact": _("Could not be reached"),
    "no_action": _("Nothing to do"),
}
CONTACTS: Final = {
    "": _("A note for colleagues"),
    "call": _("I called the customer"),
    "mail": _("I wrote to the customer"),
    "meeting": _("I met the customer"),
    "message": _("I sent a message"),
}
VERBS: Final = {
    "case.opened": pgettext_lazy("case", "Opened"),
    "case.moved": _("State changed"),
    "case.assigned": _("Owner changed"),
    "case.replied": _("The customer was reached"),
    "case.reply_failed": _("A mail did not go out"),
    "case.changed": _("Facts changed"),
    "case.rescored": _("The answer was changed"),
    "case.asked_again": _("Asked whether it helped"),
    "case.not_asked_again": _("Not asked whether it helped"),
    "case.escalated": _("Escalated: the time was over"),
    "case.file_added": _("A file was put in"),
    "case.file_dropped": _("A file was taken out"),
    "case.merged": _("Another case was merged into this one"),
    "case.merged_away": _("Merged into another case"),
}
ACTORS: Final = {
    "system": _("by itself"),
    "respondent": _("the customer"),
}
FACTS: Final = {
    "root_cause": _("Root cause"),
    "promise": _("What we promised"),
    "promised_on": _("By which day"),
    "promise_kept": _("Was it kept?"),
    "outcome": _("Outcome"),
    "tags": _("Tags"),
}


@register.filter
def moves_from(state: str) -> list[tuple[str, str]]:
    """[(deed, the state to which it leads)]."""
    return [(deed, TABLE[state, deed]) for deed in deeds_in(state)]


@register.filter
def case_state(state: str) -> str:
    return str(STATES.get(state, state))


@register.filter
def deed_name(deed: str) -> str:
    return str(DEEDS.get(deed, deed))


@register.filter
def outcome_name(outcome: str) -> str:
    return str(OUTCOMES.get(outcome, outcome))


@register.filter
def contact_name(contact: str) -> str:
    return str(CONTACTS.get(contact, contact))


@register.filter
def verb_name(verb: str) -> str:
    return str(VERBS.get(verb, verb))


@register.filter
def facts_named(names: list[str]) -> str:
    return ", ".join(str(FACTS.get(one, one)) for one in names)


@register.filter
def actor_name(actor: str) -> str:
    """Who did it, without the word for what they are."""
    kind, _sign, name = actor.partition(":")
    return str(ACTORS.get(kind, name or kind))


@register.filter
def priority_level(case: Case) -> str:
    """urgent, high or normal, at this moment; "" while the customer is waited for."""
    return level(priority(case.urgency, timezone.now()))


@register.filter
def level_name(name: str) -> str:
    return str(LEVELS.get(name, name))


@register.filter
def priority_points(case: Case) -> str:
    return f"{priority(case.urgency, timezone.now()):.0f}"


@register.filter
def is_past(moment: datetime | None) -> bool:
    return moment is not None and moment < timezone.now()


@register.filter
def due_words(moment: datetime) -> str:
    """in 2 h, in 3 days; 20 min late."""
    left = moment - timezone.now()
    amount = _amount(abs(left))
    return (gettext("%(time)s late") if left < timedelta(0) else gettext("in %(time)s")) % {"time": amount}


def _amount(time: timedelta) -> str:
    if time < SHORT:
        return gettext("%(n)s min") % {"n": max(1, round(time / timedelta(minutes=1)))}
    if time < LONG:
        return gettext("%(n)s h") % {"n": round(time / timedelta(hours=1))}
    days = round(time / timedelta(days=1))
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


NOT_FORETOLD: Final = {
    "few_unseen": _("It is not foretold yet: too few of those who left did so in the last months."),
    "no_better": _(
        "It is not foretold: scores, silence and open cases say no more here than the usual share."
    ),
    "miscalibrated": _("It is not foretold: in the last months the chances were not what came."),
    "too_good": _(
        "It is not foretold: it would foretell too well to be true. A score that is asked when somebody "
        "leaves knows the end."
    ),
}


@register.simple_tag
def leaving_told(playbook: Playbook) -> str:
    """Whether the chance of leaving is foretold for this workspace, and how well."""
    worth = worth_of(playbook.workspace)
    if not worth:
        return gettext("Whether it can be foretold is reckoned once a day.")
    if worth["refused"] == "few_left":
        return gettext(
            "It is not foretold yet: %(left)s customers are known to have left, %(needed)s are needed. "
            "Events named churned, cancelled or left tell it."
        ) % {"left": worth["left"], "needed": FEWEST_LEFT}
    if worth["refused"]:
        return str(NOT_FORETOLD[worth["refused"]])
    return gettext(
        "Learnt from %(left)s customers who left. On months that it had not seen, it put who left above who "
        "stayed in %(pairs)s of 100 pairs."
    ) % {"left": worth["left"], "pairs": round(100 * worth["auc"])}

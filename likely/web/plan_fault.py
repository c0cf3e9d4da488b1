"""What is wrong with a plan or a contact policy: the form's field, and a sentence for whoever fills it in."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from likely.lib.refusal import Refusal
from likely.web.said import said

CODES: Final = ("plan_invalid", "contact_policy_invalid")
EVENT: Final = _(
    "An event has a name of small letters, digits and underscores, such as ticket_closed. Write it as your "
    "systems tell it."
)
WHERE: Final = _("Say which property of the event, in one word, and at least one value.")
OVER: Final = _("The period has fewer such days. Choose fewer days, or more weekdays.")
DAYS: Final = _("Choose at least one day of the week.")
REMIND: Final = _("Write at most five days, each later than the one before, from 1 to 90, such as 3, 7.")
QUIET: Final = _("Say from when until when, and leave at least one hour of the day.")
# where the plan is at fault, the longest that fits -> field of the form, sentence
FAULTS: Final[dict[str, tuple[str, Any]]] = {
    "wave.over_days": ("over_days", OVER),
    "wave.weekdays": ("weekdays", DAYS),
    "once.weekdays": ("weekdays", DAYS),
    "trigger.weekdays": ("weekdays", DAYS),
    "outcome.weekdays": ("weekdays", DAYS),
    "trigger.event": ("event", EVENT),
    "outcome.event": ("event", EVENT),
    "trigger.where": ("where_values", WHERE),
    "outcome.where": ("where_values", WHERE),
    "channels": ("channel_0", _("Choose at least one channel.")),
    "reminders": ("reminder_days", REMIND),
    "reminders.after_days": ("reminder_days", REMIND),
    "thanks": ("thank_to", _("The range runs from the smaller number to the larger.")),
    "sample.quota.property": (
        "quota_property",
        _("Name a property: one word of small letters, digits and underscores."),
    ),
    "sample.quota.each": (
        "quota_each",
        _("Write one value a line, an equals sign, and a whole number above 0: pro = 200"),
    ),
    "population": (
        "population",
        _("A population is one word of at most 24 small letters, such as employees."),
    ),
    "quiet": ("quiet_end", QUIET),
}
EXPIRED: Final = _("The link has expired by then. Remind earlier, or let the link live longer.")
OTHER_FIELDS: Final = {"plan": "kind", "plan.reminders": "reminder_days", "plan.thanks": "thank"}


def fault_of(refusal: Refusal) -> tuple[str, str]:
    """The form's field, or empty where it is about none; and the sentence."""
    if refusal.code not in CODES:
        return OTHER_FIELDS.get(refusal.field, refusal.field), said(refusal)
    if "has expired" in refusal.message:
        return "reminder_days", str(EXPIRED)
    steps = refusal.field.split(".")
    known = (".".join(steps[:n]) for n in range(len(steps), 0, -1))
    field, sentence = next((FAULTS[path] for path in known if path in FAULTS), ("", said(refusal)))
    return field, str(sentence)

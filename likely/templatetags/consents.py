"""What consent is about, and why an address is barred, in the reader's language."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

PURPOSES: Final = {
    "surveys": _("Being asked"),
    "follow_up": _("Contact about an answer"),
    "referral": _("Recommending us"),
    "quote": _("Being quoted"),
}
REASONS: Final = {
    "erased": _("erased"),
    "complaint": _("complained"),
    "unsubscribed": _("unsubscribed"),
    "by_hand": _("by hand"),
    "imported": _("from a list"),
    "hard_bounce": _("undeliverable"),
    "soft_bounce": _("mailbox full or away"),
}


@register.filter
def purpose_name(purpose: str) -> Any:
    return PURPOSES.get(purpose, purpose)


@register.filter
def reason_name(reason: str) -> Any:
    return REASONS.get(reason, reason)

"""Names that are stored or published as they are, in the reader's language."""

from typing import Final

from django import template
from django.utils.translation import gettext_lazy as _

from likely.lib.refusal import Refusal
from likely.people.import_plan import CellFault
from likely.people.people_import import ImportFault
from likely.web.import_mapping import TYPE_NAMES
from likely.web.not_sent import failure_words
from likely.web.said import said

register = template.Library()
register.filter(failure_words)

ROLES: Final = {
    "owner": _("Owner"),
    "manager": _("Manager"),
    "analyst": _("Analyst"),
    "agent": _("Agent"),
    "viewer": _("Viewer"),
}
BENCHMARKS: Final = {
    "All industries, US consumers": _("All industries, US consumers"),
    "Grocery, US consumers": _("Grocery, US consumers"),
    "Retail, US consumers": _("Retail, US consumers"),
    "Streaming media, US consumers": _("Streaming media, US consumers"),
    "Airlines, US consumers": _("Airlines, US consumers"),
    "Car rentals, US consumers": _("Car rentals, US consumers"),
    "TV and internet service, US consumers": _("TV and internet service, US consumers"),
    "Car dealers, US consumers": _("Car dealers, US consumers"),
    "Department stores, US consumers": _("Department stores, US consumers"),
    "Manufacturing, business customers": _("Manufacturing, business customers"),
    "B2B software, clients of one vendor": _("B2B software, clients of one vendor"),
    "Best of 220 US brands (Costco)": _("Best of 220 US brands (Costco)"),
}
CHANNELS: Final = {
    "link": _("open link"),
    "mail": _("mail"),
    "qr": _("QR code"),
    "api": _("API"),
    "import": _("file"),
    "widget": _("widget"),
    "kiosk": _("kiosk"),
    "phone": _("phone"),
    "face_to_face": _("face to face"),
    "sms": _("SMS"),
    "whatsapp": "WhatsApp",
    "voice": _("voice call"),
    "gateway": _("HTTP gateway"),
    "push": _("notification"),
    "chat": _("chat room"),
}
POPULATIONS: Final = {
    "customers": _("customers"),
    "employees": _("employees"),
    "owners": _("owners"),
    "buyers": _("buyers"),
    "users": _("users"),
}


@register.filter
def role_name(role: str) -> str:
    return str(ROLES.get(role, role))


@register.filter
def benchmark_name(name: str) -> str:
    return str(BENCHMARKS.get(name, name))


@register.filter
def channel_name(channel: str | None) -> str:
    return str(CHANNELS.get(channel or "", channel or ""))


@register.filter
def population_name(name: str) -> str:
    return str(POPULATIONS.get(name, name))


@register.filter
def type_name(type: str) -> str:
    """Of a property."""
    return str(TYPE_NAMES.get(type, type))


@register.filter
def actor_name(actor: str) -> str:
    """Who did it, as the journal names them: a member, a key, or the command line."""
    kind, _mark, name = actor.partition(":")
    return name or kind


@register.filter
def fault_words(fault: CellFault | ImportFault) -> str:
    """What is wrong with a row of a file."""
    return said(Refusal(fault.rule, fault.said))


@register.filter
def in_words(refusal: Refusal) -> str:
    return said(refusal)

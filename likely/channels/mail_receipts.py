"""What mail providers tell by webhook, read by django-anymail: whether it is genuine, and what it says.

Only the provider that LIKELY_EMAIL_URL names is listened to, and only when it proves who it is: by its
signature (LIKELY_MAIL_HOOK_KEY) where it signs, else by the password that it was given for this address
(LIKELY_MAIL_HOOK_SECRET).
"""

import logging
import warnings
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, SuspiciousOperation
from django.http import HttpRequest

from likely.channels.channel import Inbound, Receipt, ReceiptKind
from likely.channels.mail_inbound import inbound_of, moment_of, text_of
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

# Provider -> (module and first part of the names in anymail.webhooks, the argument that takes its key)
HOOKS: Final[Mapping[str, tuple[str, str, str]]] = {
    "brevo": ("brevo", "Brevo", ""),
    "mailersend": ("mailersend", "MailerSend", "signing_secret"),
    "mailgun": ("mailgun", "Mailgun", "webhook_signing_key"),
    "mailjet": ("mailjet", "Mailjet", ""),
    "postmark": ("postmark", "Postmark", ""),
    "resend": ("resend", "Resend", "signing_secret"),
    "sendgrid": ("sendgrid", "SendGrid", "tracking_webhook_verification_key"),
    "ses": ("amazon_ses", "AmazonSES", ""),
    "sparkpost": ("sparkpost", "SparkPost", ""),
}
# Inbound mail is signed by these alone; the others prove themselves by the password.
KEY_OF_INBOUND: Final = {
    "mailersend": "inbound_secret",
    "mailgun": "webhook_signing_key",
    "resend": "inbound_secret",
}
ALWAYS_SIGNED: Final = {"mailersend"}
KINDS: Final[Mapping[str, ReceiptKind]] = {
    "delivered": ReceiptKind.DELIVERED,
    "opened": ReceiptKind.OPENED,
    "bounced": ReceiptKind.HARD_BOUNCE,
    "complained": ReceiptKind.COMPLAINT,
    "unsubscribed": ReceiptKind.UNSUBSCRIBED,
    "rejected": ReceiptKind.FAILED,
    "failed": ReceiptKind.FAILED,
}
PASSING: Final = {"timed_out", "blocked", "other"}  # reasons of a bounce that say nothing of the mailbox
GONE: Final = {"invalid", "bounced"}  # of a rejection: the provider knows the address as dead
SOFT_WORDS: Final = ("soft", "transient", "temporary", "undetermined", "mailbox full", "mailboxfull")
# What reading somebody's body may raise in a library that trusts its provider
MALFORMED: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    SuspiciousOperation,
)


def read_receipts(provider: str, request: HttpRequest) -> list[Receipt]:
    """The tellings of one call, or a Refusal: `not_found`, `not_allowed`, `hook_malformed`."""
    events = _events(provider, "Tracking", HOOKS.get(provider, ("", "", ""))[2], request)
    return [receipt for event in events if (receipt := _receipt(event))]


def read_inbound(provider: str, request: HttpRequest) -> list[Inbound]:
    """The mails of one call; whether a machine wrote one stands in it."""
    events = _events(provider, "Inbound", KEY_OF_INBOUND.get(provider, ""), request)
    return [inbound_of(event.message, event.timestamp, event.event_id) for event in events]


def _events(provider: str, kind: str, key_argument: str, request: HttpRequest) -> list[Any]:
    view = _view(provider, kind, key_argument)
    from anymail import exceptions  # heavy: only where a provider is used

    try:
        view.run_validators(request)
    except exceptions.AnymailWebhookValidationFailure as error:
        raise Refusal("not_allowed", "The call does not prove that the provider sent it.") from error
    except MALFORMED as error:
        raise Refusal("hook_malformed", f"The call can't be read: {type(error).__name__}.") from error
    try:
        return list(view.parse_events(request))
    except (*MALFORMED, exceptions.AnymailError, ImproperlyConfigured) as error:
        raise Refusal("hook_malformed", f"The call can't be read: {type(error).__name__}.") from error


def _view(provider: str, kind: str, key_argument: str) -> Any:
    """anymail's reader of that provider, told by what to know the genuine."""
    key, secret = settings.MAIL_HOOK_KEY, settings.MAIL_HOOK_SECRET
    signed = bool(key and key_argument)
    if provider not in HOOKS or provider != settings.MAIL.provider:
        raise Refusal("not_found", "There is no such address.")
    if not signed and (not secret or provider in ALWAYS_SIGNED):
        raise Refusal("not_found", "There is no such address.")
    module, name, _ = HOOKS[provider]
    reader = getattr(import_module(f"anymail.webhooks.{module}"), f"{name}{kind}WebhookView")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks to whoever installs it by hand
        try:
            return reader(**({key_argument: key} if signed else {}))
        except (ImproperlyConfigured, ValueError) as error:  # a library is missing, or the key is none
            log.error("the receipts of %s can't be checked: %s", provider, error)
            raise Refusal("not_found", "There is no such address.") from error


def _receipt(event: Any) -> Receipt | None:
    kind = _kind(event)
    if kind is None or not (event.message_id or event.metadata):
        return None
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    told = event.mta_response or event.description or event.reject_reason or ""
    return Receipt(
        kind,
        provider_id=text_of(event.message_id),
        at=moment_of(event.timestamp),
        id=f"{kind}:{event.event_id}" if event.event_id else "",
        address=text_of(event.recipient),
        words=" ".join(text_of(told).split()),
        message_id=text_of(metadata.get("message")),
    )


def _kind(event: Any) -> ReceiptKind | None:
    kind = KINDS.get(event.event_type)
    reason = text_of(event.reject_reason)
    if kind is ReceiptKind.HARD_BOUNCE and (reason in PASSING or _is_soft(event.esp_event)):
        return ReceiptKind.SOFT_BOUNCE
    if kind is ReceiptKind.FAILED and event.event_type == "rejected" and reason in GONE:
        return ReceiptKind.HARD_BOUNCE
    if reason == "unsubscribed":
        return ReceiptKind.UNSUBSCRIBED
    return kind


def _is_soft(told: Any) -> bool:
    """Whether the provider's own words call the bounce a passing one."""
    return any(word in text.lower() for text in _named(told) for word in SOFT_WORDS)


def _named(told: Any, deep: int = 0) -> Iterator[str]:
    """The texts of the fields in which providers name the kind of a bounce."""
    if not isinstance(told, Mapping) or deep > 3:
        return
    for name, value in told.items():
        if isinstance(value, Mapping):
            yield from _named(value, deep + 1)
        elif isinstance(value, str) and str(name).lower() in {"type", "event", "bouncetype", "bounce_class"}:
            yield value

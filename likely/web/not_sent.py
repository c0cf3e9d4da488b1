"""Why a message did not go out, in the reader's language; the other side's words are quoted."""

import re
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.ask.claim import DIED
from likely.ask.message_fate import BY_HAND

NOT_SENT: Final = {
    "answered": gettext_lazy("answered meanwhile"),
    "programme_ended": gettext_lazy("the programme has ended"),
    "expired": gettext_lazy("the link has expired"),
    "survey_closed": gettext_lazy("the survey is closed"),
    "no_address": gettext_lazy("no address"),
    DIED: gettext_lazy("the worker died while sending"),
    "suppressed:unsubscribed": gettext_lazy("not written to: unsubscribed"),
    "suppressed:complaint": gettext_lazy("not written to: complained"),
    "suppressed:hard_bounce": gettext_lazy("not written to: nobody there"),
    "suppressed:soft_bounce": gettext_lazy("not written to: the mailbox bounced"),
    "suppressed:by_hand": gettext_lazy("not written to: on your list"),
    "suppressed:imported": gettext_lazy("not written to: on your list"),
    "suppressed:erased": gettext_lazy("not written to: erased"),
    BY_HAND: gettext_lazy("given up by hand"),
}
# What our own channels say, whoever the provider is.
SAID_BY_US: Final = (
    (r"The channel \w+ is not set up\.", gettext_lazy("the channel is not set up")),
    (
        r"The chat app has no address for this person\.",
        gettext_lazy("the chat app has no address for this person"),
    ),
    (r"The chat app was not called\.", gettext_lazy("the chat app was not called")),
    (
        r"Part (?P<n>\d+) of (?P<of>\d+) was the last that arrived\. (?P<words>.*)",
        gettext_lazy("only %(n)s of %(of)s parts arrived, since the other side said “%(words)s”"),
    ),
    (r"No browser of theirs takes notifications\.", gettext_lazy("no browser of theirs takes notifications")),
    (r"\d+: the browser took it back\.", gettext_lazy("the browser took its permission back")),
    (
        r"the mail server takes no address outside ASCII",
        gettext_lazy("the mail server takes only addresses in plain Latin letters"),
    ),
    (r"a line break in the address", gettext_lazy("there is a line break in the address")),
    (r"(?P<host>\S+) has no address\.", gettext_lazy("%(host)s was not found in the DNS")),
    (
        r"(?P<host>\S+) did not answer within (?P<seconds>[\d.]+) seconds\.",
        gettext_lazy("%(host)s did not answer within %(seconds)s seconds"),
    ),
    (
        r"This address can't be called\. .*",
        gettext_lazy(
            "this address can’t be called: it is not public and not allowed by LIKELY_OUTBOUND_ALLOW"
        ),
    ),
)


def failure_words(failure: str) -> str:
    """Of a message: our reason in words, or what the other side said, as it said it."""
    return _ours(failure) or failure


def why_not(failure: str) -> str:
    """The same as the end of a sentence, where the other side's words stand in quotation marks."""
    if not failure:
        return _("it was not said why")
    return _ours(failure) or _("the other side said “%(words)s”") % {"words": failure.rstrip(".")}


def _ours(failure: str) -> str:
    """ "" where it is not ours."""
    if known := NOT_SENT.get(failure):
        return str(known)
    given_up, colon, before = failure.partition(": ")
    if colon and given_up == BY_HAND:
        return f"{NOT_SENT[BY_HAND]}: {failure_words(before)}"
    for pattern, words in SAID_BY_US:
        if found := re.fullmatch(pattern, failure):
            return str(words) % found.groupdict() if found.groupdict() else str(words)
    return ""

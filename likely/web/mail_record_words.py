"""What is said of each finding about a sender's domain: what it means for mails, and what to do."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from likely.channels.sender_records import Finding, Health

RECORDS: Final = {"spf": "SPF", "dkim": "DKIM", "dmarc": "DMARC"}
HEALTH: Final[dict[Health, Any]] = {
    Health.GOOD: _("good"),
    Health.WEAK: _("could be better"),
    Health.BAD: _("to be mended"),
    Health.UNKNOWN: _("not known"),
}
SENTENCES: Final[dict[str, Any]] = {
    "timeout": _("The DNS gave no answer in time. Nothing is known about this record; try again later."),
    "no_answer": _("The record can’t be looked up from here. Nothing is known about it; try again later."),
    "spf_none": _(
        "There is no SPF record. Receivers can’t tell who may send for this domain. Add the one that your "
        "mail provider names."
    ),
    "spf_many": _("There is more than one SPF record, so none of them counts. Make one of them."),
    "spf_broken": _("One part of the SPF record is no rule, so receivers pass over all of it. Mend it."),
    "spf_lookups": _(
        "The SPF record asks for more than 10 look-ups, so receivers give up. Take out what is not needed."
    ),
    "spf_anybody": _("The SPF record lets anybody send for this domain. End it with ~all or -all."),
    "spf_open": _("The SPF record does not say what to do with other senders. End it with ~all or -all."),
    "spf_good": _(
        "The SPF record is sound. Whether the server that sends your mails stands in it, your provider tells."
    ),
    "dkim_no_selector": _(
        "Without the selector the DKIM key can’t be found. Your mail provider names it; write it into the "
        "form."
    ),
    "dkim_none": _(
        "There is no DKIM key at this name. Ask your mail provider for the record, or check the selector."
    ),
    "dkim_many": _("There is more than one DKIM key at this name. Leave one."),
    "dkim_broken": _("The DKIM key can’t be read. Copy it anew from your mail provider, in one piece."),
    "dkim_revoked": _("The DKIM key was withdrawn. Take the selector of the present one."),
    "dkim_too_short": _("The DKIM key has less than 1024 bits; nobody believes it. Make one of 2048."),
    "dkim_short": _("The DKIM key has less than 2048 bits. It counts, but a longer one is safer."),
    "dkim_testing": _("The DKIM key is marked as a test (t=y). Take the mark out when mails arrive."),
    "dkim_good": _("The DKIM key can be read and is long enough."),
    "dmarc_none": _(
        "There is no DMARC record, and large mailbox providers ask for one. Begin with “v=DMARC1; p=none” "
        "and an address for reports."
    ),
    "dmarc_many": _("There is more than one DMARC record, so none of them counts. Leave one."),
    "dmarc_broken": _("The DMARC record names no rule. Write p=none, p=quarantine or p=reject."),
    "dmarc_watching": _(
        "DMARC only watches (p=none). That is enough for mails to arrive; p=quarantine keeps others from "
        "using your name."
    ),
    "dmarc_partly": _(
        "DMARC holds for a part of the mails only (pct). Raise it to 100 when reports are good."
    ),
    "dmarc_unheard": _("DMARC holds, but nobody gets its reports. Add rua=mailto: and an address."),
    "dmarc_good": _("DMARC holds, and its reports are read."),
}


def record_words(finding: Finding) -> str:
    return str(SENTENCES[finding.code])

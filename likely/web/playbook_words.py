"""The words of playbooks: what they wait for, what their steps do, and what helps where one was not done."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

# name, what it does
READY_WORDS: Final = {
    "apologise": (
        _("Apologise and repair"),
        _("Every detractor becomes a case: somebody calls, repairs and says sorry."),
    ),
    "barrier": (
        _("Remove the barrier"),
        _("A passive who says why, and may be contacted, becomes a case."),
    ),
    "thank": (
        _("Thank and invite"),
        _("A promoter who may be contacted is thanked and asked to pass us on."),
    ),
}
# Names of lists that ready-made ones keep, in the language of who takes one.
LIST_WORDS: Final = {"To win back": _("To win back"), "Promoters": pgettext_lazy("list", "Promoters")}
WHEN_WORDS: Final = {
    "answer": _("An answer comes in"),
    "answer.quarantined": _("An answer is set aside as doubtful"),
    "answer.released": _("An answer that was set aside counts again"),
    "person.at_risk": _("A customer is at risk of leaving"),
    "case.opened": _("A case is opened"),
    "case.assigned": _("A case is given to somebody"),
    "case.answered": _("The customer answers in a case"),
    "case.overdue": _("A case is overdue"),
    "case.resolved": _("A case is resolved"),
    "case.closed": _("A case is closed"),
    "invitation.bounced": _("An invitation bounces"),
    "score.alarm": _("The score drops, and it lasts"),
    "goal.reached": _("The target of the score is reached"),
}
ACTION_WORDS: Final = {
    "case": _("Open a case"),
    "invite": _("Thank, and ask to pass us on"),
    "steps": _("Nothing but the steps below"),
}
DEED_WORDS: Final = {
    "case": _("Open a case"),
    "assign": _("Give the case to somebody"),
    "mail": _("Tell managers and owners by mail"),
    "chat": _("Write to the team’s chat"),
    "write": _("Write to the customer"),
    "invite": _("Thank, and ask to pass us on"),
    "survey": _("Start a survey"),
    "tag": _("Add a tag"),
    "list": _("Put on a list"),
    "webhook": _("Call a webhook"),
    "crm": _("Write a note in the CRM"),
}
DEED_HINTS: Final = {
    "case": _("One answer has one case of this playbook, however often it comes to it."),
    "chat": _("Into the room that is set up under channels, as alerts go."),
    "write": _("In the thread of the case, and only to who permitted contact. It is no reply of a person."),
    "invite": _("A mail goes out a day later to whoever permitted it, once a person."),
    "survey": _(
        "The programme decides under the contact policy, and the ledger says why somebody was asked or not."
    ),
    "tag": _("On a person a tag is a property: “vip is yes” finds whoever has it."),
    "list": _("A condition finds them by: list is “name”."),
    "webhook": _(
        "Signed as Standard Webhooks says, with the secret below. Repeated under the same name until it is "
        "taken."
    ),
    "crm": _("Beside the contact with the person’s mail address."),
}
UNIT_WORDS: Final = {
    "now": pgettext_lazy("delay", "at once"),
    "minutes": pgettext_lazy("delay", "minutes later"),
    "hours": pgettext_lazy("delay", "hours later"),
    "days": pgettext_lazy("delay", "days later"),
    "business": pgettext_lazy("delay", "in the next business hour"),
}


def delay_words(n: int, unit: str) -> str:
    """Such as: 2 hours later."""
    if unit == "minutes":
        return ngettext("%(n)s minute later", "%(n)s minutes later", n) % {"n": n}
    if unit == "hours":
        return ngettext("%(n)s hour later", "%(n)s hours later", n) % {"n": n}
    if unit == "days":
        return ngettext("%(n)s day later", "%(n)s days later", n) % {"n": n}
    return str(UNIT_WORDS[unit])


STATE_WORDS: Final = {
    "waits": pgettext_lazy("step", "waits"),
    "claimed": pgettext_lazy("step", "is being done"),
    "done": pgettext_lazy("step", "done"),
    "skipped": pgettext_lazy("step", "left out"),
    "failed": pgettext_lazy("step", "failed"),
}
STATE_TAGS: Final = {
    "waits": "paused",
    "claimed": "paused",
    "done": "open",
    "skipped": "closed",
    "failed": "quarantined",
}
# Why it was not done, and what helps; _last: where it is not tried again by itself.
REASONS: Final[dict[str, Promise]] = {
    "no_answer": _("There is no answer any more."),
    "no_case": _("There is no open case to do it in."),
    "no_person": _("Nobody knows whom it is about."),
    "no_address": _("There is no mail address of the customer."),
    "no_contact": _("The CRM has no contact with this mail address. Add one there, then try again."),
    "nobody_there": _("Whoever was meant does not work on cases here. Choose somebody else in the step."),
    "no_chat": _("No chat room is set up. Name one under Settings, Channels, then try again."),
    "no_template": _("The ready-made reply is gone. Choose another in the step."),
    "not_invited": _("They were asked before, or did not permit it."),
    "programme_off": _("The programme does not run. Start it, then try again."),
    "no_endpoint": _("Its secret is gone. Save the playbook again, then try again."),
    "no_key": _("HubSpot’s key is missing. Type it in the step and save, then try again."),
    "address_refused": _("This address can’t be called. Give a public https address in the step."),
    "no_reply": _("Nobody answered. It is tried again; see whether the address is right and up."),
    "refused": _("The other side did not take it. See what it said; it is tried again by itself."),
    "refused_last": _(
        "The other side did not take it, however often it was tried. Mend what it says, then try again."
    ),
    "no_reply_last": _(
        "Nobody answered, however often it was tried. See whether the address is right and up, then try "
        "again."
    ),
    "broken_last": _("It failed on our side, however often it was tried. The log of the server says why."),
    "gone": _("The other side wants no more of it. Take the step out, or give the new address."),
    "broken": _("It failed on our side. It is tried again; the log of the server says why."),
    "playbook_off": _("The playbook was switched off before it was due. Switch it on, then try again."),
    "answer_gone": _("The answer was dismissed meanwhile."),
    "answer_doubtful": _("The answer was set aside as doubtful meanwhile."),
    "reply_nobody": _("Nobody knows who gave this answer."),
    "reply_no_address": _("There is no mail address of the customer."),
    "reply_not_asked": _("The customer was not asked whether we may write."),
    "reply_not_permitted": _("The customer does not want to be contacted about the answer."),
    "reply_suppressed": _("Nothing is sent to this address: it was taken off, bounced or complained."),
    "tag_is_property": _("A property of this name holds something else. Choose another tag."),
}

"""What a playbook does beside the case: tell whoever manages, and write to the customer at once.

Both happen once a case, however often the answer is looked at. What a playbook writes is no reply of a
person: it stops no clock.
"""

from datetime import datetime

from likely.act.case import Case
from likely.act.case_message import Draft, reply
from likely.act.case_notice import managers_of, words_of
from likely.act.may_reply import why_not
from likely.act.playbook import Playbook
from likely.act.posted_mail import post_to_colleague
from likely.act.reply_template import suggestions


def tell_managers(playbook: Playbook, case: Case, now: datetime) -> int:
    """How many mails were queued; the owner of the case is told anyway."""
    if not playbook.notify:
        return 0
    once, kind = f"playbook:{playbook.pk}:{case.pk}", "playbook.acted"
    told = (user for user in managers_of(case) if user.pk != case.owner_id)
    return sum(post_to_colleague(case, user, once, words_of(case, kind, user), now) for user in told)


def write_to_customer(playbook: Playbook, case: Case, actor: str, now: datetime) -> bool:
    """Whether it was written, now or before: only to whom it may be, and only with words that are there."""
    if not playbook.writes or why_not(case, now):
        return False
    found = next((one for one in suggestions(case, None) if one.key == playbook.writes), None)
    if found is None:
        return False
    draft = Draft(found.subject, found.body, once=f"playbook:{playbook.pk}")
    reply(case, draft, None, actor, now)
    return True

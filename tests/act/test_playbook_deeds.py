"""What a playbook does beside the case: managers are told, the customer is written to; each once."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from collections import Counter
from contextlib import suppress
from random import Random
from typing import Any

import pytest
from django.utils import timezone

from likely.act import case_message, playbook_deeds, reacting
from likely.act.case import Case
from likely.act.case_message import CaseMessage
from likely.act.playbook import PlaybookFacts, change_playbook, make_playbook
from likely.act.posted_mail import PostedMail
from likely.act.reply_template import TemplateFacts, drop_reply_template, keep_reply_template
from likely.collect.response import Response
from likely.lib.refusal import Refusal
from tests.act.test_playbook import Died, begun, dying, work
from tests.web.conftest import agent, answer, owner, person, survey


def test_managers_are_told_once_and_the_owner_by_the_case(
    workspace: Any, answer: Any, owner: Any, agent: Any
) -> None:
    begun(workspace, PlaybookFacts("Call", ("detractor",), notify=True))
    row = answer(2)
    for comment in ("", "Late"):
        Response.objects.filter(pk=row.pk).update(comment=comment, changed_at=timezone.now())
        work()
    work()
    told = PostedMail.objects.order_by("user__email").values_list("user__email", "subject")
    assert list(told) == [
        (agent.email, "A case for you: an unknown customer"),
        (owner.email, "A new case: an unknown customer"),
    ]


def test_the_customer_is_written_to_once_permission_is_there_and_no_clock_stops(
    workspace: Any, answer: Any, person: Any
) -> None:
    template = keep_reply_template(
        workspace, TemplateFacts("Sorry", "detractor", "en", "S", "Sorry, {name}. {agent}"), "user:a"
    )
    begun(workspace, PlaybookFacts("Write", ("detractor",), writes=str(template.pk)))
    row = answer(2, person=person)
    work()
    assert Case.objects.count() == 1
    assert not CaseMessage.objects.exists()
    for _ in range(2):
        Response.objects.filter(pk=row.pk).update(permission=True, changed_at=timezone.now())
        work()
    message = CaseMessage.objects.get()
    assert (message.author, message.body) == (None, "Sorry, Zebrafinch Person. Nordic Hardware")
    assert message.posted is not None
    assert message.posted.by_machine
    assert (Case.objects.get().state, Case.objects.get().replied_at) == ("new", None)


def test_words_that_are_gone_are_not_replaced_by_others(workspace: Any, answer: Any, person: Any) -> None:
    template = keep_reply_template(workspace, TemplateFacts("Sorry", "", "en", "S", "B"), "user:a")
    begun(workspace, PlaybookFacts("Write", ("detractor",), writes=str(template.pk)))
    drop_reply_template(template, "user:a")
    answer(2, person=person, permission=True)
    work()
    assert Case.objects.count() == 1
    assert not CaseMessage.objects.exists()


def test_only_a_reply_that_is_there_can_be_chosen(workspace: Any, foreign_workspace: Any) -> None:
    foreign = keep_reply_template(foreign_workspace, TemplateFacts("Theirs", "", "en", "S", "B"), "user:a")
    playbook = make_playbook(workspace, PlaybookFacts("A", ("detractor",), writes="usual"), "user:a")
    for key in (str(foreign.pk), "nothing"):
        with pytest.raises(Refusal) as refused:
            change_playbook(playbook, PlaybookFacts("A", ("detractor",), writes=key), "user:a")
        assert refused.value.field == "writes"


@pytest.mark.parametrize("seed", range(12))
def test_workers_that_die_anywhere_leave_each_deed_once_and_miss_none(
    workspace: Any, answer: Any, person: Any, owner: Any, agent: Any, monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:  # fmt: skip
    begun(workspace, PlaybookFacts("A", ("detractor",), notify=True, writes="usual"))
    begun(workspace, PlaybookFacts("B", ("detractor",), notify=True))
    for score in (1, 5):
        answer(score, person=person, permission=True)
    random = Random(seed)
    steps = {
        reacting: ("claim_event", "open_case", "tell_managers", "write_to_customer", "tell_of_case"),
        playbook_deeds: ("reply", "post_to_colleague"),
        case_message: ("post",),
    }
    for _ in range(6):
        with monkeypatch.context() as patched:
            for module, names in steps.items():
                for name in names:
                    patched.setattr(module, name, dying(getattr(module, name), random))
            with suppress(Died):
                work()
    for _ in range(3):
        work()
    assert Case.objects.count() == 4
    told = Counter(PostedMail.objects.values_list("subject", flat=True))
    name = "Zebrafinch Person"
    assert told == {"About what you told us": 2, f"A new case: {name}": 4, f"A case for you: {name}": 4}
    assert CaseMessage.objects.count() == 2

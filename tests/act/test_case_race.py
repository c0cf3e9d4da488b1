"""Several workers and people at the same case in the same moment."""

# ruff: noqa: F401, F811 - fixtures are imported by their names

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from likely.act.case import Case, Opening, open_case
from likely.act.case_message import CaseMessage, Draft, reply
from likely.act.case_work import tag_case
from likely.act.domain_event import DomainEvent
from likely.act.playbook_run import PlaybookRun
from likely.act.posted_mail import PostedMail
from likely.act.reacting import react_due
from likely.base.journal import JournalEntry
from likely.collect.response import Response
from tests.act.test_playbook import DETRACTORS, begun, work
from tests.web.conftest import agent, answer, person, survey

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 5


def together(deed: Callable[[int], Any]) -> list[Any]:
    """What threads got that began at the same moment."""
    start = Barrier(AT_ONCE)

    def run(number: int) -> Any:
        start.wait(30)
        try:
            return deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(run, range(AT_ONCE)))


def test_of_all_who_come_at_once_one_opens_the_case_and_each_deed_counts_once(
    workspace: Any, answer: Any, person: Any, agent: Any
) -> None:
    row, now = answer(2, person=person, permission=True), timezone.now()
    found = together(lambda _: open_case(Response.objects.get(pk=row.pk), Opening(), "user:a", now))
    assert sorted(is_new for _case, is_new in found) == [False] * (AT_ONCE - 1) + [True]
    case = Case.objects.get()
    assert DomainEvent.objects.filter(kind="case.opened").count() == 1
    assert JournalEntry.objects.filter(verb="case.opened").count() == 1

    together(lambda n: tag_case(case, f"tag {n}", "user:a", now))
    assert set(Case.objects.get().tags) == {f"tag {n}" for n in range(AT_ONCE)}
    together(lambda _: reply(case, Draft("Sorry", "We call you.", once="one press"), agent, "user:a", now))
    assert CaseMessage.objects.count() == PostedMail.objects.filter(person=person).count() == 1

    begun(workspace, DETRACTORS)
    Response.objects.filter(pk=row.pk).update(changed_at=timezone.now())
    together(lambda _: work())
    react_due(timezone.now())
    assert Case.objects.exclude(pk=case.pk).count() == PlaybookRun.objects.count() == 1
    told = PostedMail.objects.filter(user=agent, once__startswith="case.opened")
    assert told.count() == Case.objects.count() == 2

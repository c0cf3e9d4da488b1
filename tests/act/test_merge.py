"""Two who are one: what either was asked, the one was asked."""

from datetime import timedelta
from typing import Any

import pytest

from likely.act.merge import merge
from likely.ask.contact_clock import ANY, ContactClock, clocks_of, stamp
from likely.ask.may_ask import may_ask
from tests.ask.asking import MONDAY, people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize(("ours", "theirs"), [(60, 1), (1, 60), (None, 1)])
def test_nobody_is_asked_again_too_soon_by_being_merged(
    workspace: Any, ours: int | None, theirs: int
) -> None:
    kept, gone = people(workspace, 2)
    for person, ago in ((kept, ours), (gone, theirs)):
        if ago is not None:
            stamp(workspace, [person.pk], "tnps", MONDAY - ago * DAY)
    merged = merge(kept, gone, "user:a@example.org")
    newest = MONDAY - min(ago for ago in (ours, theirs) if ago is not None) * DAY
    assert clocks_of(workspace, [merged.pk]) == {merged.pk: {"tnps": newest, ANY: newest}}
    assert not may_ask(workspace, merged, "tnps", MONDAY).asked
    assert ContactClock.objects.count() == 2


def test_clocks_of_other_kinds_come_along(workspace: Any) -> None:
    kept, gone = people(workspace, 2)
    stamp(workspace, [kept.pk], "tnps", MONDAY - 20 * DAY)
    stamp(workspace, [gone.pk], "rnps", MONDAY - 40 * DAY)
    merged = merge(kept, gone, "user:a@example.org")
    assert clocks_of(workspace, [merged.pk])[merged.pk] == {
        "tnps": MONDAY - 20 * DAY,
        "rnps": MONDAY - 40 * DAY,
        ANY: MONDAY - 20 * DAY,
    }

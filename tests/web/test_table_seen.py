"""No page tells a viewer that something masked is there: whatever it counts or lists by words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from likely.web import reasons
from likely.web.reasons import EDITS
from tests.web.conftest import member, signed_in

HIDDEN = "tammsaare"
PAGES = (
    "/responses?period=all&words={}",
    "/responses?period=all&words={}&sort=score",
    "/responses?period=all&words=nobody&words={}",
    "/?period=all&words={}",
    "/trend?period=all&words={}",
    "/drivers?period=all&words={}",
    "/reasons?period=all&words={}",
    "/journey?period=all&words={}",
    "/teams?period=all&words={}",
    "/filters?period=all&words={}",
    "/segments?period=all&words={}",
    "/segments/standing-out?period=all&words={}",
    "/reasons/themes/tried?words={}",
)


@pytest.fixture
def said(answer: Any) -> None:
    reasons.HEARD.clear()
    old = timezone.now() - timedelta(days=3)
    for place in range(20):
        answer(place % 11, comment=f"Slow courier {place}, write to a.{HIDDEN}{place}@example.org", at=old)
    answer(3, comment="A courier named Mrs Tammsaare", at=old)


def counted(user: Any, address: str) -> str:
    """The page without what it repeats of the question, and without what changes with each call."""
    page = signed_in(user).get(address)
    assert page.status_code == 200
    return re.sub(
        r'(nonce|csrfmiddlewaretoken|value|href|hx-get|hx-headers)="[^"]*"', "", page.content.decode()
    )


@pytest.mark.parametrize("address", PAGES)
def test_a_viewer_cannot_tell_a_masked_word_from_one_that_nobody_said(
    workspace: Any, said: None, address: str
) -> None:
    viewer = member(workspace, "viewer@example.org", "viewer")
    nobody, hidden = "absentword", HIDDEN
    sought = counted(viewer, address.format(hidden)).replace(hidden, "").replace(hidden.title(), "")
    assert sought == counted(viewer, address.format(nobody)).replace(nobody, "")


@pytest.mark.parametrize("address", PAGES[:2])
def test_agents_find_it_and_viewers_find_what_is_shown(workspace: Any, said: None, address: str) -> None:
    viewer, agent = (member(workspace, f"{role}@example.org", role) for role in ("viewer", "agent"))
    assert counted(agent, address.format(HIDDEN)).count("Slow courier") == 20
    assert counted(viewer, address.format("courier")).count("[email]") == 20
    none = counted(viewer, address.format(HIDDEN))
    assert "Slow courier" not in none
    hint = "a search finds only what you see"
    assert hint in none
    assert hint not in counted(agent, address.format("absentword"))
    assert hint not in counted(viewer, "/responses?state=dismissed")


def test_what_is_remembered_for_one_is_not_shown_to_another(workspace: Any, said: None) -> None:
    viewer, analyst = (member(workspace, f"{role}@example.org", role) for role in ("viewer", EDITS.value))
    for _ in range(2):
        full, shown = (
            signed_in(user).get(PAGES[6].format(HIDDEN)).context["listening"].heard
            for user in (analyst, viewer)
        )
        assert (full.of, shown.of) == (21, 0)

"""Every page of the staff in a real browser, on the narrowest phone: for everybody, and never too wide."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Page

from likely.channels.setup import keep_setup
from likely.channels.unit_room import keep_room
from likely.people.unit import Unit
from tests.browser import scrolls_sideways, violations
from tests.keyboard import keyboard_faults
from tests.web.conftest import signed_in
from tests.web.test_access import DOORS, STAFF, address_of, all_things

NARROWEST = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}
CONTRAST = {"runOnly": ["color-contrast"], "resultTypes": ["violations"]}  # all else is the same in the dark
OF_A_PAGE = (
    "landmark-one-main",
    "page-has-heading-one",
    "region",
)  # a mail is a letter and has none of these
ROOM = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7/#team"
SETTLED_MS = 150  # for what comes by itself once the page stands


def addresses(ids: dict[str, Any]) -> Iterator[str]:
    """Of everything that the table of access opens by GET."""
    for name, (method, _wanted, data) in STAFF.items():
        if method == "get":
            query = "&".join(f"{key}={value}" for key, value in data.items())
            yield address_of(name, ids) + (f"?{query}" if query else "")


def is_page(answer: Any) -> bool:
    """No part of a page, no file, no way elsewhere."""
    shown = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
    return shown and not answer.streaming and b"<html" in answer.content


def doors() -> Iterator[str]:
    for name in sorted(DOORS):
        try:
            yield reverse(name)
        except NoReverseMatch:
            continue  # it needs a token that nobody has


def faults_of(page: Page, address: str) -> list[str]:
    page.goto(address)
    page.wait_for_timeout(SETTLED_MS)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    found = violations(page)
    if page.url.partition("?")[0].endswith("/mail.html"):
        found = [fault for fault in found if not fault.startswith(OF_A_PAGE)]
    if scrolls_sideways(page):
        found.append("it scrolls sideways")
    found += keyboard_faults(page)
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate("(options) => axe.run(document, options)", CONTRAST)["violations"]
    page.emulate_media(color_scheme="light")
    found += [f"in the dark: {node['target']}" for one in dark for node in one["nodes"]]
    return [f"{address}: {fault}" for fault in found]


@pytest.mark.browser
@pytest.mark.timeout(600)
def test_every_page_is_for_everybody_and_fits(
    live_server: Any,
    open_page: Callable[..., Page],
    owner: Any,
    workspace: Any,
    survey: Any,
    person: Any,
    response: Any,
) -> None:
    client, page = signed_in(owner), open_page(**NARROWEST)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    things = all_things(workspace, survey, person, response)
    keep_setup(workspace, "chat", {}, {"room": ROOM}, "system")
    keep_room(Unit.objects.select_related("workspace").get(pk=things["unit_id"]), ROOM, "system")
    pages = [address for address in addresses(things) if is_page(client.get(address))]
    assert len(pages) > 20
    found = [fault for address in pages for fault in faults_of(page, live_server.url + address)]
    stranger = open_page(**NARROWEST)
    outside = [address for address in doors() if is_page(Client().get(address))]
    for address in (*outside, "/nothing-here"):
        found += faults_of(stranger, live_server.url + address)
    assert found == [], "\n".join(found)

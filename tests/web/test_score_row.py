"""The score row's page: to copy for managers, links with properties, nothing for strangers."""

import re
from html import unescape
from typing import Any

import pytest

from likely.ask.preset import read_preset
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.web.doubt import WORDS, doubt_words


@pytest.fixture
def survey(workspace: Any) -> Any:
    made = make_definition("rnps", "Nordic Hardware", ("en", "et"))
    return Survey.start(workspace, "Nordic", made, "user:a")


def test_it_shows_the_row_in_the_language_asked(client: Any, owner: Any, survey: Any) -> None:
    client.force_login(owner)
    page = client.get(f"/surveys/{survey.pk}/score-row?lang=et").content.decode()
    assert "kui tõenäoliselt soovitaksite" in page
    assert f"/s/{survey.slug}?score=10&lang=et" in unescape(unescape(page))
    assert "/r/PERSONAL-LINK?score=0" in page


def test_the_look_runs_no_script_and_is_the_row(client: Any, owner: Any, survey: Any) -> None:
    client.force_login(owner)
    reply = client.get(f"/surveys/{survey.pk}/score-row.html")
    assert len(re.findall(r">\d+</a>", reply.content.decode())) == 11
    policy = reply["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_link_with_properties_is_signed_and_a_wrong_one_refused(
    client: Any, owner: Any, survey: Any
) -> None:
    client.force_login(owner)
    address = f"/surveys/{survey.pk}/score-row"
    page = client.post(address, {"properties": "shop = Tartu\nfloor = 2", "until": "2031-05-01"})
    link = re.search(r'id="preset" dir="ltr">([^<]*)<', page.content.decode())
    assert link
    preset = read_preset(unescape(link[1]).partition("?p=")[2], survey.workspace_id, survey.pk)
    assert preset
    assert preset.properties == {"shop": "Tartu", "floor": "2"}
    assert preset.until
    assert preset.until.date().isoformat() == "2031-05-01"
    assert client.post(address, {"properties": ""}).status_code == 422


def test_others_do_not_come_in(client: Any, viewer: Any, stranger: Any, survey: Any) -> None:
    for user, status in ((viewer, 403), (stranger, 404)):
        client.force_login(user)
        for name in ("score-row", "score-row.html"):
            assert client.get(f"/surveys/{survey.pk}/{name}").status_code == status


def test_each_reason_has_words_and_a_members_own_stay() -> None:
    from likely.collect.evidence import SIGNS, SURE

    assert set(WORDS) == {name for name, *_ in (*SURE, *SIGNS)}
    assert doubt_words("soon+swift") == "within two minutes of the sending, at once after the page appeared"
    assert doubt_words("asked us to") == "asked us to"

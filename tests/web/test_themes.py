"""The page of reasons made of stored themes, and the comments behind a theme."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.collect.response import Response
from likely.people.segment import make_segment
from likely.store.tag_comments import read_again_due
from likely.store.theme_set import Origin, keep_themes
from likely.text.taxonomy import Taxonomy, Theme, taxonomy
from likely.web import reasons as module
from tests.web.conftest import MARKER, member, signed_in

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery", "et": "Tarne", "zh": "送货"}, ("delivery", "tarne*", "送货")),
        Theme("staff", {"en": "Staff"}, ("staff", "friendly")),
        Theme("rare", {"en": "Rare thing"}, ("unicorn",)),
    ]
)


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")
    module.BOARDS.clear()
    module.HEARD.clear()


def told(workspace: Any, themes: Taxonomy = THEMES) -> None:
    keep_themes(workspace, themes, Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)


@pytest.fixture
def talk(answer: Any, person: Any, workspace: Any) -> None:
    old = timezone.now() - timedelta(days=60)
    for place in range(24):
        answer(
            10, comment=f"The friendly staff helped, visit {place}", properties={"region": "North"}, at=old
        )
        answer(1, comment=f"Late delivery <b>again</b>, order {place}", properties={"region": "East"}, at=old)
        answer(8, comment=f"An ordinary morning {place}", properties={"region": "North"}, at=old)
    answer(2, comment="A unicorn was rude", at=old)
    answer(
        3,
        comment="Delivery late, call mari@example.org",
        person=person,
        properties={"region": "North"},
        at=old,
    )
    told(workspace)


def page(user: Any, address: str, **more: str) -> str:
    answer = signed_in(user).get(address, **more)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_the_page_leads_with_a_finding_and_lists_every_theme_that_may_be_told(owner: Any, talk: None) -> None:
    said = page(owner, "/reasons")
    assert "Delivery pulls the score down most" in said
    assert said.index("<svg") < said.index('id="why"') < said.index('id="list"')
    assert "Staff" in said
    assert "Rare thing" not in said  # one comment
    assert "of the comments speak of no theme" in said
    assert "&lt;b&gt;" in said
    assert "<b>again" not in said


def test_quotes_on_the_page_hide_personal_data_from_everybody(
    owner: Any, answer: Any, workspace: Any
) -> None:
    for place in range(30):
        answer(1, comment=f"Late delivery, write to mari{place}@example.org at once")
        answer(10, comment=f"Fine thing {place}")
    told(workspace)
    said = page(owner, "/reasons")
    assert "[email]" in said
    assert "@example.org at once" not in said


def test_the_card_of_the_overview_has_one_quote_a_reason(owner: Any, talk: None) -> None:
    said = page(owner, "/reasons", HTTP_HX_REQUEST="true")
    assert "<html" not in said
    assert said.count('class="quote') == said.count('class="reason"') == 2
    assert "theme=delivery-" in said


def test_a_filter_and_a_segment_narrow_the_page(owner: Any, talk: None, workspace: Any) -> None:
    said = page(owner, "/reasons?region=North")
    assert "Staff" in said
    assert "Delivery pulls" not in said
    segment = make_segment(workspace, "Known", "region is North", "system")
    assert "fewer than 5 answers" in page(owner, f"/reasons?in={segment.pk}&period=all")


def test_the_comments_of_a_side_are_listed_with_their_words_marked(owner: Any, talk: None) -> None:
    said = page(owner, "/reasons/comments?theme=delivery-")
    assert said.count("<mark>delivery</mark>") == 24
    assert "<mark>Delivery</mark> late" in said
    assert "friendly staff" not in said
    assert "mari@example.org" in said
    none = page(owner, "/reasons/comments?theme=")
    assert "ordinary morning 3" in none
    assert "elivery" not in none.split("</form>")[-1]


@pytest.mark.parametrize(
    "address", ["/reasons/comments?theme=delivery", "/responses?words=call", "/responses/{}"]
)
def test_a_viewer_sees_no_personal_data_in_comments(workspace: Any, talk: None, address: str) -> None:
    said = Response.objects.get(comment__contains="mari@example.org")
    for role, sees in (("viewer", False), ("agent", True)):
        seen = page(member(workspace, f"{role}@example.org", role), address.format(said.pk))
        assert ("call mari@example.org" in without_marks(seen)) == sees
        assert ("call [email]" in without_marks(seen)) == (not sees)


def without_marks(said: str) -> str:
    return said.replace("<mark>", "").replace("</mark>", "")


ODD = (
    "🙂" * 300,
    "\u202eevil\u202c price",
    "<script>alert(1)</script> delivery",
    "价" * 50_000,
    "d\u200be\u200bl",
)


def test_whatever_was_written_is_listed_and_does_nothing(owner: Any, answer: Any, workspace: Any) -> None:
    for text in ODD:
        answer(3, comment=text)
    told(workspace)
    for asked in ("", "delivery"):
        listed = page(owner, f"/reasons/comments?theme={asked}")
        assert "<script>alert" not in listed
        assert len(listed) < 200_000
    assert "<mark>delivery</mark>" in listed


def test_what_there_is_not_is_said(owner: Any, talk: None) -> None:
    assert signed_in(owner).get("/reasons/comments?theme=nothing").status_code == 422
    assert "No comments in this view" in page(owner, "/reasons/comments?theme=rare%2B")


def test_a_stranger_sees_nothing_of_it(stranger: Any, talk: None) -> None:
    client = signed_in(stranger)
    for address in ("/reasons", "/reasons/comments?theme=delivery", "/reasons/themes.csv"):
        assert MARKER not in client.get(address, follow=True).content.decode()
        assert "Delivery" not in client.get(address, follow=True).content.decode()


def test_numbers_come_as_a_file_and_names_in_the_readers_language(owner: Any, talk: None) -> None:
    client = signed_in(owner)
    rows = client.get("/reasons/themes.csv").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Delivery,25,")
    assert client.get("/reasons/sides.png")["Content-Type"] == "image/png"
    client.cookies["django_language"] = "et"
    assert "Tarne" in client.get("/reasons/themes.csv", HTTP_ACCEPT_LANGUAGE="et").content.decode()


def test_comments_that_wait_are_said(owner: Any, talk: None, answer: Any) -> None:
    answer(4, comment="Delivery once more")
    assert "1 comment is still to be read" in page(owner, "/reasons")


def test_new_themes_tell_how_far_they_are(owner: Any, talk: None, workspace: Any) -> None:
    keep_themes(
        workspace, taxonomy([*THEMES.themes, Theme("order", {"en": "Order"}, ("order",))]), Origin.EDITED, "x"
    )
    said = page(owner, "/reasons")
    assert "0 of 74" in said
    assert "Delivery pulls" in said
    read_again_due(timezone.now(), seconds=600)
    assert "have been read" in page(owner, "/reasons/progress")


def test_themes_are_drivers_beside_what_was_rated(owner: Any, answer: Any, workspace: Any) -> None:
    at = timezone.now() - timedelta(days=3)
    for place in range(180):
        late = place % 3 == 0
        answer(
            2 if late else 9 - place % 2,
            comment=f"Delivery was late {place}" if late else f"An ordinary day {place}",
            answers={"service": 1 + place % 5},
            at=at,
        )
    told(workspace)
    rows = signed_in(owner).get("/drivers/shares.csv?themes=1").content.decode("utf-8-sig").splitlines()
    assert rows[1].startswith("Delivery (theme)")
    assert "theme)" not in page(owner, "/drivers")
    assert "Delivery (theme)" in page(owner, "/drivers?themes=1")
    assert 'name="themes" value="1"' in page(owner, "/drivers?themes=1")  # the bar keeps it

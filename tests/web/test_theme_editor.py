"""The editor of themes and the inbox: each change by its verb, who may make it, and what it brings."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from likely.store.tag_comments import MARKS_AT_ONCE, discover_due, read_again_due, tag_new_due
from likely.store.theme_set import Origin, ThemeMark, keep_themes, newest_set, themes_of
from likely.text.taxonomy import Theme, from_json, taxonomy
from likely.web import reasons as module
from tests.web.conftest import member, signed_in

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery", "courier")),
        Theme("price", {"en": "Price"}, ("price",)),
        Theme("staff", {"en": "Staff"}, ("staff",)),
    ]
)


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Path) -> None:
    settings.LAKE_URL = str(tmp_path / "lake")
    module.BOARDS.clear()


@pytest.fixture
def themes(workspace: Any, answer: Any) -> None:
    for place in range(8):
        answer(2, comment=f"Late delivery {place}")
        answer(9, comment=f"An ordinary morning {place}")
    keep_themes(workspace, THEMES, Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)


def send(user: Any, address: str, **fields: Any) -> Any:
    return signed_in(user).post(address, fields, follow=True)


def said(user: Any, address: str) -> str:
    return str(signed_in(user).get(address).content.decode())


def test_the_list_shows_each_theme_with_its_comments(owner: Any, themes: None) -> None:
    page = said(owner, "/reasons/themes")
    assert page.index("Delivery") < page.index("Price")
    assert "50.0" in page  # percent
    assert "under 5" in page


def test_a_theme_is_added_renamed_nested_and_followed(owner: Any, workspace: Any, themes: None) -> None:
    send(owner, "/reasons/themes/change", do="add", name="Opening hours", words="open, closed、 hours")
    made = themes_of(workspace)["opening-hours"]
    assert made.words == ("open", "closed", "hours")
    fields = {"do": "keep", "name-en": "Hours", "name-et": "Ajad", "words": "open", "without": "open door"}
    send(owner, "/reasons/themes/opening-hours", parent="staff", followed="on", **fields)
    kept = themes_of(workspace)["opening-hours"]
    assert (dict(kept.names), kept.words, kept.without) == (
        {"en": "Hours", "et": "Ajad"},
        ("open",),
        ("open door",),
    )
    assert (kept.parent, kept.followed) == ("staff", True)


def test_a_theme_of_comments_is_not_the_theme_of_the_page(owner: Any, themes: None) -> None:
    page = said(owner, "/reasons/themes/price")
    assert "data-theme=" not in page
    assert 'name="theme" value="dark" aria-pressed="false"' in page


def test_merging_and_splitting_move_words(owner: Any, workspace: Any, themes: None) -> None:
    send(owner, "/reasons/themes/change", do="merge", theme=["price", "staff"], into="staff")
    assert themes_of(workspace)["staff"].words == ("staff", "price")
    assert "price" not in themes_of(workspace)
    send(owner, "/reasons/themes/delivery", do="split", name="Couriers", word=["courier"])
    assert themes_of(workspace)["couriers"].words == ("courier",)
    assert themes_of(workspace)["delivery"].words == ("delivery",)
    send(owner, "/reasons/themes/couriers", do="drop")
    assert "couriers" not in themes_of(workspace)


@pytest.mark.parametrize(
    ("address", "fields", "told"),
    [
        ("/reasons/themes/change", {"do": "merge", "into": "staff"}, "Choose the themes"),
        ("/reasons/themes/change", {"do": "add", "name": " "}, "needs a name"),
        ("/reasons/themes/change", {"do": "discover"}, "too few comments"),
        ("/reasons/themes/change", {"do": "nonsense"}, "no such change"),
        ("/reasons/themes/delivery", {"do": "keep", "words": "a"}, "has no name"),
        ("/reasons/themes/delivery", {"do": "split", "name": "X"}, "at least one word"),
        (
            "/reasons/themes/delivery",
            {"do": "keep", "name-en": "A", "parent": "delivery", "words": ""},
            "under itself",
        ),
        (
            "/reasons/themes/delivery",
            {"do": "keep", "name-en": "A", "words": ",".join(map(str, range(300)))},
            "over 200",
        ),
    ],
    ids=["merge", "add", "discover", "deed", "unnamed", "split", "circle", "words"],
)
def test_what_breaks_a_rule_is_refused_by_it(
    owner: Any, workspace: Any, themes: None, address: str, fields: dict[str, str], told: str
) -> None:
    answer = signed_in(owner).post(address, fields)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert themes_of(workspace) == THEMES


def test_a_starter_set_is_the_beginning_and_keeps_what_was_made(owner: Any, workspace: Any) -> None:
    assert "Begin with a set" in said(owner, "/reasons/themes")
    send(owner, "/reasons/themes/change", do="start", industry="retail")
    assert len(themes_of(workspace).themes) >= 12
    send(owner, "/reasons/themes/change", do="add", name="Own", words="own")
    send(owner, "/reasons/themes/change", do="start", industry="telecom")
    assert {"own", "coverage", "returns"} <= {theme.id for theme in themes_of(workspace).themes}


def test_the_themes_come_as_a_file_that_reports_read(owner: Any, themes: None) -> None:
    assert from_json(signed_in(owner).get("/reasons/themes.json").json()).themes == THEMES.themes


def upload(user: Any, data: bytes) -> Any:
    sent = {"do": "upload", "file": SimpleUploadedFile("themes.json", data)}
    return signed_in(user).post("/reasons/themes/change", sent)


def test_a_file_takes_the_place_of_all_themes(owner: Any, workspace: Any, themes: None) -> None:
    whole = signed_in(owner).get("/reasons/themes.json").json()
    whole["themes"] = whole["themes"][:1]
    assert upload(owner, json.dumps(whole).encode()).status_code == 302
    assert themes_of(workspace).themes == THEMES.themes[:1]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "no JSON"),
        (b"[]", "must be an object"),
        (b'{"themes": [{"id": "a", "names": {"en": "A"}, "words": [3]}]}', "themes.0.words.0 must be text"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(
    owner: Any, workspace: Any, themes: None, data: bytes, told: str
) -> None:
    answer = upload(owner, data)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert themes_of(workspace) == THEMES


def test_words_are_tried_as_they_are_typed(owner: Any, themes: None) -> None:
    page = said(owner, "/reasons/themes/tried?words=delivery&without=7")
    assert "43.8" in page  # 7 of 16
    assert "Late delivery" in page
    assert "No comment has these words" in said(owner, "/reasons/themes/tried?words=unicorn")


def test_a_viewer_sees_the_themes_and_changes_nothing(workspace: Any, themes: None) -> None:
    viewer = member(workspace, "v@example.org", "viewer")
    assert "Delivery" in said(viewer, "/reasons/themes")
    assert 'name="do"' not in said(viewer, "/reasons/themes")
    assert signed_in(viewer).post("/reasons/themes/change", {"do": "add", "name": "X"}).status_code == 403
    assert signed_in(viewer).post("/reasons/themes/price", {"do": "drop"}).status_code == 422
    assert signed_in(viewer).get("/reasons/inbox").status_code == 403
    assert themes_of(workspace) == THEMES


def test_an_inbox_without_themes_leads_to_where_they_begin(owner: Any) -> None:
    page = said(owner, "/reasons/inbox")
    assert "once there are themes" in page
    assert "has a theme" not in page


def test_every_theme_has_a_key_in_the_inbox(owner: Any, workspace: Any, answer: Any) -> None:
    answer(9, comment="An ordinary morning")
    many = [Theme(f"t{place}", {"en": f"T{place}"}, (f"word{place}",)) for place in range(36)]
    keep_themes(workspace, taxonomy(many), Origin.EDITED, "system")
    read_again_due(timezone.now(), seconds=600)
    keys = [choice[0] for choice in signed_in(owner).get("/reasons/inbox").context["choices"]]
    assert keys[:11] == [*"1234567890a"]
    assert len({*keys}) == len(keys)  # the last one has none
    assert "s" not in keys


def test_a_comment_is_put_right_and_the_next_one_comes(owner: Any, workspace: Any, themes: None) -> None:
    client = signed_in(owner)
    first = client.get("/reasons/inbox")
    said_first = first.context["said"].row
    answer = client.post(
        f"/reasons/inbox/{said_first['id']}",
        {"theme": ["staff"], "after": first.context["next"], "kind": "without"},
    )
    second = client.get(answer["Location"]).context["said"].row
    assert second["id"] != said_first["id"]
    assert ThemeMark.objects.get().theme == "staff"
    assert f"/{said_first['id']}" in said(owner, "/reasons/comments?theme=staff")
    assert f"/{said_first['id']}" not in said(owner, "/reasons/comments?theme=")


def test_a_theme_that_was_wrong_is_taken_away(owner: Any, themes: None, answer: Any) -> None:
    wrong = answer(5, comment="The price of fame")
    tag_new_due(timezone.now(), seconds=600)
    signed_in(owner).post(f"/reasons/inbox/{wrong.pk}", {"was": ["price"], "kind": "without", "after": ""})
    assert not ThemeMark.objects.get().about
    assert "fame" not in said(owner, "/reasons/comments?theme=price")


def test_enough_corrections_have_everything_read_again(workspace: Any, themes: None, answer: Any) -> None:
    for place in range(MARKS_AT_ONCE):
        row = answer(9, comment=f"Kind words at the till {place}")
        ThemeMark.objects.create(workspace=workspace, response=row, theme="staff", about=True, made_by="x")
    assert discover_due(timezone.now()) == 1
    newest = newest_set(workspace)
    assert newest is not None
    assert (newest.number, newest.learnt, newest.done_at) == (2, MARKS_AT_ONCE, None)
    late = answer(9, comment="Such kind words at the till again")
    read_again_due(timezone.now(), seconds=600)
    assert discover_due(timezone.now()) == 0
    page = said(member(workspace, "a@example.org", "analyst"), "/reasons/comments?theme=staff")
    assert f"/{late.pk}" in page  # no word of it names the theme: it was learnt


def test_another_workspace_is_out_of_reach(
    stranger: Any, workspace: Any, themes: None, response: Any
) -> None:
    client = signed_in(stranger)
    assert client.get("/reasons/themes/delivery").status_code == 404
    assert client.post(f"/reasons/inbox/{response.pk}", {"theme": ["price"]}).status_code == 404
    assert not ThemeMark.objects.exists()
    assert themes_of(workspace) == THEMES

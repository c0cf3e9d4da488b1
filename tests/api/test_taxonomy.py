"""Themes edited by API: each verb, whole taxonomies, and refusals that change nothing."""

from typing import Any

import pytest

from likely.base.journal import JournalEntry
from likely.store.theme_set import Origin, keep_themes, themes_of
from likely.text.taxonomy import Theme, taxonomy
from tests.api.conftest import Program, problem, told

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery", "courier")),
        Theme("price", {"en": "Price"}, ("price",)),
        Theme("staff", {"en": "Staff"}, ("staff",), parent="price"),
    ]
)
NEW = {"names": {"en": "Opening hours", "zh": "营业时间"}, "words": ["Open", "open"], "parent": "price"}


@pytest.fixture(autouse=True)
def kept(workspace: Any) -> None:
    keep_themes(workspace, THEMES, Origin.EDITED, "system")


def test_a_theme_is_made_changed_followed_nested_and_deleted(program: Program, workspace: Any) -> None:
    made = told(program.post("/taxonomy/themes", NEW), 201)
    assert made == {
        "id": "opening-hours",
        "names": NEW["names"],
        "words": ["open"],
        "without": [],
        "parent": "price",
        "followed": False,
    }
    address = "/taxonomy/themes/opening-hours"
    sent = {"names": {"en": "Hours", "zh": None}, "parent": None, "followed": True}
    changed = told(program.call("PATCH", address, sent))
    assert changed == made | {"names": {"en": "Hours"}, "parent": None, "followed": True}
    assert told(program.get(address)) == changed
    assert program.call("DELETE", address).status_code == 204
    problem(program.get(address), 404, "theme_unknown", "theme")
    assert themes_of(workspace).themes == THEMES.themes
    assert JournalEntry.objects.filter(verb="themes.changed", actor="key:program").count() == 3


def test_themes_are_merged_and_split(program: Program, workspace: Any) -> None:
    whole = told(program.post("/taxonomy/themes/delivery/merge", {"others": ["price"]}))
    assert whole["words"] == ["delivery", "courier", "price"]
    assert themes_of(workspace)["staff"].parent == "delivery"
    sent = {"names": {"en": "Couriers"}, "words": ["Courier"]}
    assert told(program.post("/taxonomy/themes/delivery/split", sent), 201)["id"] == "couriers"
    assert themes_of(workspace)["delivery"].words == ("delivery", "price")


def test_a_whole_taxonomy_goes_to_another_workspace_and_back(program: Program, stranger: Program) -> None:
    whole = told(program.get("/taxonomy"))
    revision = whole.pop("revision")
    theirs = told(stranger.call("PUT", "/taxonomy", whole))
    assert (theirs["themes"], theirs["revision"]) == (whole["themes"], revision)
    back = {"themes": whole["themes"][:2], "revision": revision}
    assert [one["id"] for one in told(program.call("PUT", "/taxonomy", back))["themes"]] == [
        "delivery",
        "price",
    ]
    problem(program.call("PUT", "/taxonomy", back), 409, "themes_moved", "revision")


@pytest.mark.parametrize(
    ("method", "address", "body", "code", "field"),
    [
        ("POST", "/themes", {"words": ["a"]}, "field_missing", "names"),
        ("POST", "/themes", NEW | {"id": "price"}, "theme_twice", "id"),
        ("POST", "/themes", NEW | {"id": "No id"}, "theme_id", "id"),
        ("POST", "/themes", {"names": {"English": "A"}}, "language_malformed", "names"),
        ("PATCH", "/themes/price", {"parent": "staff"}, "theme_circle", "parent"),
        ("PATCH", "/themes/price", {"parent": "none"}, "no_such_theme", "parent"),
        ("PATCH", "/themes/price", {"names": {"en": None}}, "theme_unnamed", "names"),
        ("PATCH", "/themes/price", {"words": None}, "not_null", "words"),
        ("POST", "/themes/price/merge", {"others": ["none"]}, "no_such_theme", "others.0"),
        ("POST", "/themes/price/split", {"names": {"en": "A"}, "words": ["b"]}, "no_such_word", "words.0"),
        ("PUT", "", {"themes": [{"id": "a", "names": {"en": " "}}]}, "empty", "themes.0.names.en"),
        (
            "PUT",
            "",
            {"themes": [{"id": "a", "names": {"en": "A"}, "say": 1}]},
            "field_unknown",
            "themes.0.say",
        ),
        ("PUT", "", {"themes": [{"id": "a", "names": {"en": "A"}}] * 2}, "theme_twice", "themes"),
    ],
)
def test_what_breaks_a_rule_names_field_and_rule_and_changes_nothing(
    program: Program, workspace: Any, method: str, address: str, body: Any, code: str, field: str
) -> None:
    problem(program.call(method, f"/taxonomy{address}", body), 422, code, field)
    assert themes_of(workspace) == THEMES

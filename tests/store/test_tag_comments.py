"""Comments get their themes from a worker: new ones, edited ones, all of them anew."""

import random
import shutil
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from likely.collect.response import Response
from likely.store import lake
from likely.store.aggregate import counts
from likely.store.correct_tags import correct
from likely.store.seal import erase, seal_workspace
from likely.store.slice import Slice
from likely.store.tag_comments import (
    AT_ONCE,
    READERS,
    SOON,
    discover_due,
    discover_themes,
    read_again_due,
    tag_new_due,
)
from likely.store.theme_columns import with_themes
from likely.store.theme_lake import tags_of
from likely.store.theme_set import Origin, ThemeSet, begin_anew, keep_themes, newest_set, shown_set
from likely.store.workspace_table import table_of
from likely.text.taxonomy import Taxonomy, Theme, nest, rename, taxonomy
from tests.store.world import LATER, NOON, answer, survey_of

pytestmark = pytest.mark.django_db(transaction=True)

THEMES = taxonomy(
    [
        Theme("delivery", {"en": "Delivery"}, ("delivery", "tarne*", "送货")),
        Theme("price", {"en": "Price"}, ("price", "hind", "价格")),
    ]
)


def codes(workspace: Any) -> dict[str, str | None]:
    """Comment -> its tags, as the page sees them."""
    shown = shown_set(workspace)
    assert shown is not None
    at = tags_of(workspace, shown.number).snapshot()
    assert at is not None
    table = with_themes(table_of(workspace), at)
    rows = table.rows.filter(table.rows["comment"].notnull()).select("comment", "themes").to_pyarrow()
    return {row["comment"]: row["themes"] for row in rows.to_pylist()}


def keep(workspace: Any, themes: Taxonomy = THEMES) -> None:
    keep_themes(workspace, themes, Origin.EDITED, "system")


def tagged(now: datetime, seconds: float = 5.0, overlap: timedelta = SOON) -> int:
    """Comments that the two duties of a worker have read."""
    return tag_new_due(now, seconds, overlap) + read_again_due(now, seconds)


def test_new_and_changed_comments_are_tagged_and_nothing_twice(workspace: Any) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery")
    late = answer(workspace, 3, comment="Hind on liiga kallis")
    answer(workspace, 5)
    assert tagged(LATER) == 2
    assert tagged(LATER) == 0
    answer(workspace, 4, comment="送货太慢了", changed_at=NOON + timedelta(seconds=1))
    Response.objects.filter(pk=late.pk).update(
        comment="Tarne ja hind", changed_at=NOON + timedelta(seconds=2)
    )
    assert tagged(LATER) == 2
    found = codes(workspace)
    assert set(found) == {"Fast delivery", "Tarne ja hind", "送货太慢了"}
    assert found["Fast delivery"] == " delivery+ "
    assert (found["Tarne ja hind"] or "").split()[0][:-1] == "delivery"
    assert (found["Tarne ja hind"] or "").split()[1][:-1] == "price"


def test_sealed_and_hot_answers_are_counted_by_theme_alike(workspace: Any) -> None:
    keep(workspace)
    for _ in range(3):
        answer(workspace, 9, comment="Fast delivery")
    seal_workspace(workspace, LATER, LATER)
    answer(workspace, 2, comment="Delivery")
    tagged(LATER)
    at = tags_of(workspace, 1).snapshot()
    assert at is not None
    table = with_themes(table_of(workspace), at)
    asked = Slice(where=(("theme", ("delivery",)),), by=("themes",))
    assert counts(table, asked).total().answered == 4
    assert counts(table, Slice(where=(("theme", ("delivery+",)),))).total().answered >= 3
    assert counts(table, Slice(where=(("theme", ("price",)),))).total().answered == 0


def test_a_change_committed_late_is_found_by_the_wider_look(workspace: Any) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery", changed_at=NOON + timedelta(minutes=5))
    tagged(NOON + timedelta(minutes=5))
    answer(workspace, 9, comment="Good price", changed_at=NOON)
    assert tagged(NOON + timedelta(minutes=5)) == 0
    assert tagged(NOON + timedelta(minutes=5), overlap=timedelta(minutes=10)) == 1


def test_new_themes_are_shown_once_every_comment_was_read(workspace: Any) -> None:
    keep(workspace)
    start = answer(workspace, 9, comment="Fast delivery")
    Response.objects.bulk_create(
        [
            Response(
                workspace=workspace, survey=start.survey, version=start.version, key=f"k{n}", score=n % 11,
                comment=f"Delivery {n}", channel="link", language="en", at=NOON, changed_at=NOON,
            )
            for n in range(AT_ONCE + 10)
        ]
    )  # fmt: skip
    tagged(LATER, seconds=600)
    keep(workspace, taxonomy([*THEMES.themes, Theme("pace", {"en": "Pace"}, ("fast",))]))
    tagged(LATER, seconds=0)  # one batch, and the time is over
    newest = newest_set(workspace)
    assert newest is not None
    assert (newest.number, newest.tagged, newest.of, newest.done_at) == (2, AT_ONCE, AT_ONCE + 11, None)
    assert codes(workspace)["Fast delivery"] == " delivery+ "
    tagged(LATER, seconds=600)
    assert codes(workspace)["Fast delivery"] == " delivery+ pace+ "


def test_what_is_new_elsewhere_does_not_wait_for_all_that_is_read_again(
    workspace: Any, foreign_workspace: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("likely.store.tag_comments.AT_ONCE", 2)
    theirs = survey_of(foreign_workspace, "theirs")
    for one, survey in ((workspace, None), (foreign_workspace, theirs)):
        keep(one)
        for place in range(6):
            answer(one, 9, survey=survey, comment=f"Fast delivery {place}")
    tagged(LATER, seconds=600)
    begin_anew(workspace, "user:a")
    answer(foreign_workspace, 9, survey=theirs, comment="Good price", changed_at=LATER)
    answer(workspace, 9, comment="A low price", changed_at=LATER)
    tagged(LATER, seconds=0)  # of what is read again, one batch
    newest = newest_set(workspace)
    assert newest is not None
    assert (newest.number, newest.tagged, newest.done_at) == (2, 2, None)
    assert codes(foreign_workspace)["Good price"] == " price+ "
    assert "price" in (codes(workspace)["A low price"] or "")


def test_what_is_new_is_read_without_making_the_reader_of_a_set_that_is_not_ready(workspace: Any) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery")
    tagged(LATER)
    READERS.clear()
    answer(workspace, 9, comment="Good price", changed_at=LATER)
    begin_anew(workspace, "user:a")
    assert tag_new_due(LATER) == 1
    newest = newest_set(workspace)
    assert newest is not None
    assert READERS.known((newest.pk, newest.learnt)) is None
    assert read_again_due(LATER) == 2
    assert READERS.known((newest.pk, newest.learnt)) is not None
    assert codes(workspace)["Good price"] == " price+ "


def test_a_reader_is_taught_anew_each_day_and_meanwhile_yesterdays_reads(
    workspace: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery")
    tagged(LATER)
    found = shown_set(workspace)
    assert found is not None
    key = (found.pk, found.learnt)
    old = READERS.known(key)
    assert old is not None
    READERS.keep(key, replace(old, day=old.day - timedelta(days=1)))
    answer(workspace, 9, comment="Good price", changed_at=LATER)
    assert tag_new_due(LATER) == 1
    yesterdays = READERS.known(key)
    assert yesterdays is not None
    assert yesterdays.reader is old.reader
    read_again_due(LATER)
    todays = READERS.known(key)
    assert todays is not None
    assert (todays.day, todays.reader is old.reader) == (old.day, False)


def test_replaced_tags_are_dropped_when_no_page_reads_them_any_more(
    workspace: Any, lake_folder: Path
) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery")
    tagged(LATER)
    keep(workspace, taxonomy([*THEMES.themes, Theme("pace", {"en": "Pace"}, ("fast",))]))
    tagged(LATER, seconds=600)
    folder = lake_folder / str(workspace.pk)
    discover_due(LATER + timedelta(minutes=5))
    assert (folder / "themes-1").exists()
    discover_due(LATER + timedelta(hours=2))
    assert not (folder / "themes-1").exists()
    assert [one.number for one in ThemeSet.objects.all()] == [2]
    assert codes(workspace)["Fast delivery"] == " delivery+ pace+ "


def test_tags_that_a_backup_lacked_are_made_again(workspace: Any, lake_folder: Path) -> None:
    keep(workspace)
    answer(workspace, 9, comment="Fast delivery")
    tagged(LATER)
    shutil.rmtree(lake_folder / str(workspace.pk) / "themes-1")
    lake._TABLES.clear()  # as in a process that starts
    lake._SNAPSHOTS.clear()
    assert tagged(LATER, seconds=600) == 1
    assert codes(workspace)["Fast delivery"] == " delivery+ "


def test_names_and_nesting_ask_for_no_new_reading(workspace: Any) -> None:
    keep(workspace)
    keep(workspace, nest(rename(THEMES, "price", "et", "Hind"), "price", "delivery"))
    newest = newest_set(workspace)
    assert newest is not None
    assert newest.number == 1
    assert newest.read()["price"].names["et"] == "Hind"


def test_a_correction_holds_at_once_and_after_all_is_read_again(workspace: Any) -> None:
    keep(workspace)
    wrong = answer(workspace, 9, comment="The price tag fell off, lovely")
    tagged(LATER)
    correct(wrong, "price", False, "user:a")
    correct(wrong, "delivery", True, "user:a")
    assert codes(workspace)[wrong.comment] == " delivery+ "
    begin_anew(workspace, "user:a")
    tagged(LATER, seconds=600)
    newest = newest_set(workspace)
    assert newest is not None
    assert newest.number == 2
    assert codes(workspace)[wrong.comment] == " delivery+ "


def test_what_was_said_of_an_erased_answer_goes_with_it(workspace: Any) -> None:
    from likely.store.theme_set import ThemeMark

    keep(workspace)
    gone = answer(workspace, 9, comment="Fast delivery")
    tagged(LATER)
    correct(gone, "price", True, "user:a")
    erase(workspace, Response.objects.filter(pk=gone.pk), LATER)
    assert not ThemeMark.objects.exists()
    assert codes(workspace) == {}


def test_themes_are_found_where_nobody_chose_any_but_not_in_a_handful(workspace: Any) -> None:
    pick = random.Random(1)
    things = ("courier", "invoice", "password", "cashier", "heating", "window")
    said = ("the {} was mentioned", "about the {} again", "{} matters here", "they spoke of the {}")
    told = [pick.choice(said).format(pick.choice(things)) for _ in range(240)]
    for place, text in enumerate(told[:20]):
        answer(workspace, place % 11, comment=f"{text}, visit {place}")
    assert discover_themes(workspace) is None
    for place, text in enumerate(told[20:]):
        answer(workspace, place % 11, comment=f"{text}, visit {place}")
    made = discover_themes(workspace)
    assert made is not None
    words = {word for theme in made.read().themes for word in theme.words}
    assert {"courier", "invoice"} <= words
    tagged(LATER, seconds=600)
    assert any((code or "").strip() for code in codes(workspace).values())


ODD = {
    "emoji": "🙂🙂🙂",
    "turned": "\u202eecirp\u202c price",
    "marks": "\u202e\u202e\u202e",
    "hidden": "p\u200br\u200bi\u200bc\u200be",
    "markup": "<b>price</b>' OR 1=1 --",
    "long-han": "价" * 50_000,
    "long": "a " * 25_000,
    "space": " \u3000\t ",
}


@pytest.mark.parametrize("name", ODD)
def test_whatever_is_written_is_read(workspace: Any, name: str) -> None:
    text = ODD[name]
    keep(workspace)
    answer(workspace, 9, comment=text)
    assert tagged(LATER) == 1
    assert codes(workspace)[text] is not None

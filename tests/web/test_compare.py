"""The page about segments: what is compared with what, and that no small group is told, in no file either."""

import csv
import io
import re
from datetime import timedelta
from itertools import chain, combinations
from typing import Any

import pytest
from django.utils import timezone

from likely.analyse.small_groups import hidden
from likely.people.segment import Segment
from tests.web.conftest import signed_in

pytestmark = pytest.mark.once  # DuckDB reckons it on either database; tests/store reads the rows of both

SIZES = {  # (region, plan): answers. Atoll is small, and so are two cells of large rows and columns.
    ("North", "pro"): 40, ("North", "free"): 30, ("North", "trial"): 12,
    ("South", "pro"): 35, ("South", "free"): 3, ("South", "trial"): 20,
    ("East", "pro"): 25, ("East", "free"): 22, ("East", "trial"): 2,
    ("Atoll", "pro"): 2, ("Atoll", "free"): 1,
}  # fmt: skip


@pytest.fixture
def crossed(answers: Any, person: Any) -> None:
    """South is unhappy, everybody else is not."""
    now, told = timezone.now(), []
    for (region, plan), n in SIZES.items():
        for place in range(n):
            score = (2 if place % 3 else 8) if region == "South" else (10 if place % 4 else 7)
            at = now - timedelta(days=1, minutes=place)
            told.append((score, {"at": at, "person": person, "properties": {"region": region, "plan": plan}}))
    answers(*told)


def page(user: Any, query: str = "") -> str:
    answer = signed_in(user).get(f"/segments{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def rows_of(user: Any, name: str, query: str = "") -> list[list[str]]:
    answer = signed_in(user).get(f"/segments/{name}.csv{query}")
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))[1:]


def test_a_part_is_held_against_all_others(owner: Any, crossed: None) -> None:
    said = page(owner, "?region=South")
    assert "region: South is below all others by" in said
    assert "real (p &lt; 0.001)" in said or "real (p < 0.001)" in said
    assert 'id="method-contrast"' in said
    assert {row[0]: row[3] for row in rows_of(owner, "contrast", "?region=South")} == {
        "region: South": "58", "all others": "134", "Difference": "",
    }  # fmt: skip


def test_two_parts_leave_out_what_they_share(owner: Any, workspace: Any, crossed: None) -> None:
    segment = Segment.objects.create(workspace=workspace, name="Paying", rule="plan is pro")
    said = page(owner, f"?region=North&against=other&than={segment.pk}")
    assert "40 answers belong to both and are on neither side." in said
    rows = rows_of(owner, "contrast", f"?region=North&against=other&than={segment.pk}")
    assert [(row[0], row[3]) for row in rows[:2]] == [("region: North", "42"), ("Segment: Paying", "62")]


def test_without_a_difference_it_says_how_many_answers_would_tell(owner: Any, crossed: None) -> None:
    said = page(owner, "?region=North&against=other&than=region%3DEast")
    assert "No evidence of a difference between region: North and region: East." in said
    assert "would tell." in said or "any sensible number" in said


def test_the_period_before_and_the_year(owner: Any, crossed: None, answer: Any) -> None:
    for days in (45, 365):
        for place in range(30):
            answer(1, at=timezone.now() - timedelta(days=days, minutes=place), properties={"region": "North"})
    for against in ("before", "year"):
        said = page(owner, f"?period=30&region=North&against={against}")
        assert "region: North is above the" in said


def test_what_stands_out_is_found(owner: Any, crossed: None) -> None:
    said = page(owner, "/standing-out")
    assert "region South stands out most" in said
    assert "points below all others" in said
    assert 'hx-get="/segments/standing-out?' in page(owner)


def test_the_heat_table_is_beside_its_picture(owner: Any, crossed: None) -> None:
    said = page(owner, "?by=region&cross=plan")
    assert 'id="heat"' in said
    assert "South · pro is below all others" in said
    for kind, begin in (("png", b"\x89PNG"), ("svg", b"<svg")):
        assert signed_in(owner).get(f"/segments/heat.{kind}?by=region&cross=plan").content.startswith(begin)


def test_cells_without_a_figure_are_explained_where_there_are_any(owner: Any, crossed: None) -> None:
    words = "Cells without a figure hold too few answers"
    assert words in page(owner, "?by=region&cross=plan")
    assert words not in page(owner, "?by=region&cross=plan&region=North")


@pytest.mark.parametrize("query", ["?by=region&cross=plan", "?by=plan&cross=region"])
def test_no_sum_or_difference_of_shown_numbers_tells_a_small_group(
    owner: Any, crossed: None, query: str
) -> None:
    """All that the page and the files show, as equations: no set of hidden cells under five is determined."""
    turned = query.startswith("?by=plan")
    heat = {tuple(row[:2][:: -1 if turned else 1]): row[4] for row in rows_of(owner, "heat", query)}
    values = {row[0]: row[3] for row in rows_of(owner, "values", query)}
    said = page(owner, query)
    on_page = re.findall(r">(\w+) · (\w+)</th><td", said)  # the table of the method
    shown = {pair: int(n) for pair, n in heat.items() if n}
    assert all(shown[pair] == SIZES[pair] for pair in shown)
    assert not {pair for pair in shown if SIZES[pair] < 5}
    assert shown
    small = [pair for pair, n in SIZES.items() if n < 5]
    assert all(pair not in shown for pair in small)
    assert on_page
    assert all(pair[:: -1 if turned else 1] in shown for pair in on_page)
    margins = known_margins(values, turned)
    unseen = [pair for pair in SIZES if pair not in shown]
    for group in chain.from_iterable(combinations(unseen, size) for size in range(1, len(unseen) + 1)):
        n = sum(SIZES[pair] for pair in group)
        if 0 < n < 5:
            assert not is_determined(set(group), unseen, margins), group


def known_margins(values: dict[str, str], turned: bool) -> list[set[tuple[str, str]]]:
    """The sets of cells whose sum is known: each shown row or column, and everything."""
    place = 1 if turned else 0
    told = [name for name, n in values.items() if n]
    rows = [{pair for pair in SIZES if pair[place] == name} for name in told]
    across = {pair[1 - place] for pair in SIZES}
    columns = {name: {pair for pair in SIZES if pair[1 - place] == name} for name in across}
    unseen = hidden({name: sum(SIZES[pair] for pair in one) for name, one in columns.items()}, 5)
    large = [one for name, one in columns.items() if name not in unseen]  # at the most, all of these
    return [*rows, *large, set(SIZES)]


def is_determined(
    group: set[tuple[str, str]], unseen: list[tuple[str, str]], margins: list[set[tuple[str, str]]]
) -> bool:
    """Whether the sum over the group follows from the known sums: is it in the span of their rows?"""
    import numpy as np

    known = np.array([[pair in one for pair in unseen] for one in margins], dtype=float)
    asked = np.array([[pair in group for pair in unseen]], dtype=float)
    rank = np.linalg.matrix_rank
    return bool(rank(known) == rank(np.vstack([known, asked])))


def test_a_hidden_value_is_told_by_no_comparison(owner: Any, crossed: None, answer: Any) -> None:
    """Islet is large enough by itself, but hides Atoll; held against it, it would give Atoll away."""
    for place in range(6):
        answer(9, properties={"region": "Islet"}, at=timezone.now() - timedelta(days=1, minutes=place))
    for than in ("Atoll", "Islet"):
        query = f"?plan=pro&plan=free&plan=trial&plan=&against=other&than=region%3D{than}&by=region"
        if than == "Islet":
            assert {row[0]: row[1] for row in rows_of(owner, "values", query)}["Islet"] == "no score"
        said = page(owner, query)
        assert "Too few answers on one side" in said
        assert all("contrast" not in row for row in rows_of(owner, "contrast", query))


def test_who_answered_is_not_what_was_asked(owner: Any, crossed: None, survey: Any) -> None:
    """Narrowed to a survey alone there are no others to hold against."""
    assert "There are no other answers" not in page(owner, f"?survey={survey.slug}")
    assert "contrast.csv" not in page(owner, f"?survey={survey.slug}")
    assert "contrast.csv" in page(owner, f"?survey={survey.slug}&region=North")


def test_a_small_part_shows_nothing(owner: Any, crossed: None) -> None:
    said = page(owner, "?region=Atoll")
    assert "fewer than 5 answers" in said
    assert "<svg" not in said.split('id="page"')[1]
    for name in ("contrast", "values", "heat", "surprises"):
        assert signed_in(owner).get(f"/segments/{name}.csv?region=Atoll").status_code == 404


def test_all_but_a_small_part_shows_no_rest(owner: Any, crossed: None) -> None:
    """The rest of three answers would be told by the difference."""
    said = page(owner, "?region=North&region=South&region=East")
    assert "These filters leave, or leave out, fewer than 5 answers." in said


@pytest.mark.parametrize("query", ["?than=moon%3Dfull&against=other", "?than=nobody&against=other"])
def test_a_wrong_other_part_is_refused(owner: Any, crossed: None, query: str) -> None:
    assert signed_in(owner).get(f"/segments{query}").status_code == 422


def test_an_empty_workspace_is_taught(owner: Any) -> None:
    assert "Nothing to compare in this view yet" in page(owner)
    assert "Too few answers in this view" in page(owner, "/standing-out")


def test_a_number_is_compared_in_bins(owner: Any, answer: Any, person: Any) -> None:
    now = timezone.now()
    for wait in range(80):
        facts = {"wait": wait, "region": ("North", "South")[wait % 2]}
        answer(
            10 if wait < 40 else 3, at=now - timedelta(days=1, minutes=wait), person=person, properties=facts
        )
    said = page(owner, "?by=wait&cross=region")
    assert "up to 20" in said
    assert "over 60" in said
    assert 'name="edges" value="20, 40, 60"' in said
    # One answer lies between 39 and 40, which is the number's own edge: 39 moves there.
    mine = page(owner, "?by=wait&edges=39&edges_of=wait&cross=region")
    assert "up to 40 is above the others" in mine
    assert 'name="edges" value="40"' in mine
    assert page(owner, "?by=region&edges=39&edges_of=wait")  # edges of another column say nothing
    rows = rows_of(owner, "heat", "?by=wait:39&cross=region")
    assert {(row[0], row[1]) for row in rows} == {
        (bin, region) for bin in ("up to 40", "over 40") for region in ("North", "South")
    }
    narrowed = page(owner, "?wait:39=≤39&by=region")
    assert "wait: up to 40" in narrowed
    assert signed_in(owner).get("/segments?wait:39,40=40&by=region").status_code == 422
    assert signed_in(owner).get("/segments?by=wait&edges=9,3&edges_of=wait").status_code == 422
    panel = signed_in(owner).get("/filters").content.decode()
    assert "over 60" in panel

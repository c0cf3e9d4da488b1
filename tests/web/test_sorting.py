"""Tables sorted by a click on their head: by address, with aria-sort, through all pages."""

import re
from typing import Any

import pytest

from likely.people.person import Person
from likely.web import people as people_page
from likely.web import responses as responses_page
from tests.web.conftest import signed_in


def seen(user: Any, address: str, pattern: str) -> list[str]:
    """What the pattern finds on all pages, one after another."""
    found: list[str] = []
    client = signed_in(user)
    while address:
        said = client.get(address).content.decode()
        found += re.findall(pattern, said)
        more = re.search(r'<a class="button" href="(\?[^"]*after=[^"]*)"', said)
        address = f"{address.split('?')[0]}{more[1].replace('&amp;', '&')}" if more else ""
    return found


@pytest.fixture
def four(workspace: Any) -> None:
    for name in ("Mari", "Anu", "Jaan", "Mari"):
        Person.objects.create(workspace=workspace, name=name)


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("name", ["Anu", "Jaan", "Mari", "Mari"]),
        ("-name", ["Mari", "Mari", "Jaan", "Anu"]),
        ("", ["Mari", "Jaan", "Anu", "Mari"]),
        ("drop table", ["Mari", "Jaan", "Anu", "Mari"]),
    ],
)
def test_people(owner: Any, four: None, monkeypatch: Any, sort: str, names: list[str]) -> None:
    monkeypatch.setattr(people_page, "PER_PAGE", 1)
    assert seen(owner, f"/people?sort={sort}", r'<th scope="row"><a[^>]*>(\w+)') == names


@pytest.mark.parametrize(
    ("sort", "scores"), [("score", ["1", "4", "9"]), ("-score", ["9", "4", "1"]), ("at", ["4", "9", "1"])]
)
def test_responses(owner: Any, answer: Any, monkeypatch: Any, sort: str, scores: list[str]) -> None:
    monkeypatch.setattr(responses_page, "PER_PAGE", 1)
    for score in (4, 9, 1):
        answer(score)
    assert seen(owner, f"/responses?sort={sort}", r'class="dot \w+"[^>]*>\s*(?:<[^>]+>)?(\d+)') == scores


def test_the_head_says_so_and_turns(owner: Any, answer: Any) -> None:
    answer(4)
    said = signed_in(owner).get("/responses?sort=score&words=").content.decode()
    assert '<th scope="col" aria-sort="ascending"><a class="sort" href="?words=&amp;sort=-score">' in said
    assert '<input type="hidden" name="sort" value="score">' in said


def test_surveys(owner: Any, survey: Any, answer: Any) -> None:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    Survey.start(survey.workspace, "Another", make_definition("rnps", "x", ("en",)), "system")
    answer(9)
    said = signed_in(owner).get("/surveys?sort=-answers").content.decode()
    assert said.index(survey.name) < said.index("Another")
    said = signed_in(owner).get("/surveys?sort=name").content.decode()
    assert said.index("Another") < said.index(survey.name)


def test_segments_in_chart_and_table(owner: Any, answer: Any) -> None:
    for score, region in ((10, "North"), (1, "East")):
        for _ in range(6):
            answer(score, properties={"region": region})
    names = r'<th scope="row">(North|East)'
    assert seen(owner, "/?by=region", names)[:2] == ["North", "East"]
    assert seen(owner, "/?by=region&rank=value", names)[:2] == ["East", "North"]

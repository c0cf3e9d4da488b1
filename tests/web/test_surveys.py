"""The page on which a survey is made: every language by its own name, each ticked one asked in."""

from typing import Any

import pytest
from django.urls import reverse

from likely.ask.definition import Definition
from likely.ask.survey import Survey
from likely.ask.template_table import TEMPLATES
from likely.ask.wording import LANGUAGES, own_names, wording
from likely.base.journal import JournalEntry
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db


def start(owner: Any, **more: Any) -> Any:
    fields = {"template": "rnps", "subject": "Nordic Hardware", "languages": ["en"], **more}
    answer = signed_in(owner).post(reverse("new-survey"), fields)
    assert answer.status_code == 302, answer.content.decode()
    version = Survey.objects.latest("created_at").live
    assert version
    return version.read()


def test_every_language_is_offered_by_its_own_name_the_complete_ones_first(owner: Any) -> None:
    answer = signed_in(owner).get(reverse("new-survey"))
    said = answer.content.decode()
    places = [said.index(f'<span lang="{code}" dir="auto">{name}<') for code, name in own_names().items()]
    assert places == sorted(places)
    assert len(places) == len(LANGUAGES)
    assert said.count('name="languages"') == len(LANGUAGES)
    assert answer.context["form"]["languages"].value() == ["en"], "the language of the workspace is ticked"


@pytest.mark.parametrize("languages", [["ar", "de"], ["pt-BR", "zh-Hant", "zh"], list(LANGUAGES)])
def test_the_survey_asks_in_each_ticked_language(owner: Any, languages: list[str]) -> None:
    definition = start(owner, languages=languages)
    assert set(definition.languages) == set(languages)
    leading = definition.questions[0]
    for language in languages:
        assert leading.low[language] == wording(language).scale.low
        assert "Nordic Hardware" in definition.say(leading.text, language)


def test_a_language_that_there_is_not_is_refused_at_its_place(owner: Any) -> None:
    fields = {"template": "rnps", "subject": "Nordic", "languages": ["tlh"]}
    answer = signed_in(owner).post(reverse("new-survey"), fields)
    assert answer.status_code == 200
    assert "tlh" in answer.context["form"].errors["languages"][0]


def test_every_template_stands_on_its_shelf(owner: Any) -> None:
    shelves = signed_in(owner).get(reverse("new-survey")).context["shelves"]
    assert [str(title) for title, _ in shelves] == [
        "The relationship as a whole", "After a contact", "Employees", "Satisfaction, effort and ideas",
    ]  # fmt: skip
    assert sorted(name for _, templates in shelves for name, _ in templates) == sorted(TEMPLATES)


def test_a_survey_gets_another_name_and_keeps_its_link(owner: Any, survey: Any) -> None:
    page, slug = reverse("survey", args=[survey.pk]), survey.slug
    client = signed_in(owner)
    assert client.post(f"{page}/state", {"name": "  Branch in Tartu "}).status_code == 302
    survey.refresh_from_db()
    assert (survey.name, survey.slug) == ("Branch in Tartu", slug)
    assert JournalEntry.objects.get(verb="survey.renamed").subject == f"survey:{survey.pk}"
    assert client.post(f"{page}/state", {"name": " "}).status_code == 422
    survey.refresh_from_db()
    assert survey.name == "Branch in Tartu"


def test_many_surveys_come_in_pages_and_are_found_by_name(owner: Any, survey: Any) -> None:
    copies = [
        Survey(workspace=survey.workspace, slug=f"s{n}", name=f"Branch {n}", kind="rnps") for n in range(55)
    ]
    Survey.objects.bulk_create(copies)
    client = signed_in(owner)
    first = client.get(reverse("surveys"), {"sort": "name"})
    assert [len(first.context["surveys"]), first.context["n"]] == [50, 56]
    assert "sort=name&amp;page=2" in first.content.decode()
    second = client.get(reverse("surveys"), {"sort": "name", "page": "2"})
    names = [one.name for one in (*first.context["surveys"], *second.context["surveys"])]
    assert (len(set(names)), names) == (56, sorted(names, key=str.casefold))
    assert [one.name for one in client.get("/surveys", {"q": "branch 54"}).context["surveys"]] == [
        "Branch 54"
    ]
    assert "No survey has these words" in client.get("/surveys", {"q": "zzz"}).content.decode()


def test_what_is_asked_leaves_out_what_nobody_sees(owner: Any, survey: Any) -> None:
    data = survey.edited().to_json()
    data["questions"].append({"key": "plan", "kind": "hidden", "known_as": "plan"})
    survey.publish(Definition.from_json(data))
    asked = signed_in(owner).get(reverse("survey", args=[survey.pk])).context["questions"]
    assert (len(asked), all(asked)) == (len(data["questions"]) - 1, True)

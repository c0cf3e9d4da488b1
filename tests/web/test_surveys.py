"""The page on which a survey is made: every language by its own name, each ticked one asked in."""

from typing import Any

import pytest
from django.urls import reverse

from likely.ask.wording import LANGUAGES, own_names, wording
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db


def start(owner: Any, **more: Any) -> Any:
    from likely.ask.survey import Survey

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

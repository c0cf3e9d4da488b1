"""The answer that a link carries: shown as chosen where the first question has it, stored by no mere look."""

from typing import Any

import pytest
from django.test import Client

from likely.ask.definition import Definition
from likely.ask.survey import Survey
from likely.ask.template import make_definition


def survey_of(workspace: Any, kind: str) -> Survey:
    if kind != "yes_no":
        return Survey.start(workspace, kind, make_definition(kind, "Nordic", ["en"]), "system")
    asked = {"key": "again", "kind": "yes_no", "text": {"en": "Would you come again?"}}
    plain = {"kind": "custom", "subject": {"en": "us"}, "languages": ["en"], "questions": [asked]}
    return Survey.start(workspace, kind, Definition.from_json(plain), "system")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("rnps", ("0", "10"), ("11", "-1", "yes", "true", "1.0", " 1", "all", "٣")),
        ("csat5", ("1", "5"), ("0", "6", "yes", "no", "05", "")),
        ("csat10", ("1", "10"), ("0", "11", "yes")),
        ("ces", ("1", "7"), ("0", "8", "no", "True")),
        ("yes_no", ("yes", "no"), ("1", "0", "Yes", "true", "all")),
    ],
)
def test_only_an_answer_of_the_first_question_is_shown_as_chosen(
    workspace: Any, kind: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    survey, client = survey_of(workspace, kind), Client()
    for sent in (*good, *bad):
        page = client.get(f"/s/{survey.slug}", {"score": sent}).content.decode()
        lead = page[page.index('id="lead"') : page.index('id="note"')]
        chosen = [part for part in lead.split("<input")[1:] if " checked" in part.partition(">")[0]]
        assert [f'value="{sent}"' in one for one in chosen] == ([True] if sent in good else []), (kind, sent)
    assert not survey.responses.exists()

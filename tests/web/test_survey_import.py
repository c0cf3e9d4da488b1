"""The page on which a survey is imported: nothing is stored before it is wanted, and it is a draft then."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import escape

from likely.ask.survey import Survey
from likely.ask.survey_file import LARGEST_FILE
from tests.ask.survey_files import NPS, surveyjs
from tests.ask.test_survey_file import HOSTILE
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
PAYLOAD = "<script>alert(1)</script>"


def send(owner: Any, data: bytes) -> Any:
    return signed_in(owner).post(reverse("survey-import"), {"file": SimpleUploadedFile("a.json", data)})


def test_a_file_is_shown_before_it_is_a_draft(owner: Any) -> None:
    shown = send(owner, surveyjs(NPS, {"type": "signaturepad", "name": "sign", "title": "Sign here"}))
    said = shown.content.decode()
    assert shown.status_code == 200
    assert "How likely are you to recommend us?" in said
    assert "Sign here" in said[said.index('id="left-out"') :]
    assert not Survey.objects.exists()
    made = signed_in(owner).post(
        reverse("survey-import"), {"definition": shown.context["definition"], "name": "Spring"}
    )
    survey = Survey.objects.get()
    assert made["Location"] == reverse("survey-edit", args=[survey.pk])
    assert (survey.name, survey.live, survey.edited().leading.key) == ("Spring", None, "score")


def test_what_a_file_says_is_never_markup_of_the_page(owner: Any) -> None:
    odd = {"type": PAYLOAD, "name": PAYLOAD, "title": PAYLOAD, PAYLOAD: PAYLOAD}
    title = f"{PAYLOAD}Recommend us?"
    said = send(owner, surveyjs({**NPS, "title": title, PAYLOAD: 1}, odd, title=PAYLOAD)).content.decode()
    assert PAYLOAD not in said
    assert escape(PAYLOAD) in said, "the place of what was left out, as it is called in the file"


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_stores_nothing(owner: Any, name: str) -> None:
    answer = send(owner, HOSTILE[name][0])
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Survey.objects.exists()


def test_a_file_that_is_larger_than_all_that_is_sent_elsewhere_is_refused_too(owner: Any) -> None:
    assert send(owner, b" " * (3 * LARGEST_FILE)).status_code == 422


@pytest.mark.parametrize(
    ("definition", "name"),
    [
        ("{", "Spring"),
        ("[" * 100_000, "Spring"),
        ("{}", "Spring"),
        (
            '{"schema": "likely.survey/1", "questions": [' + '{"not": ' * 400 + "1" + "}" * 400 + "]}",
            "Spring",
        ),
        ("[]", "Spring"),
        (json.dumps({"schema": "likely.survey/1", "kind": "rnps"}), "Spring"),
        ("\0", "Spring"),
        ('"\\ud800"', "Spring"),
        ("good", ""),
    ],
)
def test_what_comes_back_from_the_browser_is_read_again(owner: Any, definition: str, name: str) -> None:
    if definition == "good":
        definition = send(owner, surveyjs(NPS)).context["definition"]
    answer = signed_in(owner).post(reverse("survey-import"), {"definition": definition, "name": name})
    assert answer.status_code == 422
    assert not Survey.objects.exists()


def test_no_file_is_said(owner: Any) -> None:
    assert "No file was chosen" in signed_in(owner).post(reverse("survey-import")).content.decode()


def test_only_who_may_make_surveys_may_import_them(agent: Any, viewer: Any) -> None:
    for user in (agent, viewer):
        assert send(user, surveyjs(NPS)).status_code == 403
    assert not Survey.objects.exists()


@pytest.mark.parametrize("sample", ["qualtrics_survey_with_nps.qsf", "limesurvey_nps_demo.lss"])
def test_a_sample_is_edited_published_and_answered(owner: Any, shared: Path, sample: str) -> None:
    shown = send(owner, (shared / "data/format_samples" / sample).read_bytes())
    client = signed_in(owner)
    sent = {"definition": shown.context["definition"], "name": shown.context["name"]}
    made = client.post(reverse("survey-import"), sent)
    assert client.get(made["Location"]).status_code == 200
    survey = Survey.objects.get()
    survey.publish_draft("system")
    page = client.get(reverse("open-link", args=[survey.slug]))
    assert page.status_code == 200
    assert 'name="score"' in page.content.decode()

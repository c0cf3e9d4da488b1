"""The look at a draft: the respondent's own page, which stores and sends nothing."""

from typing import Any

import pytest

from likely.ask.survey import Survey
from likely.ask.template import TEMPLATES, make_definition
from likely.collect.response import Response
from tests.web.editing import REASON, Editor, new_editor

pytestmark = pytest.mark.once  # drawing a page of a draft asks the database for the draft alone


@pytest.fixture
def editor(survey: Any) -> Editor:
    return new_editor(survey)


def test_it_shows_the_draft_and_can_send_nothing(editor: Editor) -> None:
    editor.send("set", {f"{REASON}/by_group/promoter/en": "What shines?"})
    answer = editor.client.get(f"/surveys/{editor.survey.pk}/preview?as=promoter&lang=en")
    assert "What shines?" in answer.content.decode()
    policy = answer["Content-Security-Policy"]
    assert "form-action 'none'" in policy
    assert "default-src 'none'" in policy  # nothing to connect to
    assert "connect-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert Response.objects.count() == 0


@pytest.mark.parametrize("query", ["as=nobody", "lang=xx", "step=x", "as=passive&step=thanks"])
def test_it_takes_any_question(editor: Editor, query: str) -> None:
    assert editor.client.get(f"/surveys/{editor.survey.pk}/preview?{query}").status_code == 200


def test_only_the_editor_may_frame(editor: Editor) -> None:
    assert "frame-src 'self'" in editor.client.get(editor.address)["Content-Security-Policy"]
    other = editor.client.get(f"/surveys/{editor.survey.pk}")["Content-Security-Policy"]
    assert "frame-src" not in other


def test_every_template_is_edited_and_looked_at(editor: Editor) -> None:
    for name, template in TEMPLATES.items():
        touchpoint = "your order" if template.needs_touchpoint else None
        definition = make_definition(name, "Saws", ("en",), touchpoint)
        survey = Survey.begin(editor.survey.workspace, name, definition, "system")
        for page in ("edit", "preview", "preview?as=detractor", "preview?as=promoter&step=thanks"):
            assert editor.client.get(f"/surveys/{survey.pk}/{page}").status_code == 200, (name, page)

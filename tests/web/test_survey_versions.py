"""Publishing a draft, discarding it, copying it, and telling versions apart."""

import json
from typing import Any

import pytest
from django.test import Client

from likely.ask.draft import revision_of
from likely.ask.survey import Survey
from likely.base.journal import JournalEntry
from likely.people.person import Person
from tests.web.editing import REASON, Editor, new_editor


@pytest.fixture
def editor(survey: Any) -> Editor:
    return new_editor(survey)


def test_publishing_shows_what_changes_and_makes_a_version(editor: Editor) -> None:
    editor.send("set", {f"{REASON}/text/en": "Why, in one line?"})
    address = f"/surveys/{editor.survey.pk}/publish"
    assert "Why, in one line?" in editor.client.get(address).content.decode()
    assert editor.client.post(address, {"revision": revision_of(editor.draft)}).status_code == 302
    fresh = Survey.objects.get(pk=editor.survey.pk)
    assert fresh.live is not None
    assert (fresh.live.number, fresh.draft) == (2, None)
    assert JournalEntry.objects.get(verb="survey.published").actor == "user:manager@example.org"
    told = editor.client.get(f"/surveys/{editor.survey.pk}/versions?from=1&to=2").content.decode()
    assert "Why, in one line?" in told
    same = editor.client.get(f"/surveys/{editor.survey.pk}/versions?from=2&to=2&x=9").content.decode()
    assert "They say the same." in same
    assert editor.client.post(address, {"revision": "x"}).status_code == 422


def test_a_draft_is_discarded(editor: Editor) -> None:
    before = editor.draft
    editor.send("set", {"subject/en": "Other"})
    assert editor.client.post(f"/surveys/{editor.survey.pk}/discard").status_code == 302
    assert editor.draft == before


def test_a_copy_is_a_draft_of_its_own(editor: Editor) -> None:
    answer = editor.client.post(f"/surveys/{editor.survey.pk}/duplicate")
    copy = Survey.objects.exclude(pk=editor.survey.pk).get()
    assert answer["Location"] == f"/surveys/{copy.pk}/edit"
    assert copy.edited() == editor.draft
    assert Client().get(f"/s/{copy.slug}").status_code == 404  # nothing is shown before it is published
    for page in ("", "/edit", "/publish", "/versions", "/widget"):
        assert editor.client.get(f"/surveys/{copy.pk}{page}").status_code == 200
    assert editor.client.get("/surveys").status_code == 200


def test_only_what_was_read_is_published(editor: Editor) -> None:
    editor.send("set", {"subject/en": "First"})
    read = revision_of(editor.draft)
    editor.send("set", {"subject/en": "Second"})
    address = f"/surveys/{editor.survey.pk}/publish"
    assert editor.client.post(address, {"revision": read}).status_code == 409
    assert Survey.objects.get(pk=editor.survey.pk).versions.count() == 1


def test_results_across_versions_are_told_by_their_keys(editor: Editor) -> None:
    address = f"/surveys/{editor.survey.pk}/versions"
    assert "Results across the versions" not in editor.client.get(address).content.decode()
    editor.send("add_question", {"what": "rating", "text": "The driver"})
    Survey.objects.get(pk=editor.survey.pk).publish_draft("system")
    rated = editor.draft.questions[-1].key
    editor.send("set", {f"questions/{rated}/points": "7"})
    Survey.objects.get(pk=editor.survey.pk).publish_draft("system")
    found = editor.client.get(address).context["joined"]
    told = {row["key"]: (row["text"], row["one"].versions, row["one"].comparable) for row in found}
    assert told[rated] == ("The driver", (2, 3), False)
    assert told["score"][1:] == ((1, 2, 3), True)


def test_what_is_known_already_is_said_again_before_publishing(editor: Editor, workspace: Any) -> None:
    Person.objects.create(workspace=workspace, external_id="1", properties={"city": "Tartu"})
    editor.send("replace", {"definition": json.dumps(with_city(editor.draft.to_json()))})
    told = editor.client.get(f"/surveys/{editor.survey.pk}/publish").content.decode()
    assert "city is known of your people already" in told


def with_city(data: Any) -> Any:
    return {
        **data,
        "questions": [*data["questions"], {"key": "city", "kind": "text", "text": {"en": "City?"}}],
    }

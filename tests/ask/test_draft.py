"""A draft is changed on what its author saw, or not at all."""

from typing import Any

import pytest

from likely.ask.draft import change_draft, revision_of
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.journal import JournalEntry
from likely.lib.refusal import Refusal


@pytest.fixture
def survey(workspace: Any) -> Survey:
    return Survey.begin(workspace, "Ours", make_definition("rnps", "Saws", ("en",)), "user:a")


def test_a_survey_begins_as_a_draft(survey: Survey) -> None:
    assert (survey.live, survey.versions.count(), survey.kind) == (None, 0, "rnps")
    assert JournalEntry.objects.get().verb == "survey.draft_begun"


def test_the_second_change_on_the_same_sight_is_refused_and_writes_nothing(survey: Survey) -> None:
    seen = revision_of(survey.edited())
    after = change_draft(survey, seen, lambda data: {**data, "link_days": 5}, "user:a")
    with pytest.raises(Refusal) as refused:
        change_draft(survey, seen, lambda data: {**data, "link_days": 9}, "user:b")
    assert refused.value.code == "draft_moved"
    survey.refresh_from_db()
    assert survey.edited() == after


def test_a_change_that_does_not_hold_writes_nothing(survey: Survey) -> None:
    before = survey.edited()
    with pytest.raises(Refusal):
        change_draft(survey, revision_of(before), lambda data: {**data, "questions": []}, "user:a")
    survey.refresh_from_db()
    assert survey.edited() == before


def test_two_that_say_the_same_are_one_revision() -> None:
    one, other = (make_definition("rnps", "Saws", ("en",)) for _ in range(2))
    assert revision_of(one) == revision_of(other)
    assert revision_of(one) != revision_of(make_definition("rnps", "Axes", ("en",)))


def test_a_draft_that_was_never_published_may_become_another_kind(survey: Survey) -> None:
    seen = revision_of(survey.edited())
    change_draft(survey, seen, lambda data: {**data, "kind": "custom"}, "user:a")
    survey.refresh_from_db()
    survey.publish_draft("user:a")
    assert survey.kind == "custom"

"""A survey is edited beside its live version; what was published never changes, and results run through."""

from datetime import UTC, datetime
from typing import Any

import pytest

from likely.ask.across import across
from likely.ask.definition import Definition
from likely.ask.template import make_definition
from likely.base.journal import JournalEntry
from likely.collect.intake import take_in
from likely.collect.response import Response
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.steps import step_counts
from likely.store.workspace_table import table_of


@pytest.fixture
def survey(workspace: Any) -> Any:
    from likely.ask.survey import Survey

    return Survey.start(workspace, "Ours", make_definition("rnps_shop", "Nordic", ["en"]), "system")


def reworded(definition: Definition, **changes: Any) -> Definition:
    made = definition.to_json() | changes
    made["questions"][1]["text"]["en"] = "Why so?"
    return Definition.from_json(made)


def verbs(survey: Any) -> list[str]:
    entries = JournalEntry.objects.of(survey.workspace).filter(subject=f"survey:{survey.pk}")
    return list(entries.order_by("at").values_list("verb", flat=True))


def test_an_edit_leaves_the_live_version_alone(survey: Any) -> None:
    live = survey.edited()
    survey.keep_draft(reworded(live), "user:a@example.org")
    survey.refresh_from_db()
    assert survey.edited() == reworded(live)
    assert survey.live.read() == live
    assert survey.versions.count() == 1


def test_a_published_draft_is_the_next_version_and_gone(survey: Any) -> None:
    live = survey.edited()
    survey.keep_draft(reworded(live), "user:a@example.org")
    version = survey.publish_draft("user:a@example.org")
    survey.refresh_from_db()
    assert (version.number, survey.draft, survey.live.read()) == (2, None, reworded(live))
    assert survey.versions.get(number=1).read() == live, "what was published is frozen"
    assert verbs(survey) == ["survey.started", "survey.draft_begun", "survey.published"]
    with pytest.raises(Refusal, match="no draft"):
        survey.publish_draft("user:a@example.org")


def test_an_edit_that_changes_nothing_is_no_draft(survey: Any) -> None:
    survey.keep_draft(reworded(survey.edited()), "user:a@example.org")
    survey.keep_draft(survey.live.read(), "user:a@example.org")
    assert survey.draft is None
    survey.keep_draft(reworded(survey.edited()), "user:a@example.org")
    survey.drop_draft("user:a@example.org")
    survey.refresh_from_db()
    assert survey.draft is None
    assert verbs(survey)[-1] == "survey.draft_dropped"


def test_a_published_survey_stays_of_its_kind(survey: Any) -> None:
    with pytest.raises(Refusal) as refused:
        survey.keep_draft(make_definition("csat5", "Nordic", ["en"]), "user:a@example.org")
    assert refused.value.field == "kind"


def test_a_copy_asks_the_same_and_knows_no_answers(survey: Any) -> None:
    survey.keep_draft(reworded(survey.edited()), "user:a@example.org")
    copy = survey.duplicate("Ours again", "user:a@example.org")
    assert copy.edited() == survey.edited()
    assert (copy.live.number, copy.responses.count(), copy.slug == survey.slug) == (1, 0, False)


def send(survey: Any, key: str, **answers: Any) -> None:
    take_in(Submission(at=datetime.now(UTC), slug=survey.slug, key=key, score=9, answers=answers))


def test_answers_keep_their_version_and_join_on_the_keys(survey: Any) -> None:
    send(survey, "somebody-number-1", price=5, advice=1)
    made = survey.edited().to_json()
    rated = next(question for question in made["questions"] if question["key"] == "rated")
    rated["rows"] = [row for row in rated["rows"] if row["key"] != "advice"]
    made["questions"].append({"key": "used", "kind": "text", "text": {"en": "What for?"}})
    survey.keep_draft(Definition.from_json(made), "user:a@example.org")
    survey.publish_draft("user:a@example.org")
    send(survey, "somebody-number-2", price=4)
    send(survey, "somebody-number-1", price=3)
    assert sorted(Response.objects.values_list("key", "version__number")) == [
        ("somebody-number-1", 1), ("somebody-number-2", 2),
    ]  # fmt: skip
    found = {one.key: one for one in across({v.number: v.read() for v in survey.versions.all()})}
    assert (found["price"].versions, found["price"].comparable) == ((1, 2), True)
    assert (found["advice"].versions, found["used"].versions) == ((1,), (2,))
    assert step_counts(table_of(survey.workspace), Slice(), "price").total() == {3: 1, 4: 1}


def test_a_key_on_another_scale_is_not_comparable(survey: Any) -> None:
    made = survey.edited().to_json()
    next(question for question in made["questions"] if question["key"] == "rated")["points"] = 7
    found = {one.key: one for one in across({1: survey.edited(), 2: Definition.from_json(made)})}
    assert not found["price"].comparable
    assert found["score"].comparable


def test_a_personal_link_ends_after_the_days_of_the_survey(survey: Any) -> None:
    from likely.ask.personal_link import make_links

    [link] = make_links(survey, "mari@example.org", "user:a@example.org")
    assert link.expires_at is None
    survey.publish(reworded(survey.edited(), link_days=14))
    [link] = make_links(survey, "mari@example.org", "user:a@example.org")
    assert (link.expires_at - datetime.now(UTC)).days == 13

"""Ideas of staff: everybody submits, votes once and discusses; a manager decides and says why."""

from typing import Any

import pytest
from django.utils import timezone

from likely.act.idea import Idea, IdeaFacts, decide_idea, submit_idea, vote
from likely.act.problem import ProblemFacts, make_problem
from likely.base.journal import JournalEntry
from likely.lib.refusal import Refusal
from tests.web.conftest import member, signed_in


def texts(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_idea_from_the_first_line_to_its_decision(workspace: Any, viewer: Any, owner: Any) -> None:
    author, boss = signed_in(viewer), signed_in(owner)
    assert "Submit an idea" in texts(author.get("/ideas"))
    sent = author.post("/ideas/new", {"title": "Call before\n the delivery", "text": "An hour before"})
    idea = Idea.objects.get()
    assert sent["Location"] == f"/ideas/{idea.pk}"
    assert (idea.title, idea.author, idea.state) == ("Call before the delivery", viewer, "open")
    assert list(idea.voters.all()) == [viewer]

    for _ in range(2):  # pressed twice
        boss.post(f"/ideas/{idea.pk}/vote", {"vote": "yes"})
    assert idea.voters.count() == 2
    boss.post(f"/ideas/{idea.pk}/vote", {"vote": "no"})
    assert idea.voters.count() == 1
    boss.post(f"/ideas/{idea.pk}/remark", {"remark": "The driver has the number."})
    assert "The driver has the number." in texts(author.get(f"/ideas/{idea.pk}"))

    assert author.post(f"/ideas/{idea.pk}/decide", {"state": "planned", "reason": "x"}).status_code == 403
    refused = boss.post(f"/ideas/{idea.pk}/decide", {"state": "planned", "reason": " "})
    assert refused.status_code == 422
    assert "Say why." in texts(refused)
    boss.post(f"/ideas/{idea.pk}/decide", {"state": "planned", "reason": "From March on"})
    idea.refresh_from_db()
    assert (idea.state, idea.reason, idea.decided_by) == ("planned", "From March on", owner)
    assert "Call before" not in texts(author.get("/ideas"))
    assert "From March on" in texts(author.get("/ideas?state=planned"))
    verbs = (
        JournalEntry.objects.of(workspace).filter(subject=f"idea:{idea.pk}").values_list("verb", flat=True)
    )
    assert set(verbs) == {"idea.submitted", "idea.decided"}


def test_what_is_decided_is_neither_voted_on_nor_worded_anew(workspace: Any, viewer: Any, owner: Any) -> None:
    idea = submit_idea(workspace, IdeaFacts("Shorter forms"), viewer, timezone.now())
    decide_idea(idea, "declined", "They are by law", owner, timezone.now())
    with pytest.raises(Refusal, match="decided"):
        vote(idea, owner, True)
    changed = signed_in(viewer).post(f"/ideas/{idea.pk}/change", {"title": "Another"})
    assert changed.status_code == 422
    idea.refresh_from_db()
    assert idea.title == "Shorter forms"
    decide_idea(idea, "open", "", owner, timezone.now())
    vote(idea, owner, True)
    assert (idea.decided_at, idea.voters.count()) == (None, 2)


def test_only_its_author_and_managers_change_or_remove_it(workspace: Any, viewer: Any, owner: Any) -> None:
    idea = submit_idea(workspace, IdeaFacts("More chairs"), viewer, timezone.now())
    other = signed_in(member(workspace, "other@example.org", "analyst"))
    for deed in ("change", "drop"):
        assert other.post(f"/ideas/{idea.pk}/{deed}", {"title": "Mine"})["Location"] == f"/ideas/{idea.pk}"
    idea.refresh_from_db()
    assert idea.title == "More chairs"
    signed_in(owner).post(f"/ideas/{idea.pk}/drop")
    assert not Idea.objects.exists()


def test_it_stands_beside_its_problem_which_must_be_of_the_workspace(
    workspace: Any, foreign_workspace: Any, owner: Any, viewer: Any
) -> None:
    near = make_problem(workspace, ProblemFacts("Late deliveries"), "system")
    far = make_problem(foreign_workspace, ProblemFacts("Theirs"), "system")
    client = signed_in(owner)
    refused = client.post("/ideas/new", {"title": "Vans", "problem": str(far.pk)})
    assert refused.status_code == 422
    assert not Idea.objects.exists()
    client.post("/ideas/new", {"title": "Vans", "problem": str(near.pk)})
    assert "Vans" in texts(client.get(f"/problems/{near.pk}"))
    # A viewer sees no problems: theirs is not offered, and a change by them leaves it.
    idea = Idea.objects.get()
    assert "Late deliveries" not in texts(signed_in(viewer).get(f"/ideas/{idea.pk}"))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (IdeaFacts(" "), "title"),
        (IdeaFacts("x" * 101), "title"),
        (IdeaFacts("x", "y" * 2001), "text"),
        (IdeaFacts("x", "", ["nothing"]), "themes"),
    ],
)
def test_what_is_wrong_is_named_and_keeps_nothing(
    workspace: Any, viewer: Any, facts: IdeaFacts, field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        submit_idea(workspace, facts, viewer, timezone.now())
    assert refused.value.field == field
    assert not Idea.objects.exists()

"""A language model writes: off until an owner agrees, only masked text leaves, only what cites is shown."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from likely.act.language_model_setup import LanguageModelSetup, language_model_of
from likely.act.written_text import WrittenText, write_due
from likely.base.journal import JournalEntry
from likely.collect.response import Response
from likely.lib.outbound_rules import Allowance, read_allowance
from likely.store.tag_comments import read_again_due
from likely.store.theme_set import Origin, keep_themes, themes_of
from likely.text.taxonomy import Theme, taxonomy
from likely.web import reasons as module
from tests.act.model_server import FakeModel, fake_model
from tests.web.conftest import member, signed_in

pytestmark = [
    pytest.mark.filterwarnings("ignore::UserWarning:pydantic"),
    pytest.mark.once,  # it is the model's server that is asked; tests/store reads the rows of both databases
]

VIEW = "/reasons?period=all"
KEY = "sk-not-to-be-seen"


@pytest.fixture(autouse=True)
def fresh(settings: Any, tmp_path: Path) -> None:
    pytest.importorskip("litellm")  # not above: whoever only collects would wait seconds for it
    settings.LAKE_URL = str(tmp_path / "lake")
    settings.OUTBOUND_ALLOW = read_allowance(["127.0.0.0/8"])
    module.BOARDS.clear()


@pytest.fixture
def model() -> Iterator[FakeModel]:
    with fake_model() as server:
        yield server


@pytest.fixture
def themes(workspace: Any, answer: Any) -> None:
    for place in range(30):
        answer(1, comment=f"Late delivery {place}, write to mari{place}@example.org")
        answer(10, comment=f"Friendly staff on day {place}")
    made = taxonomy(
        [Theme("delivery", {"en": "Delivery"}, ("delivery",)), Theme("staff", {"en": "S"}, ("staff",))]
    )
    keep_themes(workspace, made, Origin.DISCOVERED, "system")
    read_again_due(timezone.now(), seconds=600)


def agree(user: Any, url: str, **fields: str) -> Any:
    sent = {"do": "agree", "url": url, "model": "m-1", "key": KEY, "agreed": "on", **fields}
    return signed_in(user).post("/settings/language-model", sent)


def page(user: Any, address: str = VIEW) -> str:
    return str(signed_in(user).get(address).content.decode())


def test_a_summary_links_each_sentence_to_comments_and_drops_what_cites_none(
    owner: Any, workspace: Any, themes: None, model: FakeModel
) -> None:
    assert "Have a summary written" not in page(owner)
    assert agree(owner, model.url).status_code == 302
    assert "Have a summary written" in page(owner)
    assert signed_in(owner).post("/reasons/write?period=all").status_code == 302
    assert "is being written" in page(owner)
    model.said = json.dumps(
        {
            "sentences": [
                {"text": "Staff are <b>friendly</b>.", "comments": [1, 2]},
                {"text": "Prices are fine.", "comments": []},
                {"text": "Everybody is happy.", "comments": [99]},
            ]
        }
    )
    assert write_due(timezone.now()) == 1
    [(path, headers, body)] = model.heard
    assert (path, headers["authorization"], body["model"]) == ("/v1/chat/completions", f"Bearer {KEY}", "m-1")
    assert "[email]" in json.dumps(body)
    assert "example.org" not in json.dumps(body)
    shown = page(owner)
    assert "Staff are &lt;b&gt;friendly&lt;/b&gt;." in shown
    assert "Prices are fine" not in shown
    assert "Everybody is happy" not in shown
    text = WrittenText.objects.get()
    assert text.about == ""
    cited = text.sentences[0]["comments"]
    assert all(f"/responses/{id}" in shown for id in cited)
    verbs = JournalEntry.objects.filter(verb__startswith="llm.").order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["llm.agreed", "llm.ordered", "llm.done"]
    assert KEY not in json.dumps(list(JournalEntry.objects.values_list("detail", flat=True)))
    Response.objects.filter(pk=cited[0]).update(comment="")
    assert "friendly&lt;/b&gt;" not in page(owner)


@pytest.mark.parametrize(
    ("status", "said", "why"),
    [(500, "", "status 500"), (200, "As you wish!", "No sentence"), (302, "", "status 302")],
)
def test_a_failure_leaves_the_paragraph_of_the_figures(
    owner: Any, workspace: Any, themes: None, model: FakeModel, status: int, said: str, why: str
) -> None:
    agree(owner, model.url)
    signed_in(owner).post("/reasons/write?period=all")
    model.status, model.said = status, said
    write_due(timezone.now())
    shown = page(owner)
    assert "60 comments with a score were read." in shown
    assert why in shown
    assert len(model.heard) == 1
    assert JournalEntry.objects.filter(verb="llm.failed").count() == 1


def test_nothing_leaves_without_consent_or_after_it_was_taken_back(
    owner: Any, workspace: Any, themes: None, model: FakeModel, settings: Any
) -> None:
    settings.LLM_URL, settings.LLM_MODEL, settings.LLM_KEY = model.url, "m", KEY
    told = signed_in(owner).post("/reasons/write?period=all", follow=True).content.decode()
    assert "No language model writes for this workspace" in told
    assert not WrittenText.objects.exists()
    refused = agree(owner, "", agreed="")
    assert refused.status_code == 422
    assert "Without this consent" in refused.content.decode()
    agree(owner, "")
    signed_in(owner).post("/reasons/write?period=all")
    signed_in(owner).post("/settings/language-model", {"do": "withdraw"})
    write_due(timezone.now())
    assert model.heard == []
    assert WrittenText.objects.get().why == "The consent was withdrawn."


def test_the_key_is_encrypted_and_follows_no_other_address(
    owner: Any, workspace: Any, settings: Any, model: FakeModel
) -> None:
    settings.LLM_URL, settings.LLM_KEY = "https://models.example.org/v1", "of the operator"
    agree(owner, model.url)
    assert KEY not in LanguageModelSetup.objects.get().secret
    assert KEY not in page(owner, "/settings/language-model")
    agree(owner, f"{model.url}/other", key="")
    found = language_model_of(workspace)
    assert found is not None
    assert found.key == ""
    assert KEY not in repr(found)


def test_a_private_address_is_refused_unless_it_is_allowed(owner: Any, settings: Any) -> None:
    settings.OUTBOUND_ALLOW = Allowance()
    answer = agree(owner, "http://127.0.0.1:8000/v1")
    assert answer.status_code == 422
    assert not LanguageModelSetup.objects.exists()


def test_discovered_themes_are_named_and_edited_ones_are_not(
    owner: Any, workspace: Any, themes: None, model: FakeModel
) -> None:
    agree(owner, model.url)
    assert "Have the themes named" in page(owner, "/reasons/themes")
    signed_in(owner).post("/reasons/themes/names")
    model.said = json.dumps(
        {"themes": {"delivery": {"en": "Slow delivery", "et": "Aeglane tarne"}, "x": {"en": "X"}}}
    )
    write_due(timezone.now())
    assert "example.org" not in json.dumps(model.heard[0][2])
    assert dict(themes_of(workspace)["delivery"].names) == {"en": "Slow delivery", "et": "Aeglane tarne"}
    assert dict(themes_of(workspace)["staff"].names) == {"en": "S"}
    keep_themes(workspace, themes_of(workspace), Origin.EDITED, "system")
    told = signed_in(owner).post("/reasons/themes/names", follow=True).content.decode()
    assert "Only themes that were found" in told
    assert WrittenText.objects.count() == 1


def test_only_owners_agree_and_only_analysts_order(
    workspace: Any, owner: Any, themes: None, model: FakeModel
) -> None:
    manager, viewer = (member(workspace, f"{role}@example.org", role) for role in ("manager", "viewer"))
    assert agree(manager, model.url).status_code == 403
    agree(owner, model.url)
    assert signed_in(viewer).post("/reasons/write?period=all").status_code == 403
    assert "Have a summary written" not in page(viewer)

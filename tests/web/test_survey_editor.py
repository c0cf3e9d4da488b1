"""The editor of a survey: each change is kept in the draft at once, refused beside its field, or told."""

from typing import Any

import pytest

from likely.ask.draft import revision_of
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.journal import JournalEntry
from tests.web.conftest import member, signed_in
from tests.web.editing import REASON, Editor, new_editor, new_manager


@pytest.fixture
def editor(survey: Any) -> Editor:
    return new_editor(survey)


class TestFields:
    def test_a_text_is_kept_in_the_draft_and_the_live_version_stays(self, editor: Editor) -> None:
        answer = editor.send("set", {f"{REASON}/text/en": "Why, in one line?"})
        assert answer.status_code == 200
        assert editor.draft.question("reason").text["en"] == "Why, in one line?"
        live = Survey.objects.get(pk=editor.survey.pk).live
        assert live is not None
        assert live.read().questions[1].text["en"] != "Why, in one line?"
        assert JournalEntry.objects.filter(verb="survey.draft_begun").count() == 1

    @pytest.mark.parametrize(
        ("name", "value", "expected"),
        [
            ("subject/en", "Tools", {"subject": {"en": "Tools"}}),
            ("link_days", "30", {"link_days": 30}),
            ("anonymous", "", {}),
            ("thanks/all/en", "Thank you all", {}),
        ],
    )
    def test_a_setting_of_the_survey_is_kept(
        self, editor: Editor, name: str, value: str, expected: dict[str, Any]
    ) -> None:
        assert editor.send("set", {name: value}).status_code == 200
        kept = editor.draft.to_json()
        assert {key: kept[key] for key in expected} == expected

    def test_a_question_is_settled(self, editor: Editor) -> None:
        fields: dict[str, Any] = {
            f"{REASON}/required": ["", "yes"],
            f"{REASON}/groups": ["", "passive", "promoter"],
        }
        fields |= {f"{REASON}/help/en": "A word is enough", f"{REASON}/by_group/passive/en": "What else?"}
        assert editor.send("set", fields).status_code == 200
        question = editor.draft.question("reason")
        assert question.required
        assert question.groups == ("passive", "promoter")
        assert question.by_group["passive"] == {"en": "What else?"}
        assert editor.send("set", {f"{REASON}/by_group/passive/en": " "}).status_code == 200
        assert "passive" not in editor.draft.question("reason").by_group

    def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_kept(self, editor: Editor) -> None:
        answer = editor.send("set", {"link_days": "many", "subject/en": "Tools"})
        told = answer.content.decode()
        assert answer.status_code == 422
        assert 'hx-swap-oob="innerHTML:#f-link_days-fault">This is no whole number.' in told
        assert editor.draft.subject == {"en": "Tools"}

    def test_without_a_script_what_was_typed_stands_in_its_field(self, editor: Editor) -> None:
        sent = {"do": "set", "revision": revision_of(editor.draft), "link_days": "99999"}
        answer = editor.client.post(editor.address, sent)
        assert answer.status_code == 422
        assert 'value="99999"' in answer.content.decode()
        good = editor.client.post(editor.address, {**sent, "link_days": "9"})
        assert good.status_code == 302
        assert editor.draft.link_days == 9

    @pytest.mark.parametrize(
        "name",
        [
            "schema", "languages", "questions", "questions/reason", "questions/nothing/text/en", "__class__",
            "questions/reason/text/xx", "questions/reason/kind", "questions/reason/key", "links/7/url",
            "consent/text/en", "../subject/en", "questions/score/rows/x/text/en", "subject/" + "a" * 500,
        ],
    )  # fmt: skip
    def test_a_place_that_is_none_is_refused(self, editor: Editor, name: str) -> None:
        before = editor.draft
        assert editor.send("set", {name: "x"}).status_code == 422
        assert editor.draft == before

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("subject/en", "  "), ("subject/en", "x" * 1001), ("questions/score/text/en", ""),
            ("questions/score/points", "5"), ("questions/score/groups", "promoter"),
            ("questions/reason/groups", "everybody"), ("link_days", "-1"), ("link_days", "٣"),
            ("kind", "tnps"), ("kind", "x"), ("questions/reason/known_as", "NOT a key"),
        ],
    )  # fmt: skip
    def test_a_value_that_breaks_the_survey_is_refused(self, editor: Editor, name: str, value: str) -> None:
        before = editor.draft
        assert editor.send("set", {name: value}).status_code == 422
        assert editor.draft == before

    def test_markup_is_text(self, editor: Editor) -> None:
        assert editor.send("set", {f"{REASON}/text/en": "<script>alert(1)</script>\x00"}).status_code == 200
        page = editor.client.get(editor.address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


class TestQuestions:
    @pytest.mark.parametrize(
        "what", ["text", "choice", "choices", "rating", "yes_no", "csat", "ces", "hidden", "ideal"]
    )
    def test_one_of_each_kind_is_added(self, editor: Editor, what: str) -> None:
        before = editor.order()
        assert editor.send("add_question", what=what, text="What else?").status_code == 200
        assert editor.order()[:-1] == before
        assert editor.client.get(editor.address).status_code == 200

    def test_one_without_words_or_of_no_kind_is_refused(self, editor: Editor) -> None:
        answer = editor.send("add_question", what="text", text=" ")
        assert answer.status_code == 422
        assert "#fault-add_question" in answer.content.decode()
        assert editor.send("add_question", what="bomb", text="x").status_code == 422

    def test_one_that_is_gone_comes_back_by_undo(self, editor: Editor) -> None:
        before = editor.draft
        answer = editor.send("remove_question", question="reason")
        assert "reason" not in editor.order()
        assert answer.context["undo"]
        assert editor.send("replace", definition=answer.context["undo"]).status_code == 200
        assert editor.draft == before

    def test_without_a_script_it_moves_and_the_way_back_is_said(self, editor: Editor) -> None:
        first, second, third, *rest = editor.order()
        sent = {"revision": revision_of(editor.draft), "do": "move_question", "question": third, "to": "up"}
        page = editor.client.post(editor.address, sent, follow=True).content.decode()
        assert editor.order() == [first, third, second, *rest]
        assert f"Moved to place 2 of {len(rest) + 3}." in page
        gone = {"revision": revision_of(editor.draft), "do": "remove_question", "question": second}
        page = editor.client.post(editor.address, gone, follow=True).content.decode()
        assert "Removed. Discard the draft to go back to the live version." in page

    def test_a_new_one_never_takes_the_key_of_an_older_version(self, editor: Editor) -> None:
        editor.send("add_question", what="choice", text="Which?")
        Survey.objects.get(pk=editor.survey.pk).publish_draft("system")
        editor.send("remove_question", question="choice")
        editor.send("add_question", what="choice", text="Which other?")
        assert editor.order()[-1] == "choice_2"

    def test_they_move(self, editor: Editor) -> None:
        first, second, third, *rest = editor.order()
        answer = editor.send("move_question", question=third, to="up")
        assert editor.order() == [first, third, second, *rest]
        assert f"Moved to place 2 of {len(rest) + 3}." in answer.content.decode()
        editor.send("move_question", question=third, to="down")
        editor.send("move_question", question=second, to=str(len(rest) + 2))
        assert editor.order() == [first, third, *rest, second]

    def test_the_score_stays_first(self, editor: Editor) -> None:
        before = editor.order()
        assert editor.send("move_question", question="reason", to="0").status_code == 422
        assert editor.send("remove_question", question="score").status_code == 422
        assert editor.send("move_question", question="nothing", to="up").status_code == 422
        assert editor.send("move_question", question="reason", to="-5").status_code == 422
        assert editor.order() == before

    def test_choices_come_move_and_go(self, editor: Editor) -> None:
        editor.send("add_question", what="choice", text="Which?")

        def keys() -> list[str]:
            return [choice.key for choice in editor.draft.question("choice").choices]

        editor.send("add_part", question="choice", part="choices")
        assert keys() == ["a", "b", "choice_1"]
        editor.send("set", {"questions/choice/choices/choice_1/text/en": "Third"})
        editor.send("raise_part", question="choice", part="choices", name="choice_1")
        editor.send("remove_part", question="choice", part="choices", name="a")
        assert keys() == ["choice_1", "b"]
        assert editor.send("remove_part", question="choice", part="choices", name="b").status_code == 422
        assert editor.send("add_part", question="choice", part="rows").status_code == 422
        assert editor.send("remove_part", question="score", part="__class__", name="b").status_code == 422


class TestAround:
    def test_a_language_brings_the_words_of_the_library(self, editor: Editor) -> None:
        own = "My own words here"
        editor.send("set", {f"{REASON}/help/en": own})
        assert editor.send("add_language", language="et").status_code == 200
        draft = editor.draft
        assert draft.languages == ("en", "et")
        assert "tõenäoliselt" in draft.question("score").text["et"].lower()
        assert draft.question("reason").help == {"en": own}
        assert editor.send("first_language", language="et").status_code == 200
        assert editor.draft.languages == ("et", "en")
        assert editor.send("remove_language", language="en").status_code == 200
        assert editor.draft.languages == ("et",)
        assert editor.send("remove_language", language="et").status_code == 422
        assert editor.send("add_language", language="xx").status_code == 422

    def test_links_and_consent_come_and_go(self, editor: Editor) -> None:
        good = {"kind": "review", "url": "https://reviews.example/us", "text": "Say it there"}
        assert editor.send("add_link", {**good, "url": "javascript:alert(1)"}).status_code == 422
        assert editor.send("add_link", good).status_code == 200
        editor.send("set", {"links/0/groups": ["", "promoter"], "links/0/text/en": "Review us"})
        link = editor.draft.links[0]
        assert (link.groups, link.text) == (("promoter",), {"en": "Review us"})
        assert editor.send("remove_link", at="4").status_code == 422
        assert editor.send("remove_link", at="0").status_code == 200
        assert editor.draft.links == ()
        assert editor.send("consent", text="I agree").status_code == 200
        editor.send("set", {"consent/required": [""], "consent/link": "https://x.example/terms"})
        assert editor.draft.consent.required is False
        assert editor.send("remove_consent").status_code == 200
        assert editor.draft.consent is None

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "null", "[" * 5000, '{"schema": "likely.survey/1"}', "\x00"]
    )
    def test_what_is_no_definition_is_not_imported(self, editor: Editor, text: str) -> None:
        before = editor.draft
        answer = editor.send("replace", definition=text)
        assert answer.status_code == 422
        assert "#fault-replace" in answer.content.decode()
        assert editor.draft == before

    def test_an_export_is_imported_elsewhere(self, editor: Editor, workspace: Any, owner: Any) -> None:
        wanted = make_definition("rnps", "Elsewhere", ("en", "et"))
        other = Editor(Survey.start(workspace, "Other", wanted, "system"), owner)
        exported = other.client.get(f"/surveys/{other.survey.pk}/draft.json")
        assert editor.send("replace", definition=exported.content.decode()).status_code == 200
        assert editor.draft == wanted

    @pytest.mark.parametrize("do", ["", "publish", "__init__", "set_rule"])
    def test_a_change_that_is_none_is_refused(self, editor: Editor, do: str) -> None:
        assert editor.send(do).status_code == 422


class TestTwoAtOnce:
    def test_the_second_is_told_and_loses_nothing(self, editor: Editor) -> None:
        seen = revision_of(editor.draft)
        editor.send("set", {"subject/en": "First"})
        answer = editor.send("set", {f"{REASON}/text/en": "Typed in the other tab"}, revision=seen)
        told = answer.content.decode()
        assert answer.status_code == 409
        assert "Typed in the other tab" in told
        assert "Save mine on top" in told
        assert editor.draft.subject == {"en": "First"}
        again = editor.send("set", {f"{REASON}/text/en": "Typed in the other tab"})
        assert again.status_code == 200


class TestRoles:
    @pytest.mark.parametrize("role", ["viewer", "agent", "analyst"])
    def test_a_lower_role_changes_nothing(self, editor: Editor, workspace: Any, role: str) -> None:
        other = Editor(editor.survey, member(workspace, f"{role}3@example.org", role))
        before = editor.draft
        assert other.send("set", {"subject/en": "x"}).status_code == 403
        assert other.client.get(other.address).status_code == 403
        assert editor.draft == before

    @pytest.mark.parametrize("page", ["edit", "preview", "publish", "versions", "draft.json"])
    def test_a_stranger_finds_nothing(self, editor: Editor, stranger: Any, page: str) -> None:
        other = Editor(editor.survey, stranger)
        assert other.client.get(f"/surveys/{editor.survey.pk}/{page}").status_code == 404
        assert other.send("set", {"subject/en": "x"}).status_code == 404


def test_a_template_becomes_a_draft_that_is_not_shown(workspace: Any) -> None:
    manager = new_manager(workspace)
    sent = {"template": "rnps", "subject": "Saws", "languages": ["en"], "edit": "yes"}
    answer = signed_in(manager).post("/surveys/new", sent)
    made = Survey.objects.get()
    assert answer["Location"] == f"/surveys/{made.pk}/edit"
    assert (made.live, made.edited().subject) == (None, {"en": "Saws"})
    editor = Editor(made, manager)
    assert editor.send("set", {"kind": "custom"}).status_code == 200
    assert editor.draft.kind == "custom"

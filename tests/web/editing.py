"""A manager at the editor of a survey, as the tests have one."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from likely.ask.draft import revision_of
from likely.ask.survey import Survey
from tests.web.conftest import member, signed_in

OpenPage = Callable[..., Page]
REASON = "questions/reason"


class Editor:
    """A manager at the editor of one survey."""

    def __init__(self, survey: Survey, user: Any) -> None:
        self.survey, self.client = survey, signed_in(user)
        self.address = f"/surveys/{survey.pk}/edit"

    @property
    def draft(self) -> Any:
        return Survey.objects.get(pk=self.survey.pk).edited()

    def send(self, do: str, fields: Any = None, revision: str | None = None, **more: Any) -> Any:
        sent = {"do": do, "revision": revision or revision_of(self.draft), **(fields or {}), **more}
        return self.client.post(self.address, sent, headers={"HX-Request": "true"})

    def order(self) -> list[str]:
        return [question.key for question in self.draft.questions]


def new_editor(survey: Survey) -> Editor:
    return Editor(survey, new_manager(survey.workspace))


def new_manager(workspace: Any) -> Any:
    return member(workspace, "manager@example.org", "manager")

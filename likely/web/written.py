"""What a language model is to write: ordered from the page of reasons, or from that of themes."""

from collections.abc import Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from likely.act.written_text import Kind, Order, order_text
from likely.analyse.theme_board import Reason, ThemeBoard
from likely.base.access import reaches
from likely.base.workspace import Workspace
from likely.lib.measured import with_interval
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.theme_quotes import said_of
from likely.store.theme_set import Origin, newest_set
from likely.store.theme_table import theme_table
from likely.store.workspace_table import table_of
from likely.text.cited import ask_names, ask_summary
from likely.text.tag_code import read
from likely.text.taxonomy import taxonomy
from likely.web.access import StaffRequest, actor, member
from likely.web.language import language
from likely.web.overview import newest_stamp
from likely.web.question import read_question
from likely.web.reasons import EDITS, board_of, naming
from likely.web.table_seen import table_seen
from likely.web.written_look import view_of, written_of

ALL_THEMES: Final = "themes"  # the view that names are made of
MOST_NAMED: Final = 60  # themes
MOST_EXAMPLES: Final = 2  # of a theme


@member(EDITS)
@require_POST
def write_summary(request: StaffRequest) -> HttpResponse:
    """Of the view that the address names."""
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    found = theme_table(request.workspace, question.table)
    board = ThemeBoard(taxonomy(()))
    if found is not None:
        board, _again = board_of(request, question, found, newest_stamp(request.workspace))
    groups, sources = _grounds(board)
    _order(request, Order(Kind.SUMMARY, view_of(question), ask_summary(groups, language()), sources))
    return redirect(f"{reverse('reasons')}?{request.GET.urlencode()}")


@member(EDITS)
@require_POST
def write_names(request: StaffRequest) -> HttpResponse:
    """Of discovered themes, by their words and two comments each."""
    newest = newest_set(request.workspace)
    if newest is None or newest.origin != Origin.DISCOVERED:
        messages.error(request, _("Only themes that were found by themselves are named by a model."))
        return redirect("themes")
    themes = newest.read().themes[:MOST_NAMED]
    examples = _examples(request.workspace, [one.id for one in themes])
    asked = ask_names([(one.id, one.words, examples.get(one.id, [])) for one in themes])
    if _order(request, Order(Kind.NAMES, ALL_THEMES, asked, [one.id for one in themes])):
        messages.success(request, _("The names are being written."))
    return redirect("themes")


def _order(request: StaffRequest, order: Order) -> bool:
    """Whether it was taken; else the next page says why not."""
    try:
        order_text(request.workspace, order, actor(request), timezone.now())
    except Refusal as refusal:
        words = {
            "llm_off": _("No language model writes for this workspace; an owner can agree to one."),
            "nothing_to_send": _("There are no comments to be written about."),
        }
        messages.error(request, words[refusal.code])
        return False
    return True


@member()
@require_safe
def written_part(request: StaffRequest) -> HttpResponse:
    """The card's part, asked again while it is being written."""
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    return render(
        request,
        "web/written.html",
        {"written": written_of(request.workspace, question), "may_edit": reaches(request.member.role, EDITS)},
    )


def _grounds(board: ThemeBoard) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """Each reason's quotes under its figures; and the ids of the comments in the order of their numbers."""
    name = naming(board.taxonomy)
    reasons = [(one, "praise") for one in board.recommend] + [(one, "blame") for one in board.not_recommend]
    groups = [(_heading(one, side, name), [said.text for said in one.quotes]) for one, side in reasons]
    return groups, [said.id for one, _side in reasons for said in one.quotes]


def _heading(one: Reason, side: str, name: Any) -> str:
    return f"{name(one.theme)}, {side}: effect on the score {with_interval(one.found.effect, str)}"


def _examples(workspace: Workspace, themes: Sequence[str]) -> dict[str, list[str]]:
    found = theme_table(workspace, table_of(workspace))
    examples: dict[str, list[str]] = {}
    if found is None:
        return examples
    for group in ("promoter", "detractor"):
        for said in said_of(found.table, Slice(), themes, group, most=400):
            for theme, _side in read(said.themes):
                if len(told := examples.setdefault(theme, [])) < MOST_EXAMPLES:
                    told.append(said.text)
    return examples

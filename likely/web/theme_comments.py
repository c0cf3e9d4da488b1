"""The comments behind a theme, newest first, with the words that say it marked."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from likely.analyse.theme_board import asked_themes
from likely.base.access import reaches
from likely.store.remembered import Remembered
from likely.store.rows import page
from likely.store.theme_table import theme_table
from likely.templatetags.masked import seen_by
from likely.text.rules import Rules
from likely.text.tag_code import SIDES, read
from likely.text.taxonomy import Taxonomy, to_json
from likely.web.access import StaffRequest, member
from likely.web.insight_page import around
from likely.web.question import read_question
from likely.web.reasons import EDITS, naming
from likely.web.table_seen import table_seen

PER_PAGE: Final = 50
LONGEST: Final = 2000  # characters shown of a comment here; its own page has all
COLUMNS: Final = ("id", "at", "score", "comment", "language", "themes", "themes_language", "themes_favour")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a comment. marked: it says the theme."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it is listed. themes: (asked, name, side) of each tag."""

    row: Mapping[str, Any]
    pieces: tuple[Piece, ...]
    themes: tuple[tuple[str, str, int], ...]


@member()
@require_safe
def theme_comments(request: StaffRequest) -> HttpResponseBase:
    """theme: "price", one side of it ("price-"), or none of all."""
    question = read_question(request.workspace, table_seen(request), request.GET, cut=False)
    found = theme_table(request.workspace, question.table)
    if found is None:
        return redirect("reasons")
    asked = request.GET.get("theme", "")
    themes = asked_themes(found.taxonomy, asked)
    slice = question.slice.only("commented", "yes").only("theme", *themes)
    listed = page(found.table, slice, COLUMNS, after=request.GET.get("after", ""), size=PER_PAGE)
    rules = rules_of(found.taxonomy)
    context = {
        **around(request.workspace, question),
        "title": asked_words(found.taxonomy, asked),
        "asked": asked,
        "head": {"by": asked, "usual": "", "parameter": "theme"},  # kept by the bar of filters
        "rows": [
            said_of(row, rules, {one.rstrip("+-=") for one in themes}, request.member.role)
            for row in listed.rows
        ],
        "next": listed.next,
        "may_edit": reaches(request.member.role, EDITS),
    }
    return render(request, "web/theme_comments.html", context)


def said_of(row: Mapping[str, Any], rules: Rules, themes: Collection[str], role: str) -> Said:
    """role: of the reader. themes: whose words are marked; none: of all its own."""
    text = (row["comment"] or "")[:LONGEST]
    text = seen_by(text, role)
    tags = read(row["themes"] or "")
    looked = [theme for theme in themes if theme] or [theme for theme, _side in tags]
    spans = rules.spans(text, row["themes_language"] or "", looked)
    name = naming(rules.taxonomy)
    told = tuple((theme, name(theme), side) for theme, side in tags if theme in rules.taxonomy)
    return Said(row, _pieces(text, spans), told)


def _pieces(text: str, spans: Collection[tuple[int, int]]) -> tuple[Piece, ...]:
    made, place = [], 0
    for begin, end in spans:
        made += [Piece(text[place:begin], False), Piece(text[begin:end], True)]
        place = end
    made.append(Piece(text[place:], False))
    return tuple(one for one in made if one.text)


RULES: Final = Remembered[Rules](longest=64)


def rules_of(taxonomy: Taxonomy) -> Rules:
    return RULES.get(repr(to_json(taxonomy)), lambda: Rules(taxonomy))


def asked_words(taxonomy: Taxonomy, asked: str) -> str:
    """Price, Price praised, Price blamed; No theme."""
    side = SIDES.get(asked[-1:])
    theme = asked[:-1] if side is not None else asked
    if not theme:
        return _("Comments without a theme")
    words = {1: _("%(theme)s praised"), -1: _("%(theme)s blamed")}.get(
        side if side is not None else 2, "%(theme)s"
    )
    return words % {"theme": naming(taxonomy)(theme)}

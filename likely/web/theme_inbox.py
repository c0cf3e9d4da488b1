"""Comments that no theme explains, or that only a guess does: one at a time, put right by keyboard."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from likely.collect.response import Response
from likely.lib.refusal import Refusal
from likely.store.correct_tags import correct
from likely.store.kept_rows import kept_rows
from likely.store.rows import page
from likely.store.slice import Slice
from likely.store.table import IbisTable, Responses
from likely.store.theme_set import ThemeMark, themes_of
from likely.store.theme_table import theme_table
from likely.store.workspace_table import table_of
from likely.web.access import StaffRequest, actor, member
from likely.web.reasons import EDITS, naming
from likely.web.theme_comments import COLUMNS, rules_of, said_of

KINDS: Final = ("without", "guessed")
KEYS: Final = "1234567890abcdefghijklmnopqrtuvwxyz"  # of the themes in their order; S skips


@member(EDITS)
@require_safe
def inbox(request: StaffRequest) -> HttpResponse:
    """kind: "without" a theme, or "guessed" by what examples taught. after: the comment before.

    one: a comment by its id, whatever themes it has.
    """
    kind = request.GET.get("kind", KINDS[0])
    if kind not in KINDS:
        raise Refusal("unknown_kind", "kind: without or guessed.", field="kind")
    found = theme_table(request.workspace, table_of(request.workspace))
    context: dict[str, Any] = {
        "kind": kind,
        "kinds": _kinds(),
        "marks": _marks(request),
        "has_themes": found is not None,
    }
    if found is None:
        return render(request, "web/theme_inbox.html", context)
    asked = Slice().only("commented", "yes")
    looked_at = (
        _one(found.table, request.GET["one"]) if request.GET.get("one") else _of_kind(found.table, kind)
    )
    listed = page(looked_at, asked, COLUMNS, after=request.GET.get("after", ""), size=1)
    if listed.rows:
        made = themes_of(request.workspace)
        said = said_of(listed.rows[0], rules_of(found.taxonomy), (), request.member.role)
        there = {theme for theme, _name, _side in said.themes}
        name = naming(made)
        context |= {
            "said": said,
            "next": listed.next or "",
            "choices": [
                (KEYS[place : place + 1], one.id, name(one.id), one.id in there)
                for place, one in enumerate(made.themes)
            ],
        }
    return render(request, "web/theme_inbox.html", context)


@member(EDITS)
@require_POST
def put_right(request: StaffRequest, response_id: UUID) -> HttpResponseBase:
    """theme: those of which the comment speaks. was: those that it was taken to speak of."""
    rows = Response.objects.of(request.workspace).select_related("workspace")
    response = get_object_or_404(rows, pk=response_id)
    chosen, was = set(request.POST.getlist("theme")), set(request.POST.getlist("was"))
    known = {one.id for one in themes_of(request.workspace).themes}
    for theme in sorted(chosen | was):
        if theme in known:
            correct(response, theme, theme in chosen, actor(request))
    query = {"kind": request.POST.get("kind", KINDS[0]), "after": request.POST.get("after", "")}
    return redirect(f"{reverse('theme-inbox')}?{urlencode(query)}")


def _of_kind(table: Responses, kind: str) -> Responses:
    def keep(rows: IbisTable) -> IbisTable:
        if kind == "guessed":
            return rows.filter(rows["themes_guessed"].fill_null(False))
        return rows.filter((rows["themes"] == "") & ~rows["themes_empty"].fill_null(True))

    return kept_rows(table, keep, ("theme inbox", kind))


def _one(table: Responses, id: str) -> Responses:
    return kept_rows(table, lambda rows: rows.filter(rows["id"] == id), ("one comment", id))


def _kinds() -> list[tuple[str, str]]:
    return [("without", _("Without a theme")), ("guessed", _("Guessed from examples"))]


def _marks(request: StaffRequest) -> int:
    return ThemeMark.objects.of(request.workspace).count()

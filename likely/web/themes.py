"""The editor of themes: what a workspace wants to hear about, with how many comments say it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.act.language_model_setup import language_model_of
from likely.analyse.theme_board import ThemeBoard, theme_board
from likely.analyse.theme_effects import ThemeEffect
from likely.analyse.theme_trial import sample_of, trial
from likely.base.access import reaches
from likely.base.workspace import Workspace
from likely.lib.figure import grouped
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.store.slice import Slice
from likely.store.tag_comments import discover_themes
from likely.store.theme_set import (
    Origin,
    ThemeMark,
    begin_anew,
    change_themes,
    drop_theme,
    keep_themes,
    merge_themes,
    newest_set,
    replace_themes,
    themes_of,
)
from likely.store.theme_table import progress, theme_table
from likely.store.workspace_table import table_of
from likely.text.starter import industries, starter
from likely.text.taxonomy import Taxonomy, Theme, fresh_id, put, split, taxonomy, to_json
from likely.text.taxonomy_file import LONGEST_NAME, taxonomy_of_bytes
from likely.web.access import StaffRequest, actor, member
from likely.web.language import language
from likely.web.overview import newest_stamp
from likely.web.reasons import BOARDS, EDITS, names_of, naming
from likely.web.table_seen import sees_masked
from likely.web.theme_words import industry_name

LARGEST_FILE: Final = 4 * 1024 * 1024  # bytes
LANGUAGES: Final = ("en", "et", "zh")


@dataclass(frozen=True, slots=True)
class Listed:
    """A theme as it is listed, those under another behind it. depth: 0 at the top."""

    theme: Theme
    name: str
    depth: int
    found: ThemeEffect | None


@member()
@require_safe
def themes(request: StaffRequest) -> HttpResponse:
    return _page(request)


@member()
@require_safe
def themes_json(request: StaffRequest) -> HttpResponse:
    """The themes as a file that `likely report --themes` reads."""
    answer = JsonResponse(
        to_json(themes_of(request.workspace)), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    named(answer, "themes.json")
    return answer


@member(EDITS)
@require_POST
def change(request: StaffRequest) -> HttpResponseBase:
    """do: add, merge, start, discover, learn, upload."""
    verb = VERBS.get(request.POST.get("do", ""))
    if verb is None:
        raise Refusal("unknown_deed", "do: there is no such change.", field="do")
    try:
        verb(request)
    except Refusal as refusal:
        return _page(request, refusal)
    return redirect("themes")


@member()
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: StaffRequest, theme_id: str) -> HttpResponseBase:
    """One theme: its names and words, and what can be done with it. do: keep, split, drop."""
    made = themes_of(request.workspace)
    if theme_id not in made:
        raise Http404
    found = made[theme_id]
    if request.method != "POST":
        return _theme_page(request, found)
    if not reaches(request.member.role, EDITS):
        raise Refusal("may_not", _("Themes are edited by analysts."))
    try:
        gone = {"keep": _keep, "split": _split, "drop": _drop}[request.POST.get("do", "keep")](request, found)
    except KeyError:
        raise Refusal("unknown_deed", "do: there is no such change.", field="do") from None
    except Refusal as refusal:
        return _theme_page(request, _typed(request, found), refusal)
    messages.success(request, _("Saved."))
    return redirect("themes") if gone else redirect("theme-edit", theme_id)


@member()
@require_safe
def tried(request: StaffRequest) -> HttpResponse:
    """How many comments would have the words: the part of the editor that follows the typing."""
    words, without = _listed(request.GET.get("words", "")), _listed(request.GET.get("without", ""))
    return render(request, "web/theme_trial.html", {"trial": _trial(request, words, without)})


def _page(request: StaffRequest, refusal: Refusal | None = None) -> HttpResponse:
    newest = newest_set(request.workspace)
    made = newest.read() if newest else taxonomy(())
    marks = ThemeMark.objects.of(request.workspace).count()
    origin = newest.origin if newest else ""
    context = {
        "listed": _rows(request.workspace, made),
        "progress": progress(request.workspace),
        "origin": origin,
        "industries": [(one, industry_name(one)) for one in industries()],
        "may_edit": reaches(request.member.role, EDITS),
        "may_be_named": origin == Origin.DISCOVERED and language_model_of(request.workspace) is not None,
        "refusal": refusal,
        "sent": request.POST if refusal else {},
        "unlearnt": max(marks - newest.learnt, 0) if newest else 0,
    }
    return render(request, "web/themes.html", context, status=422 if refusal else 200)


def _rows(workspace: Workspace, made: Taxonomy) -> list[Listed]:
    found = {one.theme: one for one in _board(workspace).themes}
    name = naming(made)

    def under(parent: str | None, depth: int) -> list[Listed]:
        rows: list[Listed] = []
        for one in made.themes:
            if one.parent == parent:
                rows += [Listed(one, name(one.id), depth, found.get(one.id)), *under(one.id, depth + 1)]
        return rows

    return under(None, 0)


def _board(workspace: Workspace) -> ThemeBoard:
    """Of all answers."""
    table = theme_table(workspace, table_of(workspace))
    if table is None:
        return ThemeBoard(taxonomy(()))
    stamp = " ".join((newest_stamp(workspace), *(part.stamp or "" for part in table.table.split())))
    key = (workspace.pk, workspace.smallest_group, "editor", names_of(table.taxonomy))
    return BOARDS.get(
        key,
        lambda: theme_board(
            table.table,
            Slice(),
            table.taxonomy,
            timezone.now().astimezone(ZoneInfo(workspace.time_zone)).date(),
            smallest=workspace.smallest_group,
            quoted=False,
        ),
        stamp,
    )


def _theme_page(request: StaffRequest, found: Theme, refusal: Refusal | None = None) -> HttpResponse:
    made = themes_of(request.workspace)
    name = naming(made)
    context = {
        "theme": found,
        "name": _own_name(found),
        "names": [(language, found.names.get(language, "")) for language in LANGUAGES],
        "words": ", ".join(found.words),
        "without": ", ".join(found.without),
        "others": [(one.id, name(one.id)) for one in made.themes if found.id not in made.lineage(one.id)],
        "trial": _trial(request, found.words, found.without),
        "marks": ThemeMark.objects.of(request.workspace).filter(theme=found.id).count(),
        "may_edit": reaches(request.member.role, EDITS),
        "refusal": refusal,
    }
    return render(request, "web/theme.html", context, status=422 if refusal else 200)


def _trial(request: StaffRequest, words: Any, without: Any) -> Any:
    """Of comments as the reader sees them."""
    key = (str(request.workspace.pk), newest_stamp(request.workspace))
    masked = sees_masked(request)
    return trial(sample_of(table_of(request.workspace), key, masked=masked), words, without)


def _own_name(found: Theme) -> str:
    return found.name(language()) if found.names else found.id


def _typed(request: StaffRequest, found: Theme) -> Theme:
    """The theme as the form says."""
    sent = request.POST
    if "words" not in sent:
        return found
    names = {**found.names, **{one: _line(sent.get(f"name-{one}", "")) for one in LANGUAGES}}
    return replace(
        found,
        names={language: name for language, name in names.items() if name},
        words=_listed(sent.get("words", "")),
        without=_listed(sent.get("without", "")),
        parent=sent.get("parent") or None,
        followed=sent.get("followed") == "on",
    )


def _keep(request: StaffRequest, found: Theme) -> bool:
    change_themes(request.workspace, lambda old: put(old, _typed(request, found)), actor(request))
    return False


def _split(request: StaffRequest, found: Theme) -> bool:
    name, words = _line(request.POST.get("name", "")), tuple(request.POST.getlist("word"))
    if not name or not words:
        raise Refusal(
            "split_needs", _("A name and at least one word are needed for the new theme."), field="name"
        )

    def parted(old: Taxonomy) -> Taxonomy:
        return split(old, found.id, Theme(fresh_id(old, name), {language(): name}, words))

    change_themes(request.workspace, parted, actor(request))
    return True


def _drop(request: StaffRequest, found: Theme) -> bool:
    drop_theme(request.workspace, found.id, actor(request))
    return True


def _add(request: StaffRequest) -> None:
    name, words = _line(request.POST.get("name", "")), _listed(request.POST.get("words", ""))
    if not name:
        raise Refusal("theme_unnamed", _("The theme needs a name."), field="name")

    def added(old: Taxonomy) -> Taxonomy:
        return put(old, Theme(fresh_id(old, name), {language(): name}, words or _listed(name)))

    change_themes(request.workspace, added, actor(request))
    messages.success(request, _("Added."))


def _merge(request: StaffRequest) -> None:
    chosen, into = request.POST.getlist("theme"), request.POST.get("into", "")
    if not [one for one in chosen if one != into]:
        raise Refusal("merge_needs", _("Choose the themes that are to be merged."), field="theme")
    merge_themes(request.workspace, into, chosen, actor(request))
    messages.success(request, _("Merged."))


def _start(request: StaffRequest) -> None:
    """A starter set in the place of discovered themes, and beside those that somebody made."""
    chosen = starter(request.POST.get("industry", ""))
    newest = newest_set(request.workspace)
    if newest is None or newest.origin == Origin.DISCOVERED:
        keep_themes(request.workspace, chosen, Origin.STARTER, actor(request))
    else:
        change_themes(request.workspace, lambda old: _with(old, chosen), actor(request))
    messages.success(request, _("Added."))


def _with(old: Taxonomy, more: Taxonomy) -> Taxonomy:
    fresh = (one for one in more.themes if one.id not in old)
    return taxonomy((*old.themes, *fresh), old.version + 1)


def _discover(request: StaffRequest) -> None:
    if discover_themes(request.workspace, actor(request)) is None:
        raise Refusal("too_few_comments", _("There are too few comments yet to find themes in them."))


def _learn(request: StaffRequest) -> None:
    begin_anew(request.workspace, actor(request))


def _upload(request: StaffRequest) -> None:
    """The themes of a file in the place of all that there are."""
    sent = request.FILES.get("file")
    if sent is None or sent.size is None:
        raise Refusal("no_file", _("Choose a JSON file of themes."), field="file")
    if sent.size > LARGEST_FILE:
        raise Refusal(
            "file_too_large",
            _("The file is larger than %(size)s bytes.") % {"size": grouped(LARGEST_FILE)},
            field="file",
        )
    replace_themes(request.workspace, taxonomy_of_bytes(sent.read()), actor(request))
    messages.success(request, _("The themes of the file are in place of the ones before."))


VERBS: Final[Mapping[str, Any]] = {
    "add": _add,
    "merge": _merge,
    "start": _start,
    "discover": _discover,
    "learn": _learn,
    "upload": _upload,
}


def _line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_NAME]


def _listed(text: str) -> tuple[str, ...]:
    """Words set apart by commas, Chinese ones too, or lines."""
    parts = text.replace("，", ",").replace("、", ",").replace("\n", ",").split(",")
    return tuple(part.strip() for part in parts if part.strip())

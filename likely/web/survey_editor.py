"""The editor of a survey. Every change is kept in the draft at once; the live version goes on unchanged."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from likely.ask import draft_edit as edit
from likely.ask.definition import Definition
from likely.ask.draft import Data, change_draft, revision_of
from likely.ask.draft_field import put_fields
from likely.ask.survey import Survey
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.people.person import Person
from likely.web.access import StaffRequest, actor, member
from likely.web.editor_page import Shown, editor_page, side_page
from likely.web.editor_rule import facts_of
from likely.web.editor_rule_form import rule_from
from likely.web.said import said

LONGEST_FILE: Final = 1_000_000  # bytes of a definition to import
LOOKED_AT: Final = 200  # people whose properties are offered in rules
OWN: Final = ("do", "revision", "csrfmiddlewaretoken", "a", "b")  # what a form sends beside its fields
SLOTS: Final = (
    "add_question",
    "add_link",
    "add_language",
    "consent",
    "replace",
)  # these say their own faults
Change = Callable[[Data, Any], Data]  # of a request's POST


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # its types know of no further arguments
def survey_editor(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """GET: the draft as forms. POST: one change of it, named by `do`."""
    survey = find_survey(request, survey_id)
    if request.method != "POST":
        return _page(request, survey, survey.edited())
    if request.POST.get("do") == "set":
        return _set(request, survey)
    return _change(request, survey)


def find_survey(request: StaffRequest, survey_id: UUID) -> Survey:
    rows = Survey.objects.of(request.workspace).select_related("live", "workspace")
    return get_object_or_404(rows, pk=survey_id)


def _set(request: StaffRequest, survey: Survey) -> HttpResponse:
    """Keep what was typed. What is wrong is said beside its field; all else is kept."""
    fields = {name: values for name, values in request.POST.lists() if name not in OWN}
    faults: dict[str, Refusal] = {}

    def change(data: Data) -> Data:
        changed, found = put_fields(data, fields)
        faults.update(found)
        return changed

    try:
        definition = change_draft(survey, request.POST.get("revision", ""), change, actor(request))
    except Refusal as refusal:
        return _refused(request, survey, refusal)
    told = {name: said(refusal) for name, refusal in faults.items()}
    shown = Shown(_languages(request, definition), fields, told)
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _page(request, survey, definition, shown, 422) if faults else _back(request, survey)
    context = {**_around(request, survey), **side_page(definition, known_properties(survey))}
    slots = [("f-" + name.replace("/", "-"), told.get(name, "")) for name in fields]
    context |= {"slots": slots, "said": _("Not saved.") if faults else _("Saved.")}
    return render(request, "web/editor/kept.html", context, status=422 if faults else 200)


def _change(request: StaffRequest, survey: Survey) -> HttpResponse:
    what = request.POST.get("do", "")
    before = survey.edited()
    try:
        change = OPERATIONS.get(what)
        if change is None:
            raise Refusal("unknown_change", "A draft can't be changed like that.", field="do")
        form = _form(request, survey)
        definition = change_draft(
            survey, form.get("revision", ""), lambda data: change(data, form), actor(request)
        )
    except Refusal as refusal:
        return _refused(request, survey, refusal)
    if not request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        return _back(request, survey, _kept_without_script(definition, form, survey))
    context = _context(request, survey, definition, Shown(_languages(request, definition)))
    context |= {"said": _told(definition, form), "part": True}
    if what.startswith("remove_"):
        context["undo"] = json.dumps(before.to_json(), ensure_ascii=False)
    return render(request, "web/editor/editor.html", context)


def _refused(request: StaffRequest, survey: Survey, refusal: Refusal) -> HttpResponse:
    """Nothing was kept, and nothing on the page is touched but the place where it is said."""
    definition = survey_now(survey)
    what = request.POST.get("do", "")
    context = {**_around(request, survey), "refusal": said(refusal), "revision": revision_of(definition)}
    if refusal.code == "draft_moved":
        sent = [(n, value) for n, values in request.POST.lists() if n not in OWN for value in values]
        context |= {"moved": True, "sent": sent, "do": what}
    status = 409 if refusal.code == "draft_moved" else 422
    context["slot"] = f"fault-{what}" if what in SLOTS and status == 422 else "editor-notice"
    if request.htmx:  # type: ignore[attr-defined]  # set by its middleware
        answer = render(request, "web/editor/refused.html", context, status=status)
        answer["HX-Reswap"] = "none"
        return answer
    shown = Shown(_languages(request, definition))
    page = {**_context(request, survey, definition, shown), **context, "typed": request.POST}
    return render(request, "web/editor/page.html", page, status=status)


def survey_now(survey: Survey) -> Definition:
    """The draft as it is stored in this moment."""
    return Survey.objects.select_related("live").get(pk=survey.pk).edited()


def _page(
    request: StaffRequest,
    survey: Survey,
    definition: Definition,
    shown: Shown | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = shown or Shown(_languages(request, definition))
    return render(
        request, "web/editor/page.html", _context(request, survey, definition, shown), status=status
    )


def _context(request: StaffRequest, survey: Survey, definition: Definition, shown: Shown) -> dict[str, Any]:
    return {**_around(request, survey), **editor_page(definition, shown, known_properties(survey))}


def _around(request: StaffRequest, survey: Survey) -> dict[str, Any]:
    fresh = Survey.objects.select_related("live").get(pk=survey.pk)
    return {"survey": fresh, "query": _query(request), "post_to": f"{_address(survey)}{_query(request)}"}


def _kept_without_script(definition: Definition, form: QueryDict, survey: Survey) -> str:
    """Where nothing can offer "Undo", the way back is said."""
    told = _told(definition, form)
    if form.get("do", "").startswith("remove_") and survey.live:
        return " ".join((told, _("Discard the draft to go back to the live version.")))
    return told


def _back(request: StaffRequest, survey: Survey, told: str = "") -> HttpResponse:
    messages.success(request, told or _("Saved."))
    return redirect(f"{_address(survey)}{_query(request)}")


def _address(survey: Survey) -> str:
    return reverse("survey-edit", args=[survey.pk])


def _query(request: StaffRequest) -> str:
    kept = {name: request.GET[name] for name in ("a", "b") if name in request.GET}
    return f"?{urlencode(kept)}" if kept else ""


def _languages(request: StaffRequest, definition: Definition) -> tuple[str, ...]:
    """The two that stand side by side: as chosen, else the first two."""
    wanted = [request.GET.get(name, "") for name in ("a", "b")]
    found = [code for code in (*wanted, *definition.languages) if code in definition.languages]
    return tuple(dict.fromkeys(found))[:2]


def known_properties(survey: Survey) -> set[str]:
    """The names of what is known of the newest people."""
    rows = Person.objects.of(survey.workspace).order_by("-pk").values_list("properties", flat=True)
    return {name for properties in rows[:LOOKED_AT] for name in properties or {}}


def _taken(survey: Survey) -> set[str]:
    """Every key under which any version was answered."""
    versions = (version.read() for version in survey.versions.all())
    return {key for one in versions for question in one.questions for key in question.answer_keys}


def _form(request: StaffRequest, survey: Survey) -> QueryDict:
    """What was sent, with what only the server knows beside it."""
    form = request.POST.copy()
    form.setlist("taken", sorted(_taken(survey)))
    form.setlist("known", sorted(known_properties(survey)))
    upload = request.FILES.get("file")
    if upload is not None:
        if (upload.size or 0) > LONGEST_FILE:
            raise Refusal("too_long", "This file is too long for a definition.", field="file")
        form["definition"] = upload.read().decode("utf-8", "replace")
    return form


def _told(definition: Definition, form: QueryDict) -> str:
    """What a screen reader hears of a change."""
    if form.get("do") == "move_question":
        at = edit.place_of(definition.to_json(), form.get("question", ""))
        said = _("Moved to place {at} of {n}.")
        return said.format(at=at + 1, n=len(definition.questions))
    return _("Removed.") if form.get("do", "").startswith("remove_") else _("Saved.")


def _move(data: Data, form: Any) -> Data:
    key, to = form.get("question", ""), form.get("to", "")
    at = edit.place_of(data, key)
    wanted = at - 1 if to == "up" else at + 1 if to == "down" else _number(to)
    return edit.move_question(data, key, wanted)


def _rule(data: Data, form: Any) -> Data:
    definition, key = Definition.from_json(data), form.get("question", "")
    question = definition.question(key)
    facts = facts_of(definition, question, form.getlist("known")) if question else {}
    return edit.set_rule(data, key, rule_from(form, facts))


def _replace(_data: Data, form: Any) -> Data:
    """The whole draft out of a file, a pasted text, or what stood before."""
    try:
        found = json.loads(form.get("definition", ""))
    except (ValueError, RecursionError) as error:
        raise Refusal(
            "not_json", "This is no JSON.", cure="Paste the whole file.", field="definition"
        ) from error
    if not isinstance(found, dict):
        raise Refusal("not_json", "A definition is a JSON object.", field="definition")
    return found


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise Refusal("not_a_number", "This is no whole number.", field="to")
    return int(text)


OPERATIONS: Final[Mapping[str, Change]] = {
    "add_question": lambda d, f: edit.add_question(
        d, f.get("what", ""), f.get("text", ""), f.getlist("taken")
    ),
    "remove_question": lambda d, f: edit.remove_question(d, f.get("question", "")),
    "move_question": _move,
    "add_part": lambda d, f: edit.add_part(d, f.get("question", ""), f.get("part", ""), f.getlist("taken")),
    "remove_part": lambda d, f: edit.remove_part(
        d, f.get("question", ""), f.get("part", ""), f.get("name", "")
    ),
    "raise_part": lambda d, f: edit.raise_part(
        d, f.get("question", ""), f.get("part", ""), f.get("name", "")
    ),
    "rule": _rule,
    "add_language": lambda d, f: edit.add_language(d, f.get("language", "")),
    "remove_language": lambda d, f: edit.remove_language(d, f.get("language", "")),
    "first_language": lambda d, f: edit.put_language_first(d, f.get("language", "")),
    "consent": lambda d, f: edit.set_consent(d, f.get("text", "")),
    "remove_consent": lambda d, _f: edit.set_consent(d, ""),
    "add_link": lambda d, f: edit.add_link(d, f.get("kind", ""), f.get("url", ""), f.get("text", "")),
    "remove_link": lambda d, f: edit.remove_link(d, _number(f.get("at", ""))),
    "replace": _replace,
}

"""A survey out of a file: look at what is carried over and what is left out, then make a draft of it."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from likely.ask.assembly import Imported
from likely.ask.survey import Survey
from likely.ask.survey_file import LARGEST_FILE, file_of, read_survey_file, too_large
from likely.ask.wording import with_names
from likely.base.member import Role
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member

LONGEST_NAME = 120  # characters


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_import(request: StaffRequest) -> HttpResponse:
    """GET: choose a file. POST with a file: what becomes of it. POST with the definition: the draft."""
    if request.method != "POST":
        return render(request, "web/survey_import.html")
    try:
        if "definition" in request.POST:
            return redirect("survey-edit", _begin(request).pk)
        imported = _read(request)
    except Refusal as refusal:
        return render(request, "web/survey_import.html", {"refusal": refusal}, status=422)
    return render(request, "web/survey_imported.html", _preview(imported))


def _read(request: StaffRequest) -> Imported:
    sent = request.FILES.get("file")
    if sent is None:
        raise Refusal("file_missing", "No file was chosen.", cure="Choose one.", field="file")
    if (sent.size or 0) > LARGEST_FILE:
        raise too_large()
    return read_survey_file(sent.read())


def _preview(imported: Imported) -> dict[str, object]:
    return {
        "imported": imported,
        "languages": with_names(imported.definition.languages),
        "name": (imported.name or imported.source)[:LONGEST_NAME].strip(),
        "definition": file_of(imported.definition).decode(),
    }


def _begin(request: StaffRequest) -> Survey:
    """What the page showed is read again like a file: it came back from a browser."""
    sent = request.POST["definition"].encode("utf-8", "ignore")
    name = request.POST.get("name", "")
    return Survey.begin(request.workspace, name, read_survey_file(sent).definition, actor(request))

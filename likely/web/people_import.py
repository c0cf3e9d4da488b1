"""People out of a file: choose it, say what its columns are, watch it come in, take it back."""

from shutil import rmtree
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.base.member import Role
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.people.import_faults import fault_lines
from likely.people.import_start import begin, folder_of, queue
from likely.people.import_undo import undo
from likely.people.people_import import ImportFault, ImportState, PeopleImport
from likely.store.people_file import first_rows, folder_for, look
from likely.web.access import StaffRequest, actor, member
from likely.web.import_mapping import Chosen, chosen, columns_of, preview_of
from likely.web.said import said

RECENT: Final = 20
SHOWN_FAULTS: Final = 20
SHOWN_ROWS: Final = 8
UPLOADED: Final = "uploaded"  # the file as it came, in the import's folder
MEGABYTE: Final = 1_000_000


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def people_import(request: StaffRequest) -> HttpResponse:
    """GET: choose a file; the last imports. POST: the file is looked at."""
    refusal = None
    if request.method == "POST":
        try:
            return redirect("people-import-one", _uploaded(request).pk)
        except Refusal as found:
            refusal = found
    context = {
        "imports": PeopleImport.objects.of(request.workspace).order_by("-created_at")[:RECENT],
        "refusal": refusal,
        "largest": settings.LARGEST_IMPORT_MB,
    }
    return render(request, "web/people_import.html", context, status=422 if refusal else 200)


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def one_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """GET: its columns, its progress or what became of it. POST: it begins."""
    one = _import(request, import_id)
    if one.state != ImportState.UPLOADED:
        return render(request, "web/people_import_one.html", _shown(one))
    choice = chosen(one, request.POST or request.GET)
    if request.method == "POST":
        try:
            queue(one, choice.mapping, choice.types, choice.options, actor(request))
            return redirect("people-import-one", one.pk)
        except Refusal as refusal:
            return render(request, "web/people_mapping.html", _mapping(one, choice, refusal), status=422)
    return render(request, "web/people_mapping.html", _mapping(one, choice, None))


@member(Role.MANAGER)
@require_safe
def import_progress(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """How far it is, for the page that asks each second."""
    return render(request, "web/people_import_progress.html", _shown(_import(request, import_id)))


@member(Role.MANAGER)
@require_POST
def drop_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """A file that was looked at and is not wanted."""
    one = _import(request, import_id)
    if PeopleImport.objects.of(request.workspace).filter(pk=one.pk, state=ImportState.UPLOADED).delete()[0]:
        rmtree(folder_of(one), ignore_errors=True)
    return redirect("people-import")


@member(Role.MANAGER)
@require_POST
def undo_import(request: StaffRequest, import_id: UUID) -> HttpResponse:
    one = _import(request, import_id)
    try:
        undo(one, actor(request))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("people-import-one", one.pk)


@member(Role.MANAGER)
@require_safe
def import_faults(request: StaffRequest, import_id: UUID) -> HttpResponseBase:
    one = _import(request, import_id)
    answer = StreamingHttpResponse(fault_lines(one), content_type="text/csv; charset=utf-8")
    named(answer, "rows-not-imported.csv")
    return answer


def _import(request: StaffRequest, import_id: UUID) -> PeopleImport:
    return get_object_or_404(PeopleImport.objects.of(request.workspace), pk=import_id)


def _uploaded(request: StaffRequest) -> PeopleImport:
    """The file goes to the import's folder; what is no table of people leaves nothing behind."""
    sent = request.FILES.get("file")
    if sent is None:
        raise Refusal("file_missing", "No file was chosen.", cure="Choose one.", field="file")
    if (sent.size or 0) > settings.LARGEST_IMPORT_MB * MEGABYTE:
        raise Refusal("import_too_large", "The file is too large.", cure="Send it in parts.", field="file")
    one = PeopleImport()
    one.path = folder_for(one)
    folder = folder_of(one)
    folder.mkdir(mode=0o700, parents=True)
    try:
        with (folder / UPLOADED).open("wb") as file:
            file.writelines(sent.chunks())
        found = look(folder / UPLOADED, sent.name or _("file"), folder)
        (folder / UPLOADED).unlink()
        return begin(request.workspace, one, found, actor(request))
    except Refusal:
        rmtree(folder, ignore_errors=True)
        raise


def _mapping(one: PeopleImport, choice: Chosen, refusal: Refusal | None) -> dict[str, Any]:
    return {"one": one, "columns": columns_of(one, choice), "choice": choice} | _preview(one, choice, refusal)


def _preview(one: PeopleImport, choice: Chosen, refusal: Refusal | None = None) -> dict[str, Any]:
    try:
        rows = preview_of(one, choice, first_rows(one, SHOWN_ROWS))
    except Refusal as found:
        return {"one": one, "refusal": refusal or found, "preview": []}
    return {"one": one, "refusal": refusal, "preview": rows}


def _shown(one: PeopleImport) -> dict[str, Any]:
    faults = ImportFault.objects.of(one.workspace_id).filter(people_import=one).order_by("row", "id")
    return {"one": one, "percent": round(100 * one.share), "faults": faults[:SHOWN_FAULTS]}

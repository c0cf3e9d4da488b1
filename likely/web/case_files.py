"""Files of a case: put in, handed out, taken out again. The browser shows nothing of them itself."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from likely.act.case import Case
from likely.act.case_file import MOST_AT_ONCE, CaseFile, Upload, drop_file, largest_file, put_files
from likely.base.member import Role
from likely.lib.handed_out import handed_out
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said


@member(Role.AGENT)
@require_POST
def put(request: StaffRequest, case_id: UUID) -> HttpResponse:
    found = get_object_or_404(Case.objects.of(request.workspace), pk=case_id)
    try:
        sent = uploads_of(request.FILES.getlist("files"))
        n = len(put_files(found, sent, request.user, actor(request), timezone.now()))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    else:
        messages.success(request, ngettext("%(n)s file kept.", "%(n)s files kept.", n) % {"n": n})
    return redirect("case", found.pk)


@member(Role.AGENT)
@require_safe
def case_file(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    rows = CaseFile.objects.of(request.workspace)
    found = get_object_or_404(rows, pk=file_id, case=case_id)
    return handed_out(found.name, found.media, bytes(found.content))


@member(Role.AGENT)
@require_POST
def drop(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Gone already is as good as gone."""
    case = get_object_or_404(Case.objects.of(request.workspace), pk=case_id)
    rows = CaseFile.objects.of(request.workspace).select_related("case__workspace").defer("content")
    try:
        for found in rows.filter(pk=file_id, case=case):
            drop_file(found, actor(request))
    except Refusal as refusal:
        messages.error(request, said(refusal))
    return redirect("case", case_id)


def uploads_of(sent: Iterable[Any]) -> list[Upload]:
    """sent: uploaded files. What is too large, or too many, is not read to its end: its size refuses it."""
    told = []
    for place, one in enumerate(sent):
        most = largest_file() + 1 if place < MOST_AT_ONCE else 1
        told.append(Upload(one.name or "", one.read(most)))
    return told

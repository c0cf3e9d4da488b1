"""Suppressions: addresses to which nothing is sent, found, added by hand or from a file, and lifted."""

import csv
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.base.journal import record
from likely.base.member import Role
from likely.lib.csv_cell import BYTE_ORDER_MARK, plain_cell
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.people.address import hashes, read_address
from likely.people.suppression import Suppression, SuppressionReason, lift_rows, suppress, suppress_all
from likely.people.suppression_file import LARGEST, read_addresses
from likely.web.access import StaffRequest, actor, member

PER_PAGE: Final = 50
TOLD: Final = ("shown", "channel", "kind", "reason", "source", "at", "until")
IMPORTED: Final = (SuppressionReason.IMPORTED, SuppressionReason.UNSUBSCRIBED, SuppressionReason.HARD_BOUNCE,
                   SuppressionReason.COMPLAINT)  # fmt: skip


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def suppressions(request: StaffRequest) -> HttpResponse:
    """POST bars an address by hand."""
    if request.method != "POST":
        return _page(request)
    try:
        address = read_address("", request.POST.get("address", ""))
        with transaction.atomic():
            row = suppress(
                request.workspace,
                "",
                address,
                "",
                SuppressionReason.BY_HAND,
                actor(request)[:80],
                timezone.now(),
            )
            record(request.workspace, actor(request), "suppression.added", f"suppression:{row.pk}")
    except Refusal as refusal:
        return _page(
            request, refusal=refusal, at="address", typed=request.POST.get("address", ""), status=422
        )
    messages.success(request, _("Nothing is sent there any more."))
    return redirect("suppressions")


@member(Role.MANAGER)
@require_POST
def suppression_file(request: StaffRequest) -> HttpResponse:
    """A list from another tool: all of it or nothing."""
    try:
        sent = request.FILES.get("file")
        if sent is None:
            raise Refusal("file_missing", "No file was chosen.", cure="Choose one.", field="file")
        addresses = read_addresses(sent.read(LARGEST + 1))
        reason = next((one for one in IMPORTED if one == request.POST.get("reason")), IMPORTED[0])
        with transaction.atomic():
            new = suppress_all(request.workspace, addresses, reason, "import", timezone.now())
            record(
                request.workspace, actor(request), "suppression.imported",
                f"workspace:{request.workspace.pk}", n=len(addresses), new=new, reason=reason,
            )  # fmt: skip
    except Refusal as refusal:
        return _page(request, refusal=refusal, at="file", status=422)
    said = ngettext("%(n)s address is barred now.", "%(n)s addresses are barred now.", new) % {"n": new}
    known = len(addresses) - new
    if known:
        said += " " + ngettext(
            "%(n)s was barred before.", "%(n)s were barred before.", known
        ) % {"n": known}  # fmt: skip
    messages.success(request, said)
    return redirect("suppressions")


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def lift_suppression(request: StaffRequest, suppression_id: UUID) -> HttpResponse:
    rows = Suppression.objects.of(request.workspace).filter(pk=suppression_id)
    found = get_object_or_404(rows)
    context: dict[str, Any] = {"row": found}
    if request.method == "POST":
        try:
            lift_rows(request.workspace, rows, actor(request), request.POST.get("why", ""))
            messages.success(request, _("Lifted. The address may be sent to again."))
            return redirect("suppressions")
        except Refusal as refusal:
            context["refusal"] = refusal
    return render(request, "web/suppression_lift.html", context, status=422 if "refusal" in context else 200)


@member(Role.MANAGER)
@require_safe
def suppression_list(request: StaffRequest) -> StreamingHttpResponse:
    """All of them as CSV. Addresses are shown as far as they are kept: enough to recognise, no more."""
    answer = StreamingHttpResponse(_lines(request), content_type="text/csv; charset=utf-8")
    named(answer, "suppressions.csv")
    return answer


def _lines(request: StaffRequest) -> Iterator[str]:
    lines = csv.writer(_Line())
    yield BYTE_ORDER_MARK + str(lines.writerow(TOLD))
    rows = Suppression.objects.of(request.workspace).order_by("pk").values_list(*TOLD)
    for row in rows.iterator(2000):
        cells = [cell.isoformat() if hasattr(cell, "isoformat") else cell for cell in row]
        yield str(lines.writerow([plain_cell("" if cell is None else cell) for cell in cells]))


def _page(request: StaffRequest, status: int = 200, **more: Any) -> HttpResponse:
    wanted = request.GET.get("address", "").strip()
    reason = request.GET.get("reason", "")
    rows = _after(_found(request, wanted, reason), request.GET.get("after", ""))
    page = list(rows[: PER_PAGE + 1])
    now = timezone.now()
    context = {
        "rows": [(row, row.holds(now)) for row in page[:PER_PAGE]],
        "next": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
        "wanted": wanted,
        "reason": reason,
        "reasons": SuppressionReason.values,
        "import_reasons": IMPORTED,
        "is_narrowed": bool(wanted or reason),
    }
    return render(request, "web/suppressions.html", context | more, status=status)


def _found(request: StaffRequest, wanted: str, reason: str) -> QuerySet[Suppression]:
    rows = Suppression.objects.of(request.workspace)
    if wanted:
        try:
            rows = rows.filter(address_hash__in=hashes(read_address("", wanted)))
        except Refusal:
            rows = rows.none()
    return rows.filter(reason=reason) if reason in SuppressionReason.values else rows


def _after(rows: QuerySet[Suppression], cursor: str) -> QuerySet[Suppression]:
    try:
        return (rows.filter(pk__lt=UUID(cursor)) if cursor else rows).order_by("-pk")
    except ValueError:
        raise Refusal("wrong_cursor", "This page of the list does not exist.", field="after") from None

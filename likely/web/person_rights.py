"""What somebody may ask of whoever holds their data: to agree or not, to see everything, to be forgotten."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from likely.act.erasure import Answers, Comments, erase_person
from likely.act.person_file import note_export, person_data, person_json, person_zip
from likely.base.access import reaches
from likely.base.journal import record
from likely.base.member import Role
from likely.collect.response import Response
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.people.address import hashes
from likely.people.consent import Consent, ConsentPurpose, give, holds, may_be_asked, withdraw
from likely.people.person import Person
from likely.people.suppression import Suppression
from likely.web.access import StaffRequest, actor, member

FORMS: Final = {"json": (person_json, "application/json"), "zip": (person_zip, "application/zip")}
RECENT: Final = 20  # entries of the ledger
ANSWERS: Final[tuple[Answers, ...]] = ("anonymous", "gone")
COMMENTS: Final[tuple[Comments, ...]] = ("masked", "dropped")


@member(Role.AGENT)
@require_POST
def person_consent(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Write down what somebody said on the phone."""
    found = _person(request, person_id)
    purpose, given = request.POST.get("purpose", ""), request.POST.get("given") == "yes"
    write = give if given else withdraw
    with transaction.atomic():
        write(request.workspace, [found.pk], purpose, "", actor(request), timezone.now())
        verb = "consent.given" if given else "consent.withdrawn"
        record(request.workspace, actor(request), verb, f"person:{found.pk}", purpose=purpose)
    messages.success(request, _("Noted."))
    return redirect("person", found.pk)


@member(Role.MANAGER)
@require_POST
def person_file(request: StaffRequest, person_id: UUID, kind: str) -> HttpResponse:
    """Everything held about them. Who took it is in the journal, so it is no GET."""
    if kind not in FORMS:
        raise Http404
    found = _person(request, person_id)
    pack, media_type = FORMS[kind]
    note_export(request.workspace, found, actor(request), kind)
    answer = HttpResponse(
        pack(person_data(request.workspace, found, timezone.now())), content_type=media_type
    )
    named(answer, f"person-{found.pk}.{kind}")
    return answer


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The page that asks how, and whether it is meant."""
    found = _person(request, person_id)
    context: dict[str, Any] = {
        "person": found,
        "n": Response.objects.of(request.workspace).filter(person=found).count(),
        "answers": request.POST.get("answers", ANSWERS[0]),
        "comments": request.POST.get("comments", COMMENTS[0]),
    }
    if request.method == "POST":
        try:
            _erase(request, found)
            messages.success(
                request, _("Erased. Their addresses are barred for good, and only as a keyed hash.")
            )
            return redirect("people")
        except Refusal as refusal:
            context["refusal"] = refusal
    return render(request, "web/person_erase.html", context, status=422 if "refusal" in context else 200)


def consent_box(request: StaffRequest, person: Person) -> dict[str, Any]:
    """Of a person's page: what they agreed to, where nothing is sent, and what they may ask for."""
    workspace, now = request.workspace, timezone.now()
    known = [hash for address in (person.email, person.phone) if address for hash in hashes(address)]
    rows = Suppression.objects.of(workspace).filter(address_hash__in=known).order_by("-at")
    said = {one: holds(workspace, [person.pk], one, "").get(person.pk) for one in ConsentPurpose.values}
    ledger = Consent.objects.of(workspace).filter(person=person).order_by("-at", "-id")
    return {
        "purposes": list(said.items()),
        "may_ask": may_be_asked(workspace, [person.pk], "")[person.pk],
        "ledger": ledger[:RECENT],
        "barred": [row for row in rows if row.holds(now)],
        "may_erase": reaches(request.member.role, Role.MANAGER),
    }


def _erase(request: StaffRequest, found: Person) -> None:
    answers = next((one for one in ANSWERS if one == request.POST.get("answers")), None)
    comments = next((one for one in COMMENTS if one == request.POST.get("comments")), COMMENTS[1])
    if answers is None:
        raise Refusal("choice_missing", "Choose what becomes of the answers.", field="answers")
    if request.POST.get("sure") != "yes":
        raise Refusal("not_confirmed", "This can't be undone.", cure="Tick the box to confirm.", field="sure")
    erase_person(
        request.workspace,
        found,
        answers,
        comments,
        actor(request),
        timezone.now(),
    )


def _person(request: StaffRequest, person_id: UUID) -> Person:
    return get_object_or_404(Person.objects.of(request.workspace), pk=person_id)

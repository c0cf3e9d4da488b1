"""Who may be the same person twice; two are merged by a press, after a look at both."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from likely.act.merge import merge
from likely.base.member import Role
from likely.collect.response import Response
from likely.people.duplicates import duplicates
from likely.people.person import Person
from likely.web.access import StaffRequest, actor, member

REASONS: Final = {
    "mail_spelling": gettext_lazy("The same mail address in another spelling"),
    "same_name": gettext_lazy("The same name in the same account"),
}


@member(Role.MANAGER)
@require_safe
def people_duplicates(request: StaffRequest) -> HttpResponse:
    found = [(REASONS[pair.reason], pair.one, pair.other) for pair in duplicates(request.workspace)]
    return render(request, "web/people_duplicates.html", {"pairs": found})


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_people(request: StaffRequest, person_id: UUID, other_id: UUID) -> HttpResponse:
    """GET: both side by side. POST: the first stays and has everything of both."""
    kept = _person(request, person_id)
    other = _person(request, other_id)
    if request.method == "POST":
        merge(kept, other, actor(request))
        messages.success(request, _("The two are one now."))
        return redirect("person", kept.pk)
    both = [(one, _answers(request, one)) for one in (kept, other)]
    return render(request, "web/people_merge.html", {"person": kept, "other": other, "both": both})


def _person(request: StaffRequest, person_id: UUID) -> Person:
    return get_object_or_404(Person.objects.of(request.workspace).select_related("account"), pk=person_id)


def _answers(request: StaffRequest, person: Person) -> int:
    return Response.objects.of(request.workspace).filter(person=person).count()

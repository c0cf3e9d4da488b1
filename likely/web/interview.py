"""Interviews: the script on the screen of a member who calls people, or who stands before one."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from likely.ask.call import PHONE, add_to_call
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.ask.wording import own_names
from likely.base.member import Role
from likely.collect.intake import take_in
from likely.collect.interview import FACE, ToCall, begun_of, end_call, to_call, under_way
from likely.collect.submission import Submission, read_json
from likely.lib.problem import status_of
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json
from likely.web.access import StaffRequest, actor, member
from likely.web.said import said

SHOWN = 50  # people of each list
OUTCOMES = (
    ("no_answer", _("No answer")),
    ("busy", _("Busy")),
    ("refused", _("Refused")),
    ("wrong_number", _("Wrong number")),
)


@member(Role.AGENT)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_interview(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """GET: the next person, ?person=ID, or ?face=1. POST: JSON of the script, or a form with a list."""
    published = Survey.objects.of(request.workspace).exclude(live=None).select_related("live", "workspace")
    survey = get_object_or_404(published, pk=survey_id)
    if request.method == "POST" and request.content_type == "application/json":
        return _take(request, survey)
    if request.method == "POST":
        n = add_to_call(survey, request.POST.get("people", ""), actor(request))
        told = ngettext("%(n)s person added.", "%(n)s people added.", n) % {"n": n}
        messages.success(request, told)
        return redirect("survey-interview", survey.pk)
    return render(request, "web/interview.html", _context(request, survey))


def _context(request: StaffRequest, survey: Survey) -> dict[str, Any]:
    assert survey.live is not None  # noqa: S101 - the view leaves out what was never published
    definition = survey.live.read()
    ready, waiting = ([], []) if definition.anonymous else to_call(survey, timezone.now())
    face = bool(request.GET.get("face")) or definition.anonymous
    wanted = request.GET.get("person", "")
    chosen = next((one for one in [*ready, *waiting] if str(one.invitation.person_id) == wanted), None)
    if wanted and chosen is None:
        chosen = _under_way(survey, wanted)  # the page was loaded again in the middle of a call
    current = None if face else chosen or (ready[0] if ready else None)
    person = current.invitation.person if current else None
    language = definition.best_language([request.GET.get("lang", ""), person.language if person else ""])
    return {
        "survey": survey,
        "definition": definition,
        "language": language,
        "languages": [(code, own_names().get(code, code)) for code in definition.languages],
        "face": face,
        "current": current,
        "person": person,
        "ready": ready[:SHOWN],
        "waiting": waiting[:SHOWN],
        "outcomes": OUTCOMES,
        "data": {
            "slug": survey.slug,
            "language": language,
            "invitation": str(current.invitation.pk) if current else "",
            "person": str(person.pk) if person else "",
            "properties": _known(person),
            "answers": _answers(current.invitation) if current else {},
        },
    }


def _under_way(survey: Survey, person: str) -> ToCall | None:
    try:
        return under_way(survey, UUID(person))
    except ValueError:
        return None


def _known(person: Any) -> dict[str, Any]:
    return {**person.properties, "email": person.email, "phone": person.phone} if person else {}


def _answers(invitation: Invitation) -> dict[str, Any]:
    """Of a call that broke off, under the keys of their questions."""
    begun = begun_of(invitation)
    if begun is None:
        return {}
    own = {"score": begun.score, "reason": begun.comment or None, "permission": begun.permission}
    return {**begun.answers, **{key: value for key, value in own.items() if value is not None}}


def _take(request: StaffRequest, survey: Survey) -> HttpResponse:
    try:
        told = parse_json(request.body)
        if not isinstance(told, dict):
            raise Refusal("not_an_object", "The body must be a JSON object.")
        _store(request, survey, told)
    except Refusal as refusal:
        problem = {"message": str(said(refusal)), "code": refusal.code, "field": refusal.field}
        return JsonResponse(problem, status=status_of(refusal))
    return JsonResponse({"stored": True})


def _store(request: StaffRequest, survey: Survey, told: dict[str, Any]) -> None:
    named, answer = told.get("invitation"), told.get("answer")
    if not named:
        take_in(_submission(answer, slug=survey.slug, channel=FACE))
        return
    invitation = get_object_or_404(Invitation.objects.of(request.workspace), pk=_uuid(named), survey=survey)
    end_call(
        survey,
        invitation,
        str(told.get("outcome") or ""),
        actor(request),
        again_at=_moment(told.get("again_at")),
        said=_submission(answer, invitation=invitation.pk, key="", channel=PHONE) if answer else None,
    )


def _submission(answer: object, **target: Any) -> Submission:
    """A member types what somebody says, who is a person then: nothing is judged."""
    return read_json(json.dumps(answer).encode(), at=timezone.now(), interviewed=True, **target)


def _uuid(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError:
        raise Refusal("link_unknown", "This link is not valid.", field="invitation") from None


def _moment(text: object) -> datetime | None:
    """Of a field for date and time, in the reader's zone."""
    if not text:
        return None
    try:
        found = parse_datetime(str(text))
    except ValueError:
        found = None
    if found is None:
        raise Refusal("again_at_missing", "Say when to call back, and only then.", field="again_at")
    return found if timezone.is_aware(found) else timezone.make_aware(found)

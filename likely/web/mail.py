"""A look at the mail of a survey as a mail program shows it, in a language and for a purpose."""

from typing import Final
from uuid import UUID

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from likely.ask.mail_letter import mail_letter, mail_look
from likely.ask.message import MessagePurpose
from likely.ask.survey import Survey
from likely.base.member import Role
from likely.web.access import StaffRequest, member

NAME: Final = "Maria Kask"  # whom the mail greets
POLICY: Final = {
    "default-src": [NONE],
    "style-src": ["'unsafe-inline'"],  # a mail has no other styles, and there is no script on this page
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
}


@member(Role.MANAGER)
@require_safe
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def survey_mail_look(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """?lang=CODE&for=invite|remind|thank. Its links lead to the survey's page: a look asks nobody."""
    survey = get_object_or_404(Survey.objects.of(request.workspace).exclude(live=None), pk=survey_id)
    assert survey.live is not None  # noqa: S101 - excluded above
    definition = survey.live.read()
    purpose = request.GET.get("for", "")
    look = mail_look(
        survey,
        definition,
        definition.best_language([request.GET.get("lang", "")]),
        purpose if purpose in MessagePurpose.values else MessagePurpose.INVITE,
        name=NAME,
        link=request.build_absolute_uri(reverse("survey", args=[survey.pk])),
    )
    return HttpResponse(mail_letter(look).html)

"""A look at a draft as its respondents will see it, in a frame of the editor."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from likely.base.member import Role
from likely.stats.scale import GROUPS
from likely.web.access import StaffRequest, member
from likely.web.survey_editor import find_survey

# The page's own script runs, so that a tap shows what follows; nothing that it does can leave the frame.
POLICY: Final = {
    "default-src": [NONE],
    "script-src": [NONCE],
    "style-src": [NONCE],
    "img-src": ["data:"],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
}


@member(Role.MANAGER)
@require_safe
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def survey_preview(request: StaffRequest, survey_id: UUID, draw: Callable[..., HttpResponse]) -> HttpResponse:
    """?lang=CODE&as=GROUP&step=thanks. draw: the page of the public face, which the site map hands in."""
    survey = find_survey(request, survey_id)
    definition = survey.edited()
    language = definition.best_language([request.GET.get("lang", "")])
    group = next((one for one in GROUPS if one == request.GET.get("as")), None)
    thanked = request.GET.get("step") == "thanks"
    return draw(request, definition, survey.workspace.name, language, group, thanked)

"""The versions of a survey: publish the draft, see what changed between any two, take one away as JSON."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from likely.ask.across import AskedKey, across
from likely.ask.advice import advice
from likely.ask.definition import Definition
from likely.ask.difference import readable_diff
from likely.ask.draft import revision_of
from likely.ask.kind_name import KIND_NAMES
from likely.ask.question import OTHER_SUFFIX
from likely.ask.survey import Survey
from likely.base.member import Role
from likely.lib.handed_out import named
from likely.lib.refusal import Refusal
from likely.web.access import StaffRequest, actor, member
from likely.web.survey_editor import find_survey, known_properties


@member(Role.MANAGER)
@require_http_methods(["GET", "HEAD", "POST"])
def survey_publish(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """GET: what would change. POST: publish just that; if the draft moved on, it is shown again."""
    survey = find_survey(request, survey_id)
    moved = False
    if request.method == "POST":
        if _published(request, survey):
            messages.success(request, _("Published. The links show the new version now."))
            return redirect("survey", survey.pk)
        moved = True
        survey.refresh_from_db()
    draft = survey.edited()
    context = {
        "survey": survey,
        "moved": moved,
        "revision": revision_of(draft),
        "changes": readable_diff(survey.live.read(), draft) if survey.live else [],
        "advice": advice(draft, known_properties(survey)),
        "definition": draft,
    }
    return render(request, "web/editor/publish.html", context, status=409 if moved else 200)


@transaction.atomic
def _published(request: StaffRequest, survey: Survey) -> bool:
    """Whether it was; not where the draft is no longer the one that was read."""
    locked = Survey.objects.select_for_update().get(pk=survey.pk)
    if locked.draft is None:
        raise Refusal(
            "no_draft", "There is no draft to publish.", cure="Edit the survey first.", field="draft"
        )
    if revision_of(locked.edited()) != request.POST.get("revision"):
        return False
    locked.publish_draft(actor(request))
    return True


@member(Role.MANAGER)
@require_POST
def survey_discard(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    survey = find_survey(request, survey_id)
    if survey.live is None:
        raise Refusal("never_published", "This survey has no version yet.", field="survey")
    survey.drop_draft(actor(request))
    messages.success(request, _("The draft is gone. You see the live version."))
    return redirect("survey-edit", survey.pk)


@member(Role.MANAGER)
@require_POST
def survey_duplicate(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """A survey of its own with the same questions, as a draft."""
    survey = find_survey(request, survey_id)
    name = _("{name} (copy)").format(name=survey.name[:100])
    copy = Survey.begin(survey.workspace, name, survey.edited(), actor(request))
    return redirect("survey-edit", copy.pk)


@member(Role.MANAGER)
@require_safe
def survey_versions(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """All versions, and what changed between two: ?from=1&to=2, or to=draft."""
    survey = find_survey(request, survey_id)
    versions = {str(version.number): version for version in survey.versions.order_by("-number")}
    names = [*(["draft"] if survey.draft is not None or not versions else []), *versions]
    old = _chosen(request, "from", names, names[1] if len(names) > 1 else names[0])
    new = _chosen(request, "to", names, names[0])

    def read(name: str) -> Definition:
        return survey.edited() if name == "draft" else versions[name].read()

    context: dict[str, Any] = {
        "survey": survey,
        "versions": versions.values(),
        "names": names,
        "choosers": [("from", _("Before"), old), ("to", _("After"), new)],
        "changes": readable_diff(read(old), read(new)),
        "joined": _joined(survey),
    }
    return render(request, "web/editor/versions.html", context)


def _joined(survey: Survey) -> list[dict[str, Any]]:
    """What of all published versions is counted as one, and what may not be."""
    read = {version.number: version.read() for version in survey.versions.all()}
    if len(read) < 2:
        return []
    spoken = read[max(read)].languages[0]
    return [
        {
            "key": one.key,
            "text": _words_of(one, read, spoken),
            "one": one,
            "is_all": len(one.versions) == len(read),
        }
        for one in across(read)
    ]


def _words_of(one: AskedKey, read: Mapping[int, Definition], spoken: str) -> str:
    said = read[max(one.versions)].say(one.text, spoken)
    if one.kind == "hidden":
        return str(KIND_NAMES["hidden"])
    return (
        _("{question}: the words of “other”").format(question=said)
        if one.key.endswith(OTHER_SUFFIX)
        else said
    )


@member(Role.MANAGER)
@require_safe
def survey_draft(request: StaffRequest, survey_id: UUID) -> HttpResponse:
    """The draft (or the live version where there is none) as the JSON that can be imported."""
    survey = find_survey(request, survey_id)
    text = json.dumps(survey.edited().to_json(), ensure_ascii=False, indent=2)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    named(answer, f"{survey.slug}.json")
    return answer


def _chosen(request: StaffRequest, which: str, names: list[str], usual: str) -> str:
    wanted = request.GET.get(which, "")
    return wanted if wanted in names else usual

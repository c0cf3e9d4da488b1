"""One address: POST /plain/SLUG stores one answer as a tutorial would write it."""

import json

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from likely.ask.survey import Survey
from likely.collect.response import Response


@csrf_exempt
def plain_view(request: HttpRequest, slug: str) -> JsonResponse:
    survey = Survey.objects.get(slug=slug)
    data = json.loads(request.body)
    now = timezone.now()
    row = Response.objects.create(
        workspace_id=survey.workspace_id,
        survey=survey,
        version_id=survey.live_id,
        key=data["key"],
        score=data["score"],
        channel="link",
        language="en",
        at=now,
        changed_at=now,
    )
    return JsonResponse({"id": str(row.pk)})


urlpatterns = [path("plain/<slug:slug>", plain_view)]

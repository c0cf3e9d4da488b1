"""The respondent's page of any definition, to be looked at by staff. It stores and sends nothing."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from likely.ask.definition import Definition
from likely.public.page import Given, make_page
from likely.stats.scale import GROUP_SCORES, Group


def preview(
    request: HttpRequest,
    definition: Definition,
    sender: str,
    language: str,
    group: Group | None,
    thanked: bool,
) -> HttpResponse:
    """group: after a score of theirs; None: before any answer."""
    score = max(GROUP_SCORES[group]) if group else None
    page = make_page(definition, language, sender=sender, given=Given(score), thanked=thanked)
    context = {"page": replace(page, note=""), "key": "", "languages": []}
    return render(request, "web/editor/preview.html", context)

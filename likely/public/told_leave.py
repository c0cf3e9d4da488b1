"""/m/TOKEN: the link that ends mails about problems. Looking never writes; a press does (RFC 8058)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from likely.act.told_leave import has_left, leave_told, person_leaving
from likely.ask.language import best_of
from likely.lib.secret_page import pressed_language, sealed

LANGUAGES = ("en", "zh-hans", "et")


@csrf_exempt  # a mail program presses without a page of ours, and the link itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
def told_leave(request: HttpRequest, token: str) -> HttpResponse:
    found = person_leaving(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        leave_told(found, timezone.now())
    known = best_of(found.language, LANGUAGES) or translation.get_language() or "en"
    with translation.override(pressed_language(request) or known):
        context = {"workspace": found.workspace, "has_left": has_left(found)}
        return sealed(render(request, "public/told_leave.html", context), switches=True)

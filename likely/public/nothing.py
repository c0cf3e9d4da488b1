"""What a link says to whoever opened it, where it leads to nothing: in their language, not in the staff's."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation.trans_real import parse_accept_lang_header

from likely.ask.language import best_of
from likely.ask.wording import LANGUAGES, wording
from likely.lib.secret_page import sealed


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404, in the language that the address asks for, else the browser's."""
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    wanted = [request.GET.get("lang", ""), *(code for code, _ in accepted)]
    language = next((found for code in wanted if code and (found := best_of(code, LANGUAGES))), LANGUAGES[0])
    spoken = wording(language)
    context = {
        "language": language,
        "direction": spoken.direction,
        "title": spoken.page.unknown_title,
        "text": spoken.page.unknown,
    }
    return sealed(render(request, "answer/message.html", context, status=404), language)

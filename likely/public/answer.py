"""The two links of a respondent, /s/SLUG and /r/TOKEN: looking never writes, only sending does (C06)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from likely.ask.arm import arms_of, assignments
from likely.ask.definition import Definition
from likely.ask.invitation import Invitation, invitation_id
from likely.ask.notify_link import notify_token
from likely.ask.page_proof import Opened, make_proof
from likely.ask.preset import read_preset
from likely.ask.route import Surroundings
from likely.ask.score_row import HIDDEN_SCORE
from likely.ask.survey import Survey, SurveyState
from likely.ask.wording import LANGUAGES, nearest, own_words, wording
from likely.channels.push_keys import public_key_of
from likely.collect.evidence import DWELL_LINK_SECONDS, DWELL_MS
from likely.collect.known import definition_of
from likely.collect.response import Response, ResponseState
from likely.collect.submission import LONGEST_PRESET
from likely.lib.client_address import address_group, client_address
from likely.lib.identity import new_token
from likely.lib.secret_page import sealed
from likely.public.behind import take
from likely.public.card import share_of
from likely.public.nothing import nothing_here
from likely.public.page import Given, Page, ThanksLink, make_page
from likely.public.promoter_links import promoter_links
from likely.public.visits import VISITS, visitor_of
from likely.stats.scale import HIGHEST, LOWEST

# What a link may carry of an answer; the page takes it where its first question has such an answer.
TAPPED: dict[str, int | bool] = {str(score): score for score in range(LOWEST, HIGHEST + 1)}
TAPPED |= {"yes": True, "no": False}
POLICY = {
    "default-src": [NONE],
    "script-src": [NONCE],
    "style-src": [NONCE],
    "img-src": ["data:"],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at a link: the survey, the words asked for, and what this visitor stored before."""

    survey: Survey
    definition: Definition
    language: str
    response: Response | None = None
    invitation: Invitation | None = None
    key: str = ""  # of an open link: names the response that this page will make
    preset: str = ""  # signed properties that the open link carries


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def open_link(request: WSGIRequest, slug: str) -> HttpResponseBase:
    """/s/SLUG: anyone who has it may answer, once a browser."""
    if request.method == "POST":
        return take(request)
    survey = Survey.objects.select_related("workspace").filter(slug=slug).first()
    if survey is None or survey.live_id is None:
        return nothing_here(request)
    preset_text = request.GET.get("p", "")[:LONGEST_PRESET]
    preset = read_preset(preset_text, survey.workspace_id, survey.pk) if preset_text else None
    key = request.COOKIES.get(f"likely-{slug}", "")
    found = survey.responses.filter(key=key, invitation=None) if key else ()
    response = next(iter(found), None)
    visit = _visit(request, survey, response, wanted=[])
    if preset and preset.is_over(timezone.now()):
        return _message(request, "expired", 410, visit)
    visit = replace(visit, preset=preset_text if preset else "")
    return _answer(request, replace(visit, key=response.key if response else new_token()))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@gzip_page
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def personal_link(request: WSGIRequest, token: str) -> HttpResponseBase:
    """/r/TOKEN: one person, one answer, however often it is opened."""
    if request.method == "POST":
        return take(request)
    invitation = _invitation(token)
    if invitation is None or invitation.survey.live_id is None:
        return nothing_here(request)
    person, survey = invitation.person, invitation.survey
    wanted = [invitation.language, person.language if person else ""]
    visit = _visit(request, survey, getattr(invitation, "response", None), wanted)
    if visit.definition.anonymous:
        # A personal link would lead back: an anonymous survey is answered by its open link alone (P01).
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return sealed(HttpResponseRedirect(reverse("open-link", args=[survey.slug]) + query))
    _note_look(request)
    if invitation.expires_at and invitation.expires_at <= timezone.now():
        return _message(request, "expired", 410, visit)
    return _answer(request, replace(visit, invitation=invitation))


def _invitation(token: str) -> Invitation | None:
    named = invitation_id(token)
    rows = Invitation.objects.select_related("survey__workspace", "person", "response")
    return rows.filter(id=named).first() if named else None


def _visit(request: HttpRequest, survey: Survey, response: Response | None, wanted: Iterable[str]) -> Visit:
    """An answer stays with the version that it was given to (Q09)."""
    version = response.version_id if response else survey.live_id
    assert version is not None  # noqa: S101 - both links turn away a survey that was never published
    definition = definition_of(version)
    asked = [request.GET.get("lang", ""), response.language if response else "", *wanted]
    return Visit(survey, definition, definition.best_language(_languages(request, asked)), response)


def _languages(request: HttpRequest, first: Iterable[str]) -> list[str]:
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return [language for language in first if language] + [code for code, _ in accepted]


def _answer(request: HttpRequest, visit: Visit) -> HttpResponse:
    if visit.survey.state_now == SurveyState.PAUSED:
        return _message(request, "paused", 200, visit)
    if visit.survey.state_now == SurveyState.CLOSED:
        return _message(request, "closed", 410, visit)
    context = {
        "page": _page(request, visit),
        "key": visit.key,
        "share": None if visit.invitation else share_of(visit.survey, visit.definition, visit.language),
        "languages": _language_links(request, visit.definition.languages, visit.language),
    }
    return sealed(render(request, "answer/page.html", context), visit.language)


def _page(request: HttpRequest, visit: Visit) -> Page:
    invitation = visit.invitation
    page = make_page(
        visit.definition,
        visit.language,
        sender=visit.survey.workspace.name,
        given=_given(visit.response),
        tapped=TAPPED.get(request.GET.get("score", "")),
        proof=_proof(request, visit),
        preset=visit.preset,
        dwell_ms=_dwell_ms(invitation),
        thanked=request.GET.get("step") == "thanks",
        shown=request.GET.get("shown", ""),
        personal=invitation is not None,
        seen=bool(invitation.viewed_at if invitation else visit.response),
        around=_around(visit),
        order=f"invitation:{invitation.pk.hex}" if invitation else visit.key,
    )
    return replace(page, links=(*page.links, *_promoter_links(visit), *_notify_link(visit)))


def _promoter_links(visit: Visit) -> list[ThanksLink]:
    invitation, response = visit.invitation, visit.response
    named = invitation.pk.hex if invitation else visit.key
    score, person = response.score if response else None, invitation.person if invitation else None
    return promoter_links(visit.survey.workspace, person, named, score, visit.language)


def _notify_link(visit: Visit) -> list[ThanksLink]:
    """Where the next question may come as a notification: to whoever is known, if the channel is set up."""
    person = visit.invitation.person if visit.invitation else None
    if person is None or not public_key_of(visit.survey.workspace):
        return []
    text = wording(nearest(visit.language)).notify.link
    address = reverse("notify", args=[notify_token(person)])
    return [ThanksLink("notify", address, text, (), shown=True)]


def _around(visit: Visit) -> Surroundings:
    """What is known beside the answers, as it is when they are taken in (likely/collect/fitting.py)."""
    response, invitation = visit.response, visit.invitation
    person = invitation.person if invitation else None
    return Surroundings(
        properties=response.properties if response else _properties(visit),
        channel=response.channel if response else invitation.channel if invitation else "link",
        language=visit.language,
        reachable=bool(person and (person.email or person.phone)),
    )


def _properties(visit: Visit) -> dict[str, Any]:
    """Of the person, of the invitation, or of the link; an anonymous survey keeps none (P01)."""
    invitation, survey = visit.invitation, visit.survey
    if visit.definition.anonymous:
        return {}
    preset = read_preset(visit.preset, survey.workspace_id, survey.pk) if visit.preset else None
    person = invitation.person if invitation else None
    drawn = assignments((survey.pk,), timezone.now()) if person else ()
    return {
        **(person.properties if person else {}),
        **(invitation.properties if invitation else {}),
        **(preset.properties if preset else {}),
        **arms_of(drawn, survey.pk, person.pk if person else None),
    }


def _proof(request: HttpRequest, visit: Visit) -> str:
    subject = visit.invitation.id.hex if visit.invitation else visit.survey.slug
    return make_proof(subject, _opened(request), int(timezone.now().timestamp() * 1000))


def _opened(request: HttpRequest) -> Opened:
    score = request.GET.get("score", "")
    return "hidden" if score == HIDDEN_SCORE else "score" if score in TAPPED else "plain"


def _dwell_ms(invitation: Invitation | None) -> int | None:
    """A young link is looked at by scanners, so the wait lasts until it is old enough."""
    if invitation is None or invitation.sent_at is None:
        return None
    age = (timezone.now() - invitation.sent_at).total_seconds()
    return max(DWELL_MS, int((DWELL_LINK_SECONDS - age) * 1000) + DWELL_MS)


def _note_look(request: WSGIRequest) -> None:
    """Kept in memory for some minutes, never stored: a look writes nothing (C06)."""
    if any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz")):
        return
    opened, score = _opened(request), request.GET.get("score", "")
    address = address_group(client_address(request.META, settings.PROXIES))
    VISITS.note(
        request.path_info,
        visitor_of(address, request.headers.get("User-Agent", "")),
        link=score if opened == "score" else "",
        hidden=opened == "hidden",
        head=request.method == "HEAD",
    )


def _given(response: Response | None) -> Given:
    doubted = response is not None and response.state == ResponseState.QUARANTINED
    if response is None or (doubted and response.verdict == "machine"):
        return Given()
    return Given(
        response.score,
        response.comment,
        response.permission,
        response.answers,
        int(response.changed_at.timestamp() * 1000),
        sure=not doubted,
    )


def _language_links(
    request: HttpRequest, languages: tuple[str, ...], current: str
) -> list[tuple[str, str, str, bool]]:
    """(code, own name, address, whether it is the page's) of each language, the rest of the query kept."""
    kept = {name: request.GET[name] for name in ("score", "step", "p") if name in request.GET}
    return [
        (code, _own_name(code), "?" + urlencode({**kept, "lang": code}), code == current)
        for code in languages
    ]


def _own_name(code: str) -> str:
    return own_words(code, "name") or code if code in LANGUAGES else code


def _message(request: HttpRequest, what: str, status: int, visit: Visit) -> HttpResponse:
    """A page that only says something: the survey is paused, closed or expired."""
    language = visit.language
    words = wording(nearest(language)).page
    context = {
        "language": nearest(language),
        "direction": wording(nearest(language)).direction,
        "title": getattr(words, f"{what}_title"),
        "text": getattr(words, what),
        "kept": words.kept if visit.response else "",
        "sender": visit.survey.workspace.name,
    }
    return sealed(render(request, "answer/message.html", context, status=status), nearest(language))

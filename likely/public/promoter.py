"""/p/TOKEN: a promoter's own page. Looking gives no link; a press on the button does, and takes it back."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from likely.act.promoter import (
    REVIEWED,
    SHARED,
    Promoter,
    Told,
    give_up_link,
    note_deed,
    promoter_of,
    take_link,
)
from likely.act.promoter_plan import PromoterPlan, ReviewSite, promoter_plan_of
from likely.ask.language import best_of
from likely.ask.promoter_link import TOKEN
from likely.ask.sender import sender_of
from likely.ask.wording import LANGUAGES, PromoterWords, nearest, own_words, wording
from likely.collect.response import Response, ResponseState
from likely.lib.client_address import address_group, client_address
from likely.lib.plain_text import storable
from likely.lib.secret_page import sealed
from likely.lib.share import share_links_of
from likely.lib.window import Window
from likely.people.person import Person
from likely.public.nothing import nothing_here
from likely.public.person_look import is_a_persons
from likely.public.referral import led_on
from likely.stats.scale import group_of

POLICY: Final = {
    "default-src": [NONE],
    "style-src": [NONCE],
    "img-src": ["data:"],
    "form-action": [SELF, "https:"],  # a press on a network's button is led on to it
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}
PER_MINUTE: Final = 30  # presses of one address
WINDOW: Final = Window(PER_MINUTE)  # of this process
LONGEST_POST: Final = 600  # characters


@csrf_exempt  # no cookie opens it: the link itself is the secret
@require_http_methods(["GET", "HEAD", "POST"])
@csp(POLICY)  # type: ignore[arg-type]  # its types know of no further arguments
def promoter_page(request: WSGIRequest, token: str) -> HttpResponse:
    try:
        person, plan = _found(token)
    except Http404:
        return nothing_here(request)
    if request.method == "POST":
        if not WINDOW.admits(address_group(client_address(request.META, settings.PROXIES))):
            return sealed(HttpResponse(status=429, headers={"Retry-After": "60"}))
        if "stop" in request.POST:
            give_up_link(person, timezone.now())
        elif plan.landing:
            take_link(person, timezone.now())
        return sealed(redirect("promoter-page", token))
    return _page(request, person, plan, token)


@require_safe
def share(request: WSGIRequest, token: str, network: str) -> HttpResponse:
    """On to a network, with the words as they were changed; that it was shared there is counted once."""
    person, _plan = _found(token)
    promoter = _held(person)
    text = " ".join(storable(request.GET.get("text", "")).split())[:LONGEST_POST]
    links = dict(share_links_of(promoter.link, text)) if promoter else {}
    address = next((at for name, at in links.items() if name.lower() == network and name != "mail"), "")
    if promoter is None or not address:
        raise Http404
    if is_a_persons(request):
        note_deed(promoter, SHARED, Told(network, timezone.now()))
    return led_on(address)


@require_safe
def review(request: WSGIRequest, token: str) -> HttpResponse:
    """On to a review page of the workspace; that it was opened is counted once."""
    person, plan = _found(token)
    site = next((one for one in plan.sites if one.name == request.GET.get("site")), None)
    if site is None:
        raise Http404
    if is_a_persons(request):
        note_deed(promoter_of(person), REVIEWED, Told(site.name, timezone.now()))
    return led_on(site.url)


def review_link(token: str, site: ReviewSite) -> str:
    return f"/p/{token}/review?site={quote(site.name, safe='')}"


def language_of(request: HttpRequest, own: str) -> str:
    """The one asked for, the person's, the browser's: the first that has these words."""
    accepted = [code for code, _ in parse_accept_lang_header(request.headers.get("Accept-Language", ""))]
    wanted: Iterable[str] = (request.GET.get("lang", ""), own, *accepted)
    spoken = (found for code in wanted if code and (found := best_of(code, LANGUAGES)))
    return next((code for code in spoken if own_words(code, "promoter", "title")), LANGUAGES[0])


def _found(token: str) -> tuple[Person, PromoterPlan]:
    named = TOKEN.named_by(token)
    person = Person.objects.select_related("workspace").filter(pk=named).first() if named else None
    plan = promoter_plan_of(person.workspace_id) if person else PromoterPlan()
    if person is None or not (plan.landing or plan.sites):
        raise Http404
    return person, plan


def _held(person: Person) -> Promoter | None:
    return Promoter.objects.filter(person=person, stopped_at=None).exclude(code=None).order_by("id").first()


def _page(request: WSGIRequest, person: Person, plan: PromoterPlan, token: str) -> HttpResponse:
    language = language_of(request, person.language)
    words, sender = wording(nearest(language)).promoter, sender_of(person.workspace).shown_name
    promoter = _held(person) if plan.landing else None
    context: dict[str, Any] = {
        "language": language,
        "direction": wording(nearest(language)).direction,
        "words": words,
        "sender": sender,
        "title": words.title.replace("{name}", sender),
        "about": words.about.replace("{name}", sender),
        "offered": bool(plan.landing),
        "bonus": plan.bonus,
        "stopped": Promoter.objects.filter(person=person).exclude(stopped_at=None).exists(),
        "review": _review(person, plan, words, token),
    }
    if promoter:
        post = plan.post or words.post.replace("{name}", sender)
        context |= {"link": promoter.link, "post": post, "networks": _networks(promoter, words, post)}
    return sealed(render(request, "answer/promoter.html", context), language)


def _networks(promoter: Promoter, words: PromoterWords, post: str) -> dict[str, Any]:
    """buttons: (name in the address, words); mail: where the device's own program writes it."""
    links = share_links_of(promoter.link, post)
    buttons = [
        (name.lower(), words.share.replace("{network}", name)) for name, _at in links if name != "mail"
    ]
    return {"buttons": buttons, "mail": dict(links)["mail"]}


def _review(person: Person, plan: PromoterPlan, words: PromoterWords, token: str) -> tuple[str, str] | None:
    """(address, words) of the page whose turn it is, by what they answered last."""
    counted = Response.objects.filter(person=person, state=ResponseState.COUNTED).exclude(score=None)
    score = counted.order_by("-at").values_list("score", flat=True).first()
    site = plan.site_for(person.pk, None if score is None else group_of(score))
    return (review_link(token, site), words.review.replace("{site}", site.name)) if site else None

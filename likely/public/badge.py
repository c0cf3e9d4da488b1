"""/badge/SLUG.svg for other people's pages, and /badge/SLUG, which says what the figure means."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from likely.act.badge import Badge, BadgeFigure, badge_figure, public_badge
from likely.lib.badge import badge as drawn
from likely.lib.figure import percent
from likely.lib.measured import span
from likely.lib.palette import Theme
from likely.lib.picture import standalone
from likely.stats.score import Score

HOUR: Final = 3600  # seconds
LANGUAGES: Final = {"en": "en", "zh": "zh-hans", "et": "et"}  # in the address -> Django's code
NAMES: Final = {"en": "English", "zh": "中文", "et": "Eesti"}


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """?lang=et, ?theme=dark. The same for everybody, so that every cache on the way may keep it."""
    badge = _found(slug)
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    with translation.override(_language(request, badge)):
        svg = standalone(badge_svg(badge, badge_figure(badge, timezone.now())), theme)
    answer = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer["Content-Language"] = _language(request, badge)
    answer["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return answer


@require_safe
@gzip_page
def page(request: HttpRequest, slug: str) -> HttpResponse:
    badge = _found(slug)
    language = _language(request, badge)
    with translation.override(language):
        figure = badge_figure(badge, timezone.now())
        context = {
            "badge": badge,
            "name": badge.workspace.name,
            "figure": figure,
            "period": _period(figure),
            "rows": _rows(figure.score) if figure.score else (),
            "smallest": badge.workspace.smallest_group,
            "picture": badge_svg(badge, figure),
            "languages": [
                (code, NAMES[code], f"?lang={code}", language == django) for code, django in LANGUAGES.items()
            ],
        }
        answer = render(request, "public/badge.html", context)
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    return answer


def badge_svg(badge: Badge, figure: BadgeFigure) -> str:
    return drawn(badge.workspace.name, figure.score, _period(figure), gettext=gettext)


def _found(slug: str) -> Badge:
    badge = public_badge(slug)
    if badge is None:
        raise Http404
    return badge


def _language(request: HttpRequest, badge: Badge) -> str:
    """The one asked for, else the workspace's: a cache must not keep what one visitor's browser speaks."""
    wanted = request.GET.get("lang", "") or badge.workspace.language
    return LANGUAGES.get(wanted.split("-")[0], "en")


def _period(figure: BadgeFigure) -> str:
    return f"{date_format(figure.since, 'DATE_FORMAT')} – {date_format(figure.until, 'DATE_FORMAT')}"


def _rows(score: Score) -> tuple[tuple[str, str], ...]:
    detractors, passives, promoters = score.shares
    return (
        (gettext("Promoters (9 and 10)"), percent(promoters / 100)),
        (gettext("Passives (7 and 8)"), percent(passives / 100)),
        (gettext("Detractors (0 to 6)"), percent(detractors / 100)),
        (gettext("Interval (95 %)"), span(score.low, score.high, gettext)),
    )

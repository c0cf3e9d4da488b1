"""/s/SLUG/card.png: the picture that a shared link shows. Drawn from the survey's own words, nothing else."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from likely.ask.definition import Definition
from likely.ask.survey import Survey, SurveyState
from likely.ask.wording import nearest, wording
from likely.collect.known import definition_of
from likely.lib.drawing import ACCENT, FONT, INK, LINE, PAPER, SOFT, box, fit, tag, text_width, write
from likely.lib.picture import to_png
from likely.stats.scale import HIGHEST, LOWEST

WIDTH, HEIGHT, EDGE = 1200, 630, 80  # px, as the networks ask for it
QUESTION_PX, LINE_PX, SMALL_PX = 52, 68, 28
MOST_LINES: Final = 4
HOUR: Final = 3600  # seconds
GAP, TALL = 10, 84  # px, of the row
RTL, POP = "\u202b", "\u202c"  # around a line that is read from the right


@require_safe
def share_card(request: HttpRequest, slug: str) -> HttpResponse:
    survey = Survey.objects.select_related("workspace").filter(slug=slug).first()
    if survey is None or survey.live_id is None or survey.state_now != SurveyState.OPEN:
        raise Http404
    languages = definition_of(survey.live_id).languages
    wanted = request.GET.get("lang", "")
    language = wanted if wanted in languages else languages[0]
    picture = _drawn(survey.live_id, language, survey.workspace.name)
    answer = HttpResponse(picture, content_type="image/png")
    answer["Cache-Control"] = f"public, max-age={HOUR}"
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@lru_cache(maxsize=64)  # a picture takes a tenth of a second, and a shared link is fetched by every network
def _drawn(version: UUID, language: str, sender: str) -> bytes:
    return to_png(card_svg(version, language, sender), scale=1)


@dataclass(frozen=True, slots=True)
class Share:
    """What a network shows of the link. locale: as Open Graph writes it."""

    title: str
    address: str
    picture: str
    locale: str


def share_of(survey: Survey, definition: Definition, language: str) -> Share:
    """The open link without what a poster or a mail put into it."""
    address = f"{settings.BASE_URL}/s/{survey.slug}"
    named = f"?lang={language}"
    title = definition.say(definition.leading.text, language)
    return Share(title, address + named, f"{address}/card.png{named}", language.replace("-", "_"))


def card_svg(version: UUID, language: str, sender: str) -> str:
    definition = definition_of(version)
    spoken = wording(nearest(language))
    question = definition.leading
    lines = wrapped(definition.say(question.text, language), WIDTH - 2 * EDGE, QUESTION_PX)
    rtl = spoken.direction == "rtl"
    x, anchor = (WIDTH - EDGE, "end") if rtl else (EDGE, "start")
    set_in = (lambda text: f"{RTL}{text}{POP}") if rtl else str
    points = range(LOWEST, HIGHEST + 1) if question.kind == "scale" else question.steps
    texts = [
        write(x, 190 + LINE_PX * at, set_in(line), anchor=anchor, fill=INK, size=QUESTION_PX, bold=True)
        for at, line in enumerate(lines)
    ]
    head = write(x, 104, fit(sender, WIDTH - 2 * EDGE, SMALL_PX), anchor=anchor, fill=SOFT, size=SMALL_PX)
    ground = box(0, 0, WIDTH, HEIGHT, PAPER) + box(0, 0, WIDTH, 12, ACCENT)
    inside = [ground, head, *texts, *_row(list(points))]
    return tag(
        "svg", *inside, xmlns="http://www.w3.org/2000/svg", width=WIDTH, height=HEIGHT, font_family=FONT
    )


def wrapped(text: str, width: float, size: float) -> list[str]:
    """At most MOST_LINES lines, broken between words, and between letters where a script has no words."""
    parts = [part + " " for part in text.split(" ")]
    pieces = [c for part in parts for c in (list(part) if text_width(part, size) > width / 2 else [part])]
    lines = [""]
    for piece in pieces:
        if lines[-1] and text_width(lines[-1] + piece.rstrip(), size) > width:
            lines.append("")
        lines[-1] += piece
    kept = [line.strip() for line in lines]
    if len(kept) > MOST_LINES:
        kept = [*kept[: MOST_LINES - 1], fit(" ".join(kept[MOST_LINES - 1 :]), width, size)]
    return kept


def _row(points: list[int]) -> list[str]:
    """The numbers to choose from, as the page shows them."""
    if not points:
        return []
    room = (WIDTH - 2 * EDGE + GAP) / len(points)
    y = HEIGHT - EDGE - TALL
    found = []
    for at, point in enumerate(points):
        x = EDGE + room * at
        found.append(box(x, y, room - GAP, TALL, LINE, radius=12))
        found.append(
            write(
                x + (room - GAP) / 2,
                y + TALL / 2 + 11,
                str(point),
                anchor="middle",
                fill=INK,
                size=32,
                bold=True,
            )
        )
    return found

"""A digest as a letter: subject, text, HTML and the picture in it, in the reader's language."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from likely.act.digest import Digest, leave_link
from likely.act.digest_content import DigestContent, make_content
from likely.act.digest_time import Period
from likely.act.digest_words import PICTURE, DigestSaid, picture_of, said_of, text_of
from likely.act.staff_language import staff_language
from likely.ask.mail_body import FILLER, STYLE, WIDTH_PX
from likely.ask.sender import sender_of
from likely.lib.chart import TrendPoint, trend_line
from likely.lib.picture import to_png

PICTURE_PX: Final = 344  # as a phone shows it: a wider one is made smaller there, and its labels with it


@dataclass(frozen=True, slots=True)
class DigestLetter:
    """html: with the picture as cid:NAME. pictures: {name: PNG}."""

    subject: str
    text: str
    html: str
    pictures: dict[str, bytes]

    @property
    def encoded(self) -> dict[str, str]:
        return {name: b64encode(png).decode() for name, png in self.pictures.items()}

    def look(self) -> str:
        """The HTML as a page of its own: with the picture in it."""
        html = self.html
        for name, png in self.encoded.items():
            html = html.replace(f"cid:{name}", f"data:image/png;base64,{png}")
        return html


def make_letter(digest: Digest, period: Period, now: datetime, *, leave: str = "") -> DigestLetter:
    """leave: where the way out leads; the member's own link unless a look is made."""
    content = make_content(digest, period, now)
    with translation.override(language_of(digest)):
        said = said_of(content)
        links = (
            (_("Stop these mails"), leave or leave_link(digest)),
            (_("Choose what you are told"), f"{settings.BASE_URL}/digest"),
        )
        return DigestLetter(
            said.subject,
            text_of(said, digest.workspace.name, *links),
            _html(digest, said, links),
            _pictures(content, said),
        )


def language_of(digest: Digest) -> str:
    return staff_language(digest.language)


def _html(digest: Digest, said: DigestSaid, links: tuple[tuple[str, str], tuple[str, str]]) -> str:
    sender = sender_of(digest.workspace)
    context = {
        "said": said,
        "workspace": digest.workspace.name,
        "colour": sender.colour,
        "style": STYLE,
        "filler": FILLER,
        "width": WIDTH_PX,
        "picture_width": PICTURE_PX,
        "leave": links[0],
        "choose": links[1],
    }
    return render_to_string("mail/digest.html", context)


def _pictures(content: DigestContent, said: DigestSaid) -> dict[str, bytes]:
    """On white: nobody knows on which ground a mail program shows it."""
    wanted = {part.picture for part in said.parts if part.picture}
    named = {PICTURE: content, **{picture_of(n): one for n, one in enumerate(content.others, start=1)}}
    return {name: _picture(one) for name, one in named.items() if name in wanted}


def _picture(content: DigestContent) -> bytes:
    verdicts = {change.period: change.verdict for change in content.course.changes}
    points = [TrendPoint(one.period, one.score, verdicts.get(one.period, "")) for one in content.course.trend]
    return to_png(trend_line(points, title=_("The score by week"), width=PICTURE_PX, gettext=_))

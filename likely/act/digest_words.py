"""A digest in words: each part with its finding, its lines and the way to the view that shows the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from likely.act.case import Case
from likely.act.case_notice import link_to
from likely.act.digest_content import DigestContent
from likely.act.digest_time import WEEK
from likely.act.goal_words import goal_line
from likely.analyse.followed_themes import FollowedTheme
from likely.analyse.theme_board import Reason, ThemeBoard
from likely.ask.quiet_hours import zone_named
from likely.lib.figure import probability, rounded, signed
from likely.lib.measured import in_full
from likely.people.unit import Unit
from likely.text.quotes import shown
from likely.text.tag_code import SIGNS

PICTURE: Final = "course"  # content id
MOST_NEW: Final = 3  # themes
MOST_FOLLOWED: Final = 12  # themes
NO_BREAK: Final = "\u00a0"


@dataclass(frozen=True, slots=True)
class Line:
    """quotes: what people said, masked. link: of this line alone."""

    text: str
    quotes: tuple[str, ...] = ()
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """link: (words, address) of the view. picture: content id of the chart. marks: what ▲ and ▼ mean."""

    title: str
    lines: tuple[Line, ...]
    link: tuple[str, str]
    picture: str = ""
    marks: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class DigestSaid:
    """In one language. preheader: what a list of mails shows behind the subject."""

    language: str
    subject: str
    title: str
    days: str
    of: str
    score: str
    against: str
    preheader: str
    parts: tuple[Part, ...] = field(default_factory=tuple)


def said_of(content: DigestContent) -> DigestSaid:
    """In the language that is active."""
    workspace, period = content.digest.workspace, content.period
    score = content.board.score
    figure = in_full(score, _).replace("n ", f"n{NO_BREAK}") if score else _("no score")
    weekly = period.every == WEEK
    subject = _("{name}: {score} this week") if weekly else _("{name}: {score} yesterday")
    short = signed(score.value) if score else _("no score")
    days = " – ".join(date_format(day, "DATE_FORMAT") for day in dict.fromkeys((period.since, period.until)))
    against = _against(content)
    return DigestSaid(
        language=get_language() or "en",
        subject=subject.replace("{score}", short).replace("{name}", workspace.name),
        title=_("Your week") if weekly else _("Your day"),
        days=days,
        of=_of(content),
        score=figure,
        against=against,
        preheader=" · ".join((figure, against)),
        parts=tuple(_parts(content)),
    )


def text_of(said: DigestSaid, workspace: str, leave: tuple[str, str], choose: tuple[str, str]) -> str:
    """As plain text, for mail programs and chat apps. leave, choose: words and address at the foot."""
    blocks = ["\n".join(filter(None, (f"{workspace} · {said.days}", said.of, said.score, said.against)))]
    for part in said.parts:
        lines = [part.title.upper()]
        lines += [f"“{part.quote}”"] if part.quote else []
        for line in part.lines:
            lines += [f"- {line.text}", *(f"  “{quote}”" for quote in line.quotes)]
        blocks.append("\n".join([*lines, f"{part.link[0]}: {part.link[1]}"]))
    foot = "\n".join(f"{words}: {address}" for words, address in (choose, leave))
    return "\n\n".join(blocks) + f"\n\n-- \n{foot}\n"


def page(path: str, content: DigestContent, **more: str) -> str:
    """The address of a view of the same days and segment."""
    asked = {"since": content.period.since.isoformat(), "until": content.period.until.isoformat()}
    if content.part is not None:
        asked["in"] = str(content.part.pk)
    return f"{settings.BASE_URL}{path}?{urlencode({**asked, **more})}"


def _against(content: DigestContent) -> str:
    before = content.board.before
    if before is None:
        return _("too few answers before to compare with")
    moved = rounded(before.difference.value)
    if before.verdict == "same":
        return _("no change that can be told from noise (%(before)s before)") % {
            "before": signed(before.points)
        }
    words = (
        _("really up %(points)s from %(before)s (%(p)s)")
        if moved > 0
        else _("really down %(points)s from %(before)s (%(p)s)")
    )
    return words % {
        "points": abs(moved),
        "before": signed(before.points),
        "p": probability(before.difference.p),
    }


def _parts(content: DigestContent) -> Iterator[Part]:
    yield Part(
        _("What changed"),
        tuple(_changes(content)) or (Line(_("Nothing that can be told from noise.")),),
        (_("See the trend"), page("/trend", content)),
        picture=PICTURE if any(one.score for one in content.course.trend) else "",
        marks=_marks(content),
    )
    if content.themes is not None:
        since, until = content.reason_days
        asked = {"since": since.isoformat(), "until": until.isoformat()}
        link = (_("See all reasons"), page("/reasons", content, **asked))
        for title, reasons in (
            (_("Why people recommend"), content.themes.recommend),
            (_("Why they do not"), content.themes.not_recommend),
        ):
            if reasons:
                yield Part(title, tuple(_reason(one, content) for one in reasons), link)
        if content.followed:
            lines = tuple(_followed(one, content) for one in content.followed[:MOST_FOLLOWED])
            yield Part(
                _("Themes that you follow"), lines, (_("See all themes"), page("/reasons", content, **asked))
            )
    for place, other in enumerate(content.others, start=1):
        yield _other(other, place)
    if content.goals:
        yield _goals(content)
    if content.cases is not None and content.cases.n:
        yield _cases(content)
    if content.quote:
        title = _("Quote of the week") if content.period.every == WEEK else _("Quote of the day")
        said = page("/responses", content, group="promoter", commented="yes")
        yield Part(title, (), (_("See what promoters say"), said), quote=content.quote)


def _marks(content: DigestContent) -> str:
    """Only where the chart has any."""
    if any(change.verdict in ("above", "below") for change in content.course.changes):
        return _("▲ a rise and ▼ a fall that can be told from noise.")
    return ""


def picture_of(place: int) -> str:
    """The content id of a further part; none begins with another one."""
    return f"part-{place:02}"


def _of(content: DigestContent) -> str:
    """Whose answers."""
    if content.part is None:
        return _("Everybody") if content.others else ""
    words = _("Unit: %(name)s") if isinstance(content.part, Unit) else _("Segment: %(name)s")
    return words % {"name": content.part.name}


def _other(content: DigestContent, place: int) -> Part:
    """A further part of the digest: its score, what changed, and the strongest reason each way."""
    score = content.board.score
    figure = in_full(score, _) if score else _("no score")
    lines = [Line(f"{figure}, {_against(content)}" if score else figure), *_changes(content, scored=False)]
    if content.themes is not None:
        for words, reasons in (
            (_("Why they recommend: %(reason)s"), content.themes.recommend),
            (_("Why they do not: %(reason)s"), content.themes.not_recommend),
        ):
            for one in reasons[:1]:
                told = _reason(one, content)
                lines.append(Line(words % {"reason": told.text}, told.quotes, told.link))
    picture = picture_of(place) if any(one.score for one in content.course.trend) else ""
    link = (_("See the trend"), page("/trend", content))
    return Part(_of(content), tuple(lines), link, picture=picture, marks=_marks(content))


def _goals(content: DigestContent) -> Part:
    at = f"{settings.BASE_URL}/teams/goals"
    lines = tuple(Line(goal_line(one), link=f"{at}#goal-{one.goal.pk}") for one in content.goals)
    return Part(_("Goals"), lines, (_("See all goals"), at))


def _changes(content: DigestContent, *, scored: bool = True) -> Iterator[Line]:
    """Only what its own test calls real. scored: whether the score itself is among it."""
    before = content.board.before
    if scored and before is not None and before.verdict != "same":
        yield Line(_("The score: %(change)s.") % {"change": _against(content)})
    if content.alarm is not None:
        yield Line(
            _("The score alarm of %(day)s holds: the level seems to have sunk since %(since)s.")
            % {
                "day": date_format(content.alarm.day, "DATE_FORMAT"),
                "since": date_format(content.alarm.since, "DATE_FORMAT"),
            }
        )
    if content.themes is not None:
        yield from _moving(content.themes, content)


def _moving(themes: ThemeBoard, content: DigestContent) -> Iterator[Line]:
    words = {
        "new": _("New theme: %(name)s."),
        "rising": _("Spoken of more: %(name)s (%(change)s percent points)."),
        "falling": _("Spoken of less: %(name)s (%(change)s percent points)."),
    }
    moved = [one for one in themes.courses.values() if one.course in words]
    moved.sort(key=lambda one: (one.p, one.theme))
    for one in moved[:MOST_NEW]:
        told = {"name": _name(themes, one.theme), "change": signed(one.change.value, 1)}
        since, until = content.reason_days
        asked = {"since": since.isoformat(), "until": until.isoformat(), "theme": one.theme}
        yield Line(words[one.course] % told, link=page("/reasons/comments", content, **asked))


def _followed(one: FollowedTheme, content: DigestContent) -> Line:
    assert content.themes is not None  # noqa: S101 - it is of them
    name = _name(content.themes, one.theme)
    if one.score is None:
        return Line(
            _("%(theme)s: fewer than %(n)s comments in four weeks.")
            % {"theme": name, "n": content.digest.workspace.smallest_group}
        )
    since, until = content.reason_days
    asked = {"since": since.isoformat(), "until": until.isoformat(), "theme": one.theme}
    told = {"theme": name, "score": in_full(one.score, _), "change": _moved(one)}
    return Line(
        _("%(theme)s: %(score)s, %(change)s") % told, link=page("/reasons/comments", content, **asked)
    )


def _moved(one: FollowedTheme) -> str:
    """Against the four weeks before, all followed themes judged together."""
    if one.change is None:
        return _("too few before to compare with")
    told = {"points": abs(rounded(one.change.value)), "p": probability(one.change.p)}
    if one.verdict == "above":
        return _("really up %(points)s in four weeks (%(p)s)") % told
    if one.verdict == "below":
        return _("really down %(points)s in four weeks (%(p)s)") % told
    return _("no change that can be told from noise")


def _reason(one: Reason, content: DigestContent) -> Line:
    assert content.themes is not None  # noqa: S101 - it is one of them
    found = one.found
    text = _("%(theme)s: %(points)s points of the score (%(span)s)") % {
        "theme": _name(content.themes, one.theme),
        "points": signed(found.impact.value, 1),
        "span": _("{low} to {high}").format(
            low=signed(found.impact.low, 1), high=signed(found.impact.high, 1)
        ),
    }
    quotes = tuple(shown(quote.text) for quote in one.quotes[:1])
    since, until = content.reason_days
    asked = {"since": since.isoformat(), "until": until.isoformat(), "theme": one.theme + SIGNS[found.side]}
    return Line(text, quotes, page("/reasons/comments", content, **asked))


def _name(themes: ThemeBoard, theme: str) -> str:
    return themes.taxonomy[theme].name((get_language() or "en").partition("-")[0])


def _cases(content: DigestContent) -> Part:
    due = content.cases
    assert due is not None  # noqa: S101 - asked before
    n, zone = due.n, zone_named(content.digest.zone)
    title = ngettext("%(n)s case of yours is due", "%(n)s cases of yours are due", n) % {"n": n}
    late = ngettext("%(n)s of them is overdue.", "%(n)s of them are overdue.", due.overdue) % {
        "n": due.overdue
    }
    lines = [Line(late)] if due.overdue else []
    lines += [Line(_case(case, zone), link=link_to(case)) for case in due.first]
    return Part(title, tuple(lines), (_("See your cases"), f"{settings.BASE_URL}/cases?view=mine"))


def _case(case: Case, zone: object) -> str:
    at = date_format(timezone.localtime(case.due_at, zone), "DATETIME_FORMAT")  # type: ignore[arg-type]
    return _("%(who)s, due %(at)s") % {"who": str(case) or _("an unknown customer"), "at": at}

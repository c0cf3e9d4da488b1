"""The score row of a mail: links that open the page with the tapped number, as HTML and as text (C06).

Each link only opens the page, which shows the number; what a person does there stores it. Beside them stands
a link that nobody sees (HIDDEN_SCORE): whoever opens it read the source of the mail and not the mail.

The HTML is a fragment for any mail: tables and inline styles alone, no class, no style sheet, no picture, no
script; it stays readable where a mail program turns colours dark, because each cell has both its colours.
"""

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final
from urllib.parse import quote_plus

from likely.ask.definition import Definition
from likely.ask.wording import nearest, wording
from likely.stats.scale import Group, group_of

HIDDEN_SCORE: Final = "all"
FONT: Final = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
INK: Final[dict[Group, str]] = {"detractor": "#9a3412", "passive": "#57534e", "promoter": "#0f5f58"}
GROUND: Final[dict[Group, str]] = {"detractor": "#ffedd5", "passive": "#f1f0ef", "promoter": "#ccfbf1"}
NEUTRAL: Final = ("#1c1917", "#e7e5e4")  # ink and ground of a scale without groups: satisfaction, effort
CELL_PX: Final = 36
MARK: Final = "\x1aaddress"  # in the place of an address; no text holds it
TABLE: Final = 'role="presentation" cellpadding="0" cellspacing="0" border="0"'


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """html: a fragment. text: its plain twin; no line of it can be taken for a header of the mail."""

    html: str
    text: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """The leading question as the row says it."""

    question: str
    low: str
    high: str
    steps: range
    grouped: bool  # promoters, passives and detractors
    words: tuple[tuple[str, str], ...] = ()  # (in the link, as it is read) in place of steps: yes and no

    def heard(self, step: int) -> str:
        """What an end of the scale means, or nothing in between."""
        ends = {self.steps[0]: self.low, self.steps[-1]: self.high}
        return ends.get(step, "")


def score_row(definition: Definition, language: str, address: str) -> ScoreRow:
    """The points of the leading question: eleven, or those of satisfaction or effort, or yes and no.

    Empty where it has none.

    address: of the personal (or the open) link, without a query of its own or with one.
    """
    leading = definition.leading
    spoken = wording(nearest(language))
    words = (("yes", spoken.page.yes), ("no", spoken.page.no)) if leading.kind == "yes_no" else ()
    if not leading.steps and not words:
        return ScoreRow("", "")
    said = [definition.say(texts, language) for texts in (leading.text, leading.low, leading.high)]
    question, low, high = (" ".join(one.split()) for one in said)
    scale = _Scale(question, low, high, leading.steps, leading.kind == "scale", words)
    mark = f"{MARK}?" if "?" in address else MARK  # it decides how a number is added to the address
    html, text = _around(scale, language, spoken.direction, mark)
    return ScoreRow(html.replace(mark, escape(address)), text.replace(mark, address))


@lru_cache(maxsize=256)
def _around(scale: _Scale, language: str, direction: str, mark: str) -> tuple[str, str]:
    """(HTML, text) with a mark for the address: but for that, it is the same for a survey's every mail."""
    return _html(scale, language, direction, mark), _text(scale, mark)


def score_address(address: str, score: object, language: str = "") -> str:
    """The link with a number on it."""
    said = f"&lang={_quoted(language)}" if language else ""
    return f"{address}{'&' if '?' in address else '?'}score={_quoted(str(score))}{said}"


@lru_cache(maxsize=1024)  # the same few, two dozen times a mail
def _quoted(value: str) -> str:
    return quote_plus(value)


def _html(scale: _Scale, language: str, direction: str, address: str) -> str:
    start = "left" if direction == "ltr" else "right"
    cells = "".join(_cell(scale, step, score_address(address, step, language)) for step in scale.steps)
    cells += "".join(_word(scale, said, score_address(address, sent, language)) for sent, said in scale.words)
    return (
        f'<table {TABLE} lang="{escape(language)}" dir="{direction}" align="center" '
        f'style="margin:0 auto;max-width:480px;background-color:#ffffff;color-scheme:light dark">'
        f'<tr><td align="{start}" style="{FONT};color:#1c1917;background-color:#ffffff;font-size:17px;'
        f'line-height:24px;padding:12px 8px;font-weight:600">{escape(scale.question)}</td></tr>'
        f'<tr><td align="center" style="background-color:#ffffff;padding:0 4px">'
        f'<table {TABLE} dir="ltr"><tr>{cells}</tr></table></td></tr>'
        f'<tr><td style="background-color:#ffffff;padding:6px 8px 12px">'
        f"{_ends(scale)}{_hidden(address)}</td></tr></table>"
    )


def _ends(scale: _Scale) -> str:
    if not scale.steps:
        return ""
    words = f"{FONT};color:#57534e;font-size:13px;line-height:18px"
    return (
        f'<table {TABLE} width="100%" dir="ltr"><tr>'
        f'<td align="left" dir="auto" style="{words}">{_end(scale.steps[0], scale.low)}</td>'
        f'<td align="right" dir="auto" style="{words}">{_end(scale.steps[-1], scale.high)}</td></tr></table>'
    )


def _end(step: int, word: str) -> str:
    return f"{step} – {escape(word)}" if word else str(step)


def _word(scale: _Scale, said: str, address: str) -> str:
    ink, ground = NEUTRAL
    label = f"{scale.question} {said}"
    return (
        f'<td align="center" height="44" bgcolor="{ground}" '
        f'style="height:44px;background-color:{ground};border:2px solid #ffffff">'
        f'<a href="{escape(address)}" title="{escape(label)}" aria-label="{escape(label)}" dir="auto" '
        f'style="{FONT};display:block;color:{ink};font-size:16px;font-weight:600;line-height:44px;'
        f'padding:0 28px;text-decoration:none">{escape(said)}</a></td>'
    )


def _cell(scale: _Scale, step: int, address: str) -> str:
    heard = scale.heard(step)
    ink, ground = (INK[group_of(step)], GROUND[group_of(step)]) if scale.grouped else NEUTRAL
    label = f"{scale.question} {step}{f' – {heard}' if heard else ''}"
    return (
        f'<td align="center" width="{CELL_PX}" height="44" bgcolor="{ground}" '
        f'style="width:{CELL_PX}px;height:44px;background-color:{ground};border:2px solid #ffffff">'
        f'<a href="{escape(address)}" title="{escape(label)}" aria-label="{escape(label)}" '
        f'style="{FONT};display:block;color:{ink};font-size:16px;font-weight:600;line-height:44px;'
        f'text-decoration:none">{step}</a></td>'
    )


def _hidden(address: str) -> str:
    """No person sees it, hears it or reaches it by Tab; `mso-hide` is Outlook's word for hidden."""
    hidden = escape(score_address(address, HIDDEN_SCORE))
    return (
        '<div aria-hidden="true" style="display:none;mso-hide:all;max-height:0;overflow:hidden;font-size:0;'
        f'line-height:0"><a href="{hidden}" tabindex="-1" rel="nofollow" '
        'style="display:none;mso-hide:all"></a></div>'
    )


def _text(scale: _Scale, address: str) -> str:
    """A number and its link a line; the ends say what they mean. The hidden link has no plain twin."""
    rows = [
        f"{step:>2}{f' ({heard})' if (heard := scale.heard(step)) else ''}  {score_address(address, step)}"
        for step in scale.steps
    ]
    rows += [f"{' '.join(said.split())}  {score_address(address, sent)}" for sent, said in scale.words]
    return "\n".join([scale.question, "", *rows, ""])

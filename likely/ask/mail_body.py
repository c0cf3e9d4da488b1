"""A mail's body as HTML and as text, from parts that are already worded. Pure: no rows, no settings.

The HTML is for mail programs: tables and inline styles, one short style sheet that only betters what the
inline styles already say (dark colours, small screens), no picture, no script, nothing that is loaded from
elsewhere. A look of its own is given to Outlook where it needs one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from likely.ask.score_row import FONT, TABLE, ScoreRow

WIDTH_PX: Final = 560
PAPER: Final = "#ffffff"
GROUND: Final = "#f5f5f4"
INK: Final = "#1c1917"
SOFT: Final = "#57534e"
FILLER: Final = "&#8199;&#847; " * 60  # keeps the mail's first words out of the line in a list of mails
DARK: Final = "@media (prefers-color-scheme: dark)"
STYLE: Final = """
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .edge { padding-left: 12px !important; padding-right: 12px !important; }
  .row td[bgcolor] { border-width: 1px !important; }
}
@media (prefers-color-scheme: dark) {
  .ground { background-color: #1c1917 !important; }
  .card, .card td:not([bgcolor]), .row table, .row td:not([bgcolor]) { background-color: #292524 !important; }
  .ink, .ink a, .row td:not([bgcolor]) { color: #f5f5f4 !important; }
  .soft, .soft a { color: #d6d3d1 !important; }
  .row td[bgcolor] { border-color: #292524 !important; }
}
[data-ogsc] .ink { color: #f5f5f4 !important; }
[data-ogsc] .soft { color: #d6d3d1 !important; }
"""


@dataclass(frozen=True, slots=True)
class MailParts:
    """paragraphs: each a plain text, perhaps of several lines. row: of numbers; else the button stands there.

    buttons: (words, address). footer: lines of small print; the way to unsubscribe is the last.
    """

    subject: str
    preheader: str
    language: str
    direction: str
    logo: str
    colour: str
    paragraphs: Sequence[str]
    row: ScoreRow | None
    buttons: Sequence[tuple[str, str]]
    closing: str
    footer: Sequence[str]
    unsubscribe: tuple[str, str]


def html_of(parts: MailParts) -> str:
    start = "left" if parts.direction == "ltr" else "right"
    inside = "\n".join(
        [
            _line(_bold(parts.logo), start, "18px 24px 4px", 17),
            *(_line(_lines(one), start, "10px 24px 0", 15) for one in parts.paragraphs),
            _row(parts),
            *(_button(words, address, parts, start) for words, address in parts.buttons),
            *([_line(_lines(parts.closing), start, "4px 24px 12px", 15)] if parts.closing else []),
            _footer(parts, start),
        ]
    )
    return f"""<!doctype html>
<html lang="{escape(parts.language)}" dir="{parts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>{escape(parts.subject)}</title>
<!--[if mso]><style>td, a {{ font-family: Arial, sans-serif !important; }}</style><![endif]-->
<style>{STYLE}</style>
</head>
<body class="ground" style="margin:0;padding:0;background-color:{GROUND}">
<div style="display:none;mso-hide:all;max-height:0;overflow:hidden;font-size:1px;line-height:1px;opacity:0">
{escape(parts.preheader)} {FILLER}
</div>
<table {TABLE} class="ground" width="100%" style="background-color:{GROUND}">
<tr><td align="center" style="padding:20px 8px">
<!--[if mso]><table {TABLE} width="{WIDTH_PX}"><tr><td><![endif]-->
<table {TABLE} class="card" dir="{parts.direction}" width="100%" style="max-width:{WIDTH_PX}px;
background-color:{PAPER};border-top:4px solid {parts.colour};border-radius:6px">
{inside}
</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
"""


def in_theme(html: str, theme: str) -> str:
    """A mail's HTML as it looks where the device is light or dark; any other theme: as the device has it."""
    told = {"light": "@media not all", "dark": "@media all"}.get(theme)
    return html.replace(DARK, told) if told else html


def text_of(parts: MailParts) -> str:
    """The same as plain text: what the HTML says, in its order."""
    said = [*parts.paragraphs]
    if parts.row is not None:
        said.append(parts.row.text.rstrip())
    said += [f"{words}: {address}" for words, address in parts.buttons]
    if parts.closing:
        said.append(parts.closing)
    foot = [*parts.footer, f"{parts.unsubscribe[0]}: {parts.unsubscribe[1]}"]
    return "\n\n".join(said) + "\n\n-- \n" + "\n".join(foot) + "\n"


def ink_on(colour: str) -> str:
    """White or near-black, whichever is read better on the colour (contrast as WCAG 2 counts it)."""
    return PAPER if 1.05 / (_light(colour) + 0.05) >= (_light(colour) + 0.05) / 0.05 else INK


def _light(colour: str) -> float:
    """Relative luminance of #rrggbb, 0..1 (WCAG 2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _line(html: str, start: str, padding: str, size_px: int) -> str:
    return (
        f'<tr><td class="ink edge" align="{start}" style="{FONT};padding:{padding};color:{INK};\n'
        f"background-color:{PAPER};font-size:{size_px}px;line-height:{round(size_px * 1.5)}px"
        f'">{html}</td></tr>'
    )


def _bold(text: str) -> str:
    return f"<strong>{escape(text)}</strong>"


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>\n")


def _row(parts: MailParts) -> str:
    """The score row brings its own table; its lines are broken, so that no server has to."""
    if parts.row is None:
        return ""
    html = parts.row.html.replace("</td>", "</td>\n")
    look = f"padding:8px 4px;background-color:{PAPER}"
    return f'<tr><td class="row" align="center" style="{look}">\n{html}</td></tr>'


def _button(words: str, address: str, parts: MailParts, start: str) -> str:
    ink = ink_on(parts.colour)
    return (
        f'<tr><td class="edge" align="{start}" style="padding:14px 24px;background-color:{PAPER}">\n'
        f'<table {TABLE}><tr><td align="center" bgcolor="{parts.colour}" '
        f'style="background-color:{parts.colour};border-radius:6px">\n'
        f'<a href="{escape(address)}" style="{FONT};display:inline-block;padding:12px 20px;color:{ink};'
        f'font-size:15px;line-height:20px;font-weight:600;text-decoration:none">{escape(words)}</a>'
        "</td></tr></table></td></tr>"
    )


def _footer(parts: MailParts, start: str) -> str:
    small = f"{FONT};color:{SOFT};font-size:13px;line-height:19px"
    words, address = parts.unsubscribe
    stop = f'<a href="{escape(address)}" style="color:{SOFT};text-decoration:underline">{escape(words)}</a>'
    said = "<br>\n".join([*(_lines(line) for line in parts.footer), stop])
    return (
        f'<tr><td class="soft edge" align="{start}" style="{small};padding:12px 24px 18px;\n'
        f'background-color:{PAPER}">{said}</td></tr>'
    )

"""What somebody wrote in a mail, apart from the mail that their program quoted. And HTML mail as text."""

import re
from html.parser import HTMLParser
from typing import Final

# Where the mail that is answered begins, as the usual programs say it.
RULES: Final = (
    r">",
    r"-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Algne kiri|原始邮件)",
    r"_{10,}\s*$",
    r"(?:On|Am|Le|El|Il|Op|Den|Em)\s(?=[^\n]*\d)[^\n]{5,200}(?:\n[^\n]{0,100})?"
    r"(?:wrote|schrieb[^\n]{0,80}|a écrit|escribió|ha scritto|schreef[^\n]{0,80}|skrev[^\n]{0,80}|escreveu)"
    r"\s?:\s*$",
    r"[^\n]{5,200}(?:kirjutas|写道|寫道)\s?[^\n]{0,80}[:：]\s*$",
    r"(?:From|Von|De|Saatja|发件人)\s?[:：][^\n]{1,200}\n\s*"
    r"(?:Sent|Date|Gesendet|Datum|Envoyé|Saadetud|Kuupäev|发送时间|日期)\s?[:：]",
)
BEGINS: Final = re.compile(rf"^[ \t]*(?:{'|'.join(RULES)})", re.M | re.I)
BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "blockquote", "table"})
SILENT: Final = frozenset({"script", "style", "head", "title"})


def split_quoted(text: str) -> tuple[str, str]:
    """(own words, what is quoted). Words below or between the quotation are own ones too."""
    found = BEGINS.search(text)
    if found is None:
        return text.strip(), ""
    own, rest = text[: found.start()].strip(), text[found.start() :].strip()
    return (own, rest) if own else _below(rest)


def _below(text: str) -> tuple[str, str]:
    """Of a mail that begins with the quotation: the lines that are not marked as quoted."""
    head = BEGINS.match(text)
    end = head.end() if head and not text.startswith(">") else 0
    lines = text[end:].splitlines()
    own = [line for line in lines if not line.lstrip().startswith(">")]
    quoted = [line for line in lines if line.lstrip().startswith(">")]
    if not quoted:  # nothing is marked: all of it belongs to the mail that is forwarded or answered
        return "", text
    return "\n".join(own).strip(), "\n".join([text[:end].strip(), *quoted]).strip()


def text_of_html(html: str) -> str:
    """Words and line breaks; what is quoted is marked by > at its lines."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.told).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[str] = []
        self.quoted = self.silent = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self.quoted += tag == "blockquote"
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.told.append("\n" + "> " * self.quoted)

    def handle_endtag(self, tag: str) -> None:
        self.quoted -= tag == "blockquote" and self.quoted > 0
        self.silent -= tag in SILENT and self.silent > 0
        if tag in BREAKS - {"br"}:
            self.told.append("\n" + "> " * self.quoted)

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.told.append(" ".join(data.split("\n")))

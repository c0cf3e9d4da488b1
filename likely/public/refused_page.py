"""What a person without a script reads when an answer is refused: one sentence and the way back.

It looks like the respondent's page. It is made where neither templates nor nonces are, so the policy names
its style by the hash.

Most sentences are those of the respondent's page, in every language that it has; the rarer ones that no page
says are those of the staff's languages, and elsewhere the page's own word for "not saved".
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from typing import Final

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.ask.language import best_of
from likely.ask.wording import COMPLETE, LANGUAGES, Wording, wording
from likely.lib.refusal import Refusal

SENTENCES = (  # the refusals that a person meets and no page words; the others are for programs: English
    N_("This survey is anonymous: please use its open link."),
    N_("The answer can't be stored right now."),
    N_("Too many answers came from this address. Please wait a minute."),
)

WORDS = {  # of refusals whose message names fields, by code
    "answer_malformed": N_("An entry can't be taken as it stands. Please go back and look at it again."),
    "too_long": N_("A text is too long to be saved. Please go back and shorten it."),
}

PAGE_TEXTS: Final = {  # code -> what the respondent's page says of it: title and text, or the text alone
    "survey_paused": ("paused_title", "paused"),
    "survey_closed": ("closed_title", "closed"),
    "link_expired": ("expired_title", "expired"),
    "link_unknown": ("unknown_title", "unknown"),
    "survey_unknown": ("unknown_title", "unknown"),
    "nothing_sent": ("required",),
    "consent_missing": ("consent_missing",),
}

STAFF: Final = {"zh": "zh-hans"}  # the language of the staff's words where its code differs

STYLE: Final = """
:root { --ink: #1c1917; --paper: #faf9f7; --card: #fff; --line: #d6d3d1; --accent: #1d4ed8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f5f4f2; --paper: #161412; --card: #211e1b; --line: #45403b; --accent: #8fb4ff; }
}
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
}
main {
  box-sizing: border-box; max-width: 648px; margin: 24px auto; padding: 20px 16px;
  border: 1px solid var(--line); border-radius: 8px; background: var(--card); overflow-wrap: anywhere;
}
@media (max-width: 664px) { main { margin-inline: 8px; } }
@media (min-width: 560px) { main { padding: 32px 36px; } }
h1 { margin: 0 0 12px; font-size: 1.25rem; font-weight: 600; line-height: 1.4; text-wrap: balance; }
p:last-child { margin-block-end: 0; }
a { display: inline-block; padding-block: 10px; color: var(--accent); }
"""
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; "
    "img-src data:; frame-ancestors 'none'"
)
PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>{title}</title>
<style>{style}</style>
<main>
<h1>{title}</h1>
{text}<p><a href="{back}">{label}</a></p>
</main>
</html>
"""


def refused_page(refusal: Refusal, accepted: str, back: str) -> bytes:
    """`accepted` is the Accept-Language header; `back` the address of the survey."""
    language = _best_language(accepted)
    words = wording(language)
    (title, *more), label = _said(refusal, language, words)
    page = PAGE.format(
        language=language,
        direction=words.direction,
        title=escape(title),
        style=STYLE,
        text="".join(f"<p>{escape(one)}</p>\n" for one in more),
        back=escape(back),
        label=escape(label),
    )
    return page.encode()


def _said(refusal: Refusal, language: str, words: Wording) -> tuple[list[str], str]:
    """The sentences, and what the way back is called."""
    names = PAGE_TEXTS.get(refusal.code)
    told = [getattr(words.page, name) for name in names or ("refused",)]
    if language not in COMPLETE:
        return told, words.page.back
    with translation.override(STAFF.get(language, language)):
        own = gettext(refusal.message if refusal.message in SENTENCES else _worded(refusal.code))
        return told if names else [own], gettext("Back to the survey")


def _worded(code: str) -> str:
    """A message that names a field is for programs."""
    return WORDS.get(code, WORDS["answer_malformed"])


def _best_language(accepted: str) -> str:
    for part in accepted[:200].split(","):
        code = part.partition(";")[0].strip()
        if code and (found := best_of(code, LANGUAGES)):
            return found
    return LANGUAGES[0]

"""What a person without a script reads when an answer is refused: one sentence and the way back.

Most sentences are those of the respondent's page, in every language that it has; the rarer ones that no page
says are those of the staff's languages, and elsewhere the page's own word for "not saved".
"""

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

PAGE = """<!doctype html>
<html lang="{language}" dir="{direction}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
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
        own = gettext(WORDS.get(refusal.code, refusal.message))
        return told if names else [own], gettext("Back to the survey")


def _best_language(accepted: str) -> str:
    for part in accepted[:200].split(","):
        code = part.partition(";")[0].strip()
        if code and (found := best_of(code, LANGUAGES)):
            return found
    return LANGUAGES[0]

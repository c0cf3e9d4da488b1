"""What a person without a script reads when an answer is refused: one sentence and the way back."""

from html import escape

from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_  # noqa: N812 - the name that collectors of texts look for

from likely.lib.refusal import Refusal

SENTENCES = (  # the refusals that a person meets; the others are for programs and stay English
    N_("This survey is paused. Please try again later."),
    N_("This survey is closed. Thank you for your interest."),
    N_("This survey is anonymous: please use its open link."),
    N_("This link has expired."),
    N_("This link is not valid."),
    N_("There is no such survey."),
    N_("Nothing was answered."),
    N_("The answer can't be stored right now."),
    N_("Too many answers came from this address. Please wait a minute."),
)

WORDS = {  # of refusals whose message names fields, by code
    "consent_missing": N_("Please tick the box first: without it we may not take your answer."),
    "answer_malformed": N_("An entry can't be taken as it stands. Please go back and look at it again."),
    "too_long": N_("A text is too long to be saved. Please go back and shorten it."),
}

PAGE = """<!doctype html>
<html lang="{language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{message}</title>
<p>{message}</p>
<p><a href="{back}">{label}</a></p>
</html>
"""


def refused_page(refusal: Refusal, accepted: str, back: str) -> bytes:
    """`accepted` is the Accept-Language header; `back` the address of the survey."""
    language = _best_language(accepted)
    with translation.override(language):
        page = PAGE.format(
            language=language,
            message=escape(gettext(WORDS.get(refusal.code, refusal.message))),
            back=escape(back),
            label=escape(gettext("Back to the survey")),
        )
    return page.encode()


def _best_language(accepted: str) -> str:
    for part in accepted[:200].split(","):
        try:
            return translation.get_supported_language_variant(part.partition(";")[0].strip().lower())
        except LookupError:
            continue
    return "en"

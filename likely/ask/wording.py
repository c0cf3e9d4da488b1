"""The words that a respondent reads, one TOML file a language.

A language needs the standard part alone (the head of texts/en.toml says which); what it leaves out is said
in English, text by text. An unknown text stops the reading.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from unicodedata import normalize

from pydantic import StringConstraints

from likely.ask.language import best_of
from likely.ask.plain_data import PlainData

FOLDER: Final = Path(__file__).parent / "texts"
COMPLETE: Final = ("en", "zh", "et")  # the library of templates too, not the standard part alone
LANGUAGES: Final[tuple[str, ...]] = (  # each is FOLDER/LANGUAGE.toml
    *COMPLETE,
    "ar", "bg", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko",
    "lt", "lv", "ms", "nb", "nl", "pl", "pt", "pt-BR", "ro", "ru", "sk", "sv", "th", "tr", "uk", "vi",
    "zh-Hant",
)  # fmt: skip
OWN: Final = ("name", "direction")  # never borrowed from English

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class ScaleWords(PlainData):
    low: Words
    high: Words


class TemplateWords(PlainData):
    score: Words
    reason: Words
    reason_detractor: Words
    reason_passive: Words
    reason_promoter: Words
    improve: Words


class CommonWords(PlainData):
    permission: Words
    contact: Words
    thanks_detractor: Words
    thanks_passive: Words
    thanks_promoter: Words


class PageWords(PlainData):
    """What the page itself says, whatever the survey asks."""

    title: Words
    send: Words
    optional: Words
    yes: Words
    no: Words
    contact_help: Words
    tapped: Words  # {score}
    stored: Words
    saving: Words
    saved: Words
    offline: Words
    retrying: Words
    refused: Words
    too_long: Words
    ended: Words
    thanks: Words
    thanks_close: Words
    thanks_waiting: Words
    change: Words
    languages: Words
    privacy_open: Words
    privacy_personal: Words  # {name} of the workspace
    privacy_anonymous: Words
    paused_title: Words
    paused: Words
    closed_title: Words
    closed: Words
    expired_title: Words
    expired: Words
    kept: Words
    unknown_title: Words
    unknown: Words
    other: Words
    other_help: Words
    not_applicable: Words
    choose_most: Words  # {n}
    required: Words
    consent_missing: Words
    close: Words
    feedback: Words
    next: Words
    back: Words
    start_over: Words
    widget_open: Words
    widget_anonymous: Words


class MailWords(PlainData):
    """What a mail says around the question. {name} of the person; {first}: the subject of the first mail."""

    subject: Words  # {subject}
    subject_tnps: Words  # {touchpoint}
    reminder_subject: Words  # {first}
    hello: Words
    hello_name: Words  # {name}
    lead: Words
    lead_plain: Words  # where the mail holds no row of numbers
    reminder: Words
    open: Words
    sent_by: Words  # {sender}
    unsubscribe: Words


class PhoneWords(PlainData):
    """What a message and a call say around the question. reply: goes before the link."""

    reply: Words
    stop: Words
    call_hello: Words  # {sender}
    call_press: Words
    call_again: Words
    call_confirm: Words  # {score}
    call_why: Words
    call_consent: Words
    call_thanks: Words


class NotifyWords(PlainData):
    """The page on which a browser agrees to be notified, and the link to it. {name} of the workspace."""

    link: Words
    title: Words
    about: Words  # {name}
    on: Words
    off: Words
    done: Words
    gone: Words
    denied: Words
    unable: Words
    failed: Words


class PromoterWords(PlainData):
    """Recommending us, after the thanks. {name} of the workspace; {site}, {network}: where it is said."""

    link: Words
    review: Words  # {site}
    title: Words  # {name}
    about: Words  # {name}
    agree: Words
    yours: Words
    words: Words
    post: Words  # {name}
    share: Words  # {network}
    mail: Words
    paste: Words
    stop: Words
    stopped: Words
    subject: Words
    letter: Words


class RatingWords(PlainData):
    question: Words
    low: Words
    high: Words
    question_engagement: Words
    low_engagement: Words
    high_engagement: Words


class UnsubscribeWords(PlainData):
    """The page behind the link that unsubscribes."""

    title: Words
    ask: Words
    kind: Words
    all: Words
    done_title: Words
    done_kind: Words
    done_all: Words  # {name} of the workspace
    again: Words
    again_title: Words
    again_done: Words
    late: Words
    unknown: Words
    busy: Words


class Wording(PlainData):
    """One language. name: what it calls itself. From `touchpoints` on: the library of templates."""

    name: Words
    direction: Literal["ltr", "rtl"]
    scale: ScaleWords
    templates: dict[Literal["rnps", "tnps", "enps"], TemplateWords]
    common: CommonWords
    page: PageWords
    mail: MailWords
    phone: PhoneWords
    notify: NotifyWords
    promoter: PromoterWords
    leading: dict[Literal["csat5", "csat10", "ces", "wow"], dict[str, Words]]
    followups: dict[str, Words]
    touchpoints: dict[str, Words]
    ratings: RatingWords
    drivers: dict[str, Words]
    engagement: dict[str, Words]
    unsubscribe: UnsubscribeWords


@cache
def wording(language: str) -> Wording:
    """The words of `language` (a member of LANGUAGES), in English where it has none."""
    own = _read(language)
    if missing := [name for name in OWN if name not in own]:
        raise ValueError(f"{language}: {' and '.join(missing)} missing")
    return Wording.model_validate(_over(_read(LANGUAGES[0]), own, language))


def own_words(language: str, *path: str) -> str | None:
    """One text of the language itself, such as own_words("fr", "scale", "low"); None where it has none."""
    found: Any = _read(language)
    for step in path:
        found = found.get(step) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None


def nearest(language: str) -> str:
    """The language whose words the page uses for a survey in `language`: itself, its kin, else English."""
    return best_of(language, LANGUAGES) or LANGUAGES[0]


@cache
def own_names() -> dict[str, str]:
    """{language: what it calls itself}: the complete ones first, then by name, Č beside C."""
    names = {code: own_words(code, "name") or code for code in LANGUAGES}
    others = sorted(set(LANGUAGES) - set(COMPLETE), key=lambda code: normalize("NFD", names[code].casefold()))
    return {code: names[code] for code in (*COMPLETE, *others)}


def name_of(code: str) -> str:
    """What the language calls itself, or its code where there are no texts for it."""
    return own_names().get(code, code)


def with_names(codes: Iterable[str]) -> list[tuple[str, str]]:
    """(code, name) of each language, to choose from."""
    return [(code, name_of(code)) for code in codes]


@cache
def _read(language: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def _over(english: Mapping[str, Any], own: Mapping[str, Any], place: str) -> dict[str, Any]:
    """English with the language's own words laid over it."""
    if unknown := [name for name in own if name not in english]:
        raise ValueError(f"{place}: there is no text {', '.join(unknown)}")
    return {
        name: _over(said, own.get(name, {}), f"{place}.{name}")
        if isinstance(said, dict)
        else own.get(name, said)
        for name, said in english.items()
    }

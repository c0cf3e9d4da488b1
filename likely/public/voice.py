"""What a call says and takes: TwiML that asks the question and reads the keypad, one step an address.

The score is stored as soon as it is pressed, like a tap; "2" chooses again. Who hangs up loses nothing.
"""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from likely.ask.definition import CONSENT_KEY, Definition
from likely.ask.invitation import Invitation, invitation_id
from likely.ask.question import SCORE_KEY
from likely.ask.sender import sender_of
from likely.ask.wording import LANGUAGES, PhoneWords, nearest, own_words, wording
from likely.collect.intake import take_in
from likely.collect.known import definition_of
from likely.collect.reply_words import read_number
from likely.collect.submission import LONGEST_TEXT, Submission
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.public.hooks import NO_STORE, stranger
from likely.public.twilio_hooks import signed

STEPS: Final = ("consent", "score", "confirm", "why")
WAIT_SECONDS: Final = 6  # for the first key, and between two
# Twilio's names of the languages that it speaks; others are the code itself.
SPOKEN: Final = {
    "en": "en-GB", "zh": "cmn-CN", "et": "et-EE", "de": "de-DE", "fr": "fr-FR", "es": "es-ES", "fi": "fi-FI",
    "ru": "ru-RU", "sv": "sv-SE", "pt": "pt-PT", "pt-BR": "pt-BR", "it": "it-IT", "nl": "nl-NL",
    "da": "da-DK", "nb": "nb-NO", "pl": "pl-PL", "ja": "ja-JP", "ko": "ko-KR",
}  # fmt: skip


@csrf_exempt
@require_POST
def call(request: HttpRequest, token: str, step: str = "") -> HttpResponse:
    named = invitation_id(token)
    rows = Invitation.objects.select_related("survey", "person", "workspace")
    found = rows.filter(pk=named).first() if named else None
    if found is None or step not in ("", *STEPS) or not signed(request, found.workspace_id, "voice"):
        return stranger()
    if found.survey.live_id is None:
        return stranger()
    talk = Talk(found, definition_of(found.survey.live_id), token)
    return HttpResponse(_said(talk, step, request), content_type="text/xml", headers=NO_STORE)


class Talk:
    """One call: the survey's texts in the person's language, our own in it or else in English."""

    def __init__(self, invitation: Invitation, definition: Definition, token: str) -> None:
        from twilio.twiml.voice_response import VoiceResponse  # its package is large

        person = invitation.person
        wanted = [invitation.language, person.language if person else "", invitation.workspace.language]
        self.invitation, self.definition, self.token = invitation, definition, token
        self.language = definition.best_language([code for code in wanted if code])
        near = nearest(self.language)
        self.own = near if own_words(near, "phone", "call_press") else LANGUAGES[0]
        self.words: PhoneWords = wording(self.own).phone
        self.response: Any = VoiceResponse()

    def say(self, text: str, language: str = "", into: Any = None) -> None:
        code = language or self.own
        (self.response if into is None else into).say(text, language=SPOKEN.get(code, code))

    def gather(self, step: str, **more: Any) -> Any:
        action = f"{settings.BASE_URL}/hooks/voice/{self.token}/{step}"
        usual = {"input": "dtmf", "timeout": WAIT_SECONDS, "action_on_empty_result": True}
        return self.response.gather(action=action, method="POST", **{**usual, **more})

    def end(self) -> None:
        self.say(self.words.call_thanks)
        self.response.hangup()


def _said(talk: Talk, step: str, request: HttpRequest) -> str:
    digits = request.POST.get("Digits", "")[:8]
    try:
        _answer(talk, step, digits, request.POST.get("SpeechResult", ""))
    except Refusal:  # closed, expired, anonymous: nothing more can be taken
        talk.end()
    return str(talk.response)


def _answer(talk: Talk, step: str, digits: str, speech: str) -> None:
    if step == "":
        _begin(talk)
    elif step == "consent":
        _ask(talk) if digits == "1" else talk.end()
    elif step == "score":
        _take_score(talk, digits)
    elif step == "confirm":
        _ask(talk) if digits == "2" else _ask_why(talk)
    else:
        _take_why(talk, speech)


def _begin(talk: Talk) -> None:
    talk.say(talk.words.call_hello.replace("{sender}", sender_of(talk.invitation.workspace).shown_name))
    consent = talk.definition.consent
    if consent is None:
        _ask(talk)
        return
    gather = talk.gather("consent", num_digits=1)
    talk.say(talk.definition.say(consent.text, talk.language), talk.language, gather)
    talk.say(talk.words.call_consent, into=gather)


def _ask(talk: Talk) -> None:
    """One or two digits, ended by # or by waiting."""
    gather = talk.gather("score", num_digits=2, finish_on_key="#")
    leading = talk.definition.leading
    talk.say(talk.definition.say(leading.text, talk.language), talk.language, gather)
    talk.say(talk.words.call_press, into=gather)


def _take_score(talk: Talk, digits: str) -> None:
    score = read_number(digits)
    if score is None or talk.definition.leading.key != SCORE_KEY:
        if not digits:
            talk.end()  # nobody presses anything
            return
        talk.say(talk.words.call_again)
        _ask(talk)
        return
    _store(talk, score=score)
    gather = talk.gather("confirm", num_digits=1)
    talk.say(talk.words.call_confirm.replace("{score}", str(score)), into=gather)


def _ask_why(talk: Talk) -> None:
    code = SPOKEN.get(talk.language, talk.language)
    gather = talk.gather(
        "why", input="dtmf speech", num_digits=1, language=code, speech_timeout="auto", timeout=WAIT_SECONDS
    )
    talk.say(talk.words.call_why, into=gather)


def _take_why(talk: Talk, speech: str) -> None:
    """What was understood of it; a key skips."""
    said = clean_text(speech[:LONGEST_TEXT], "comment", LONGEST_TEXT)
    if said:
        _store(talk, comment=said)
    talk.end()


def _store(talk: Talk, **answer: Any) -> None:
    """Consent was given by key before the question was asked: a call without it ends."""
    agreed = {CONSENT_KEY: True} if talk.definition.consent else {}
    take_in(
        Submission(
            at=timezone.now(),
            invitation=talk.invitation.pk,
            channel="voice",
            language=talk.language,
            answers=agreed,
            **answer,
        )
    )

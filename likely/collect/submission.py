"""A submission: what one person sent at one moment, read strictly and knowing nothing of the survey yet.

Whatever a stranger sends is either a Submission or a Refusal that names the field and the rule.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from likely.ask.page_proof import LONGEST as LONGEST_PROOF
from likely.collect.answer import YES_NO, Answer
from likely.collect.evidence import Sender
from likely.collect.gesture import Gesture, read_gesture
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.lib.strict_json import parse_json, twice
from likely.stats.scale import HIGHEST, LOWEST, read_score

LARGEST_BODY = 64 * 1024  # bytes
LONGEST_PRESET = 2_000  # characters
LONGEST_TEXT = 10_000  # characters, of a comment or a text answer
LONGEST_CHOICE = 40  # characters, of the key of a choice
MOST_FIELDS = 400  # of one form, and answers of one submission; a matrix alone has 20
TRAP = "website"  # a field that people don't see: whoever fills it is a program
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
QUESTION_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
LANGUAGE = re.compile(r"(?=.{2,12}\Z)[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SCORE_TEXTS = {str(score): score for score in range(LOWEST, HIGHEST + 1)}
FORM_ANSWER = "answers."  # a form's field answers.KEY holds the answer to question KEY
FORM_IGNORED = {"csrfmiddlewaretoken"}


@dataclass(frozen=True, slots=True)
class Submission:
    """One face's words for one response; what is None or empty was not sent.

    The survey is named by exactly one of slug (open link), invitation (personal link), survey (machine); a
    widget names by its slug the survey, and by the invitation the asking that it answers.
    """

    at: datetime  # aware; when it arrived, or when a machine says that it was answered
    slug: str = ""
    invitation: UUID | None = None
    survey: UUID | None = None
    workspace: UUID | None = None  # a machine's: survey and person must belong to it
    key: str = ""  # names the response: the same key again edits it; not needed with an invitation
    score: int | None = None  # 0..10
    comment: str | None = None  # "" clears it
    permission: bool | None = None
    answers: Mapping[str, Answer | None] = field(default_factory=dict)  # None clears one
    as_text: bool = False  # a form's: every answer is text, to be read as its question's kind
    done: bool = False
    seen: bool = False  # nothing but: the page was shown to a person
    language: str = ""
    channel: str = "link"
    person: UUID | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    trapped: bool = False  # the invisible field was filled in
    gesture: Gesture | None = None  # what the page's script saw of a person
    proof: str = ""  # of the page that it was sent from; unchecked
    preset: str = ""  # properties that a link of ours carries; unchecked
    sender: Sender | None = None  # what the gate saw; None: a trusted caller
    origin: str | None = None  # of the page that carries the widget; None: no widget
    interviewed: bool = False  # a member of the workspace heard it from the person


def read_json(
    body: bytes, readers: Mapping[str, Callable[[Any], object]] | None = None, **target: Any
) -> Submission:
    """The submission of a page's script. `target` is what the address says: at, slug or invitation."""
    data = parse_json(body)
    if not isinstance(data, dict):
        raise Refusal("not_an_object", "The body must be a JSON object.")
    known = readers or JSON_READERS
    return _filled({name: _reader(known, name)(value) for name, value in data.items()}, target)


def read_form(body: bytes, **target: Any) -> Submission:
    """The submission of a form that works without a script. Empty fields count as not sent."""
    fields: dict[str, Any] = {}
    answers: dict[str, Answer | None] = {}
    for name, value in _parse_form(body).items():
        if name.startswith(FORM_ANSWER):
            answers[_question_key(name.removeprefix(FORM_ANSWER))] = _form_answer(name, value)
        elif name not in FORM_IGNORED and (value or name == "reason"):
            fields[name] = _reader(FORM_READERS, name)(value)
    return _filled(fields | ({"answers": answers} if answers else {}), target | {"as_text": True})


def _filled(fields: dict[str, Any], target: dict[str, Any]) -> Submission:
    if "reason" in fields:
        fields["comment"] = fields.pop("reason")
    if TRAP in fields:
        fields["trapped"] = fields.pop(TRAP)
    if "ask" in fields:
        fields["invitation"] = fields.pop("ask")
    if fields.pop("script", False):
        fields["gesture"] = Gesture()  # the page's script was there, and this form came past it
    if "evidence" in fields:
        fields["gesture"] = fields.pop("evidence")
    return Submission(**{**fields, **target})


def _parse_form(body: bytes) -> dict[str, str | list[str]]:
    try:
        pairs = parse_qsl(
            body.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS
        )
    except UnicodeDecodeError:
        raise Refusal("not_utf8", "The form must be UTF-8.") from None
    except ValueError:
        raise Refusal("too_many_fields", f"The form has more than {MOST_FIELDS} fields.") from None
    fields: dict[str, str | list[str]] = {}
    for name, value in pairs:
        fields[name] = _beside(name, fields[name], value) if name in fields else value
    return fields


def _beside(name: str, before: str | list[str], value: str) -> list[str]:
    """Boxes that are ticked together come under one name; nothing else may."""
    if not name.startswith(FORM_ANSWER):
        raise twice(name)
    return [*(before if isinstance(before, list) else [before]), value]


def _reader(readers: Mapping[str, Callable[[Any], object]], name: str) -> Callable[[Any], object]:
    if reader := readers.get(name):
        return reader
    shown = clean_text(name, "field", LARGEST_BODY)[:40]
    raise Refusal("field_unknown", f"There is no field {shown!r}.", field=shown)


def _key(value: object) -> str:
    if not isinstance(value, str) or not KEY.fullmatch(value):
        raise Refusal("key_malformed", "key must be 16 to 64 letters, digits, - or _.", field="key")
    return value


def _text(name: str) -> Callable[[object], str]:
    return lambda value: clean_text(value, name, LONGEST_TEXT)


def _boolean(name: str) -> Callable[[object], bool]:
    def read(value: object) -> bool:
        if not isinstance(value, bool):
            raise Refusal("not_boolean", f"{name} must be true or false.", field=name)
        return value

    return read


def _yes_or_no(name: str) -> Callable[[str], bool]:
    def read(value: str) -> bool:
        if value not in YES_NO:
            raise Refusal("not_yes_or_no", f"{name} must be yes or no.", field=name)
        return YES_NO[value]

    return read


def _score_text(value: str) -> int:
    if value not in SCORE_TEXTS:
        raise Refusal("score_not_whole", "score must be one of 0, 1, 2 … 10.", field="score")
    return SCORE_TEXTS[value]


def _language(value: object) -> str:
    if not isinstance(value, str) or not LANGUAGE.fullmatch(value):
        raise Refusal("language_malformed", "language must be a code such as en or zh-CN.", field="language")
    return value


def _signed(name: str, longest: int) -> Callable[[object], str]:
    return lambda value: clean_text(value, name, longest)


def _trapped(value: object) -> bool:
    return clean_text(value, TRAP, LARGEST_BODY) != ""


def read_answers(value: object) -> dict[str, Answer | None]:
    """The answers to a survey's further questions, their kinds still unchecked."""
    if not isinstance(value, dict):
        raise Refusal("not_an_object", "answers must be an object of question keys.", field="answers")
    if len(value) > MOST_FIELDS:
        raise Refusal("too_many_fields", f"answers holds more than {MOST_FIELDS}.", field="answers")
    return {_question_key(key): _answer(f"answers.{key}", given) for key, given in value.items()}


def _question_key(key: str) -> str:
    if not QUESTION_KEY.fullmatch(key):
        shown = clean_text(key, "answers", LARGEST_BODY)[:40]
        raise Refusal("answer_unknown", f"{shown!r} is no question of this survey.", field="answers")
    return key


def _form_answer(name: str, value: str | list[str]) -> Answer | None:
    """An empty field clears. Beside ticked boxes it is nothing: it only says that the boxes were shown."""
    ticked = [one for one in value if one] if isinstance(value, list) else value
    return _answer(name, ticked) or None


def _answer(name: str, value: object) -> Answer | None:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return clean_text(value, name, LONGEST_TEXT)
    if isinstance(value, list) and len(value) <= MOST_FIELDS:
        return [clean_text(one, name, LONGEST_CHOICE) for one in value]
    raise Refusal(
        "answer_malformed",
        f"{name} must be text, a whole number, true, false or a list of texts.",
        field=name,
    )


JSON_READERS: dict[str, Callable[[Any], object]] = {
    "key": _key,
    "score": read_score,
    "reason": _text("reason"),
    "permission": _boolean("permission"),
    "answers": read_answers,
    "done": _boolean("done"),
    "seen": _boolean("seen"),
    "language": _language,
    "evidence": read_gesture,
    "proof": _signed("proof", LONGEST_PROOF),
    "preset": _signed("preset", LONGEST_PRESET),
    TRAP: _trapped,
}
FORM_READERS: dict[str, Callable[[str], object]] = {
    "key": _key,
    "score": _score_text,
    "reason": _text("reason"),
    "permission": _yes_or_no("permission"),
    "done": _yes_or_no("done"),
    "script": _yes_or_no("script"),
    "language": _language,
    "proof": _signed("proof", LONGEST_PROOF),
    "preset": _signed("preset", LONGEST_PRESET),
    TRAP: _trapped,
}

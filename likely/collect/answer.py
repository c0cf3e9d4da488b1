"""An answer to one of a survey's further questions, read as the kind that the question has."""

from collections.abc import Callable
from typing import Final

from likely.ask.plain_data import Answer
from likely.ask.question import NOT_APPLICABLE, OTHER_SUFFIX, Question
from likely.lib.refusal import Refusal
from likely.people.facts import read_email, read_phone

__all__ = ["YES_NO", "Answer", "read_answer", "read_consent"]

YES_NO: Final = {"yes": True, "no": False}


def read_answer(question: Question, key: str, value: Answer, as_text: bool) -> Answer | None:
    """`value` if it fits the question, None if it clears the answer, a Refusal otherwise.

    key: one of the question's answer keys. as_text: a form sends all as text.
    """
    if key == question.key + OTHER_SUFFIX:
        return _text(question, key, value, as_text)
    return READERS[question.kind](question, key, value, as_text)


def read_consent(key: str, value: Answer, as_text: bool) -> bool:
    if as_text and isinstance(value, list):  # the box, and beside it what holds where it is not ticked
        value = value[-1] if value else ""
    ticked = {**YES_NO, "on": True}.get(str(value), value) if as_text else value
    if not isinstance(ticked, bool):
        raise _malformed(key, "must be yes or no")
    return ticked


def _stepped(question: Question, key: str, value: Answer, as_text: bool) -> Answer:
    if value == NOT_APPLICABLE and question.not_applicable:
        return NOT_APPLICABLE
    steps = question.steps
    number = {str(step): step for step in steps}.get(str(value), value) if as_text else value
    if isinstance(number, bool) or not isinstance(number, int):
        raise _malformed(key, f"must be a whole number from {steps[0]} to {steps[-1]}")
    if number not in steps:
        raise Refusal(
            "answer_out_of_range",
            f"answers.{key} is outside {steps[0]} to {steps[-1]}.",
            field=f"answers.{key}",
        )
    return number


def _yes_no(_question: Question, key: str, value: Answer, as_text: bool) -> Answer:
    told = YES_NO.get(str(value), value) if as_text else value
    if not isinstance(told, bool):
        raise _malformed(key, "must be yes or no")
    return told


def _text(_question: Question, key: str, value: Answer, _as_text: bool) -> Answer:
    if not isinstance(value, str):
        raise _malformed(key, "must be text")
    return value


def _choice(question: Question, key: str, value: Answer, _as_text: bool) -> Answer | None:
    if value == "":
        return None
    if not isinstance(value, str) or value not in question.choice_keys:
        raise _malformed(key, f"must be one of {', '.join(question.choice_keys)}")
    return value


def _choices(question: Question, key: str, value: Answer, as_text: bool) -> Answer | None:
    """In the order of the question, so that the same choice is the same answer. None of them is no answer."""
    given = [value] if as_text and isinstance(value, str) else value
    if not isinstance(given, list) or not set(given) <= set(question.choice_keys):
        raise _malformed(key, f"must be a list out of {', '.join(question.choice_keys)}")
    if question.most is not None and len(set(given)) > question.most:
        raise _malformed(key, f"has room for {question.most}")
    return [choice for choice in question.choice_keys if choice in given] or None


def _contact(question: Question, key: str, value: Answer, _as_text: bool) -> Answer | None:
    if not isinstance(value, str):
        raise _malformed(key, "must be text")
    if not value:
        return None
    way, read = ("email", read_email) if "@" in value else ("phone", read_phone)
    if way in question.reached_by:
        try:
            return read(value)
        except Refusal as refusal:
            raise Refusal(
                "answer_malformed",
                f"answers.{key} is no {ADDRESSES[way]}.",
                cure=refusal.cure,
                field=f"answers.{key}",
            ) from None
    raise _malformed(key, f"must be a {' or a '.join(ADDRESSES[by] for by in question.reached_by)}")


def _hidden(_question: Question, _key: str, value: Answer, _as_text: bool) -> Answer | None:
    """From a machine: nobody else may say it."""
    return value if value != "" else None


def _malformed(key: str, rule: str) -> Refusal:
    return Refusal("answer_malformed", f"answers.{key} {rule}.", field=f"answers.{key}")


ADDRESSES: Final = {"email": "mail address", "phone": "phone number"}
READERS: Final[dict[str, Callable[[Question, str, Answer, bool], Answer | None]]] = {
    "scale": _stepped,
    "csat": _stepped,
    "ces": _stepped,
    "rating": _stepped,
    "choice": _choice,
    "choices": _choices,
    "text": _text,
    "yes_no": _yes_no,
    "contact": _contact,
    "hidden": _hidden,
}

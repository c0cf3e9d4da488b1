"""Merge fields of what is written from a case: `Dear {name}, you gave us {score}`."""

from collections.abc import Mapping
from typing import Final

from likely.act.case import Case
from likely.ask.merge import fill
from likely.ask.plain_data import pick
from likely.ask.sender import sender_of
from likely.base.member import User

FIELDS: Final = ("name", "account", "subject", "touchpoint", "score", "comment", "promise", "sender", "agent")
OPTIONAL: Final = ("comment", "promise")
LONGEST_COMMENT: Final = 400  # characters of a comment that is quoted


def filled(text: str, case: Case, author: User | None) -> str:
    return fill(text, values_of(case, author))


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """As a suggestion: a paragraph about a comment or a promise that there is not falls away.

    Where nobody signs but the sender, the sender signs once.
    """
    if values["agent"] == values["sender"]:
        text = text.replace("{agent}\n{sender}", "{sender}")
    empty = [f"{{{name}}}" for name in OPTIONAL if not values[name]]
    said = [one for one in text.split("\n\n") if not any(hole in one for hole in empty)]
    return fill("\n\n".join(said), values)


def values_of(case: Case, author: User | None) -> Mapping[str, str]:
    """What stands for each field; "" where nothing is known."""
    response, person = case.response, case.person
    sender = sender_of(case.workspace).shown_name
    definition = response.version.read()
    language, own = response.language, definition.languages[0]
    comment = " ".join(response.comment.split())
    return {
        "name": person.name if person else "",
        "account": str(person.account) if person and person.account else "",
        "subject": pick(definition.subject, language, own),
        "touchpoint": pick(definition.touchpoint, language, own),
        "score": "" if response.score is None else str(response.score),
        "comment": comment if len(comment) <= LONGEST_COMMENT else f"{comment[: LONGEST_COMMENT - 1]}…",
        "promise": case.promise,
        "sender": sender,
        "agent": (author.name or sender) if author else sender,
    }

"""A step of a playbook: what is done, how long after, and what it needs to know. Pure but for the reading."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from likely.act.case_work import read_tags
from likely.act.endpoint import HUBSPOT, WEBHOOK
from likely.lib.outbound import check_address
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal
from likely.people.facts import property_key
from likely.people.roster import read_list_name

DEEDS: Final = (
    "case", "assign", "mail", "chat", "write", "invite", "survey", "tag", "list", "webhook", "crm",
)  # fmt: skip
# What a step needs of the event: nothing, somebody, an answer, a case.
NEEDS: Final[Mapping[str, str]] = {
    "case": "answer", "assign": "case", "mail": "", "chat": "", "write": "case", "invite": "answer",
    "survey": "person", "tag": "person", "list": "person", "webhook": "", "crm": "person",
}  # fmt: skip
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "case": ("tags",),
    "assign": ("to",),
    "mail": (),
    "chat": ("text",),
    "write": ("reply",),
    "invite": (),
    "survey": ("programme",),
    "tag": ("tag", "on"),
    "list": ("list",),
    "webhook": ("url",),
    "crm": ("crm", "url", "text"),
}
MOST_STEPS: Final = 12
UNITS: Final = ("now", "minutes", "hours", "days", "business")
MOST: Final[Mapping[str, int]] = {"minutes": 1440, "hours": 720, "days": 365}
KEY: Final = re.compile(r"[a-z0-9]{1,16}")
LONGEST_TEXT: Final = 1000  # characters


@dataclass(frozen=True, slots=True)
class Delay:
    """n: of `unit`; 0 with `now` and `business` (the next business hour)."""

    n: int = 0
    unit: str = "now"


@dataclass(frozen=True, slots=True)
class Step:
    """key: names it in its playbook, however it is moved about. says: text by FIELDS."""

    key: str
    do: str
    delay: Delay = Delay()
    says: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "do": self.do,
            "n": self.delay.n,
            "unit": self.delay.unit,
            "says": dict(self.says),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Step":
        """What `to_json` wrote."""
        return cls(data["key"], data["do"], Delay(data["n"], data["unit"]), data["says"])


def read_steps(steps: Sequence[Step], subject: str) -> tuple[Step, ...]:
    """Cleaned, or refused at `step-N-field`. subject: what the playbook's events are about, see NEEDS."""
    if len(steps) > MOST_STEPS:
        raise Refusal("too_many_steps", f"A playbook has at most {MOST_STEPS} steps.", field="steps")
    if len({step.key for step in steps}) < len(steps):
        raise Refusal("step_twice", "Two steps have the same key.", field="steps")
    return tuple(_read(step, place, subject) for place, step in enumerate(steps))


def _read(step: Step, place: int, subject: str) -> Step:
    def at(name: str) -> str:
        return f"step-{place}-{name}"

    if step.do not in DEEDS or not KEY.fullmatch(step.key):
        raise Refusal("step_unknown", f"A step is one of {', '.join(DEEDS)}.", field=at("do"))
    if not can_do(step.do, subject):
        raise Refusal("step_unfit", "What this playbook waits for does not allow this step.", field=at("do"))
    says = {name: str(step.says.get(name, "") or "") for name in FIELDS[step.do]}
    try:
        read = {name: _READ[name](value, says) for name, value in says.items()}
    except Refusal as no:
        named = no.field if no.field in says else next(iter(says), "do")
        raise Refusal(no.code, no.message, cure=no.cure, field=at(named)) from None
    return Step(step.key, step.do, _delay(step.delay, at("n")), read)


def can_do(deed: str, subject: str) -> bool:
    """Whether events about `subject` give what the deed needs."""
    ladder = ("", "person", "answer", "case")
    reach = {"": 0, "person": 1, "answer": 3, "case": 3}[subject]  # an answer may have a case
    return ladder.index(NEEDS[deed]) <= reach


def _delay(delay: Delay, at: str) -> Delay:
    if delay.unit not in UNITS:
        raise Refusal("delay_unit", f"A delay is in one of {', '.join(UNITS)}.", field=at)
    if delay.unit not in MOST:
        return Delay(0, delay.unit)
    if not 1 <= delay.n <= MOST[delay.unit]:
        raise Refusal(
            "delay_out_of_range", f"It lies between 1 and {MOST[delay.unit]} {delay.unit}.", field=at
        )
    return Delay(delay.n, delay.unit)


def _url(value: str, says: Mapping[str, str]) -> str:
    """Looked at as soon as it is typed, and again at each call."""
    url = value.strip()
    if says.get("crm") == HUBSPOT:
        return ""
    if len(url) > 500:
        raise Refusal("address_refused", "The address has at most 500 characters.", field="url")
    check_address(url)
    return url


def _text(value: str, _says: Mapping[str, str]) -> str:
    return clean_text(value, "text", LONGEST_TEXT)


def _tag(value: str, says: Mapping[str, str]) -> str:
    if says.get("on") == "case":
        found = read_tags([value])
        if not found:
            raise Refusal("no_tag", "There is no tag.", cure="Write one.", field="tag")
        return found[0]
    tag = " ".join(clean_text(value, "tag", 40).split())
    if not tag:
        raise Refusal("no_tag", "There is no tag.", cure="Write one.", field="tag")
    property_key(tag)
    return tag


def _one_of(name: str, *choices: str) -> Callable[[str, Mapping[str, str]], str]:
    def read(value: str, _says: Mapping[str, str]) -> str:
        chosen = value or choices[0]
        if chosen not in choices:
            raise Refusal("choice_unknown", f"It is one of {', '.join(choices)}.", field=name)
        return chosen

    return read


def _told(name: str) -> Callable[[str, Mapping[str, str]], str]:
    def read(value: str, _says: Mapping[str, str]) -> str:
        if not value.strip():
            raise Refusal("field_missing", f"{name} is needed.", field=name)
        return value.strip()

    return read


_READ: Final[Mapping[str, Callable[[str, Mapping[str, str]], str]]] = {
    "tags": lambda value, _says: ",".join(read_tags(value.split(","))),
    "to": _told("to"),
    "text": _text,
    "reply": _told("reply"),
    "programme": _told("programme"),
    "tag": _tag,
    "on": _one_of("on", "person", "case"),
    "list": lambda value, _says: read_list_name(value),
    "url": _url,
    "crm": _one_of("crm", HUBSPOT, WEBHOOK),
}

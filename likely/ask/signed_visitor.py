"""Who stands before a widget: the person whom the page's own server has signed, and nobody else's word."""

from datetime import datetime
from typing import Final

from likely.ask.preset import read_preset
from likely.ask.survey import Survey
from likely.lib.refusal import Refusal
from likely.people.event import keep_events, read_event
from likely.people.facts import read_person, read_properties
from likely.people.person import Person
from likely.people.spelling import read_email, read_phone

NAMED_BY: Final = ("external_id", "email", "phone")  # signed properties, the surest first
UNVERIFIED: Final = "unverified"  # the property that marks what a browser said and nobody signed
READERS: Final = {"email": read_email, "phone": read_phone}


def signed_visitor(survey: Survey, signed: str, now: datetime) -> Person | None:
    """None: unsigned, over, or nobody whom the workspace knows."""
    preset = read_preset(signed, survey.workspace_id, survey.pk) if signed else None
    if preset is None or preset.is_over(now):
        return None
    people = Person.objects.of(survey.workspace_id).select_related("workspace")
    for name in NAMED_BY:
        said = _spelt(name, preset.properties.get(name))
        found = people.filter(**{name: said}).first() if said else None
        if found is not None:
            return found
    return None


def keep_tracked(survey: Survey, person: Person, name: object, properties: object, now: datetime) -> bool:
    """An event that a page told of a visitor whom its server has signed. Whether it is new."""
    known = next({each: said} for each in NAMED_BY if (said := getattr(person, each)))
    told = read_properties(properties or {})
    marked = {**told, UNVERIFIED: True} if told else {}
    facts = read_event(name, read_person(known), now, "", marked, now)
    [kept] = keep_events(survey.workspace, [facts], "widget")
    if isinstance(kept, Refusal):
        raise kept
    return kept.is_new


def _spelt(name: str, said: object) -> str:
    text = str(said) if isinstance(said, str | int) and not isinstance(said, bool) else ""
    try:
        return READERS[name](text) if text and name in READERS else text
    except Refusal:
        return ""

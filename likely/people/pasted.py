"""A person named by one pasted line: a mail address, a phone number with +, or an id of the company's own."""

from collections.abc import Iterable

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.facts import read_person
from likely.people.person import Person, keep_person


def person_of_line(workspace: Workspace, line: str) -> Person:
    """Who the line names, made where nobody is known by it."""
    named_by = "email" if "@" in line else "phone" if line.startswith("+") else "external_id"
    return keep_person(workspace, read_person({named_by: line}))[0]


def people_of_lines(workspace: Workspace, lines: Iterable[str]) -> tuple[list[Person], list[str]]:
    """(those who are known, each once; the lines that name nobody who is known). Nobody is made."""
    found: dict[object, Person] = {}
    unknown = []
    for line in lines:
        if person := _known_by(workspace, line):
            found[person.pk] = person
        else:
            unknown.append(line)
    return list(found.values()), unknown


def _known_by(workspace: Workspace, line: str) -> Person | None:
    people = Person.objects.of(workspace)
    named_by = "email" if "@" in line else "phone" if line.startswith("+") else "external_id"
    try:
        facts = read_person({named_by: line})
    except Refusal:
        return None
    return people.filter(**{named_by: getattr(facts, named_by)}).first()

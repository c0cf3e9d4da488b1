"""A person named by one pasted line: a mail address, a phone number with +, or an id of the company's own."""

from likely.base.workspace import Workspace
from likely.people.facts import read_person
from likely.people.person import Person, keep_person


def person_of_line(workspace: Workspace, line: str) -> Person:
    """Who the line names, made where nobody is known by it."""
    named_by = "email" if "@" in line else "phone" if line.startswith("+") else "external_id"
    return keep_person(workspace, read_person({named_by: line}))[0]

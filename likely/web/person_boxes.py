"""The boxes of a person's page, one line each: a template, and what it is shown."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from likely.act.case import Case
from likely.ask.invitation import Invitation
from likely.ask.why import why
from likely.collect.response import Response
from likely.people.person import Person
from likely.people.roster import MOST_LISTS, Roster
from likely.web.access import StaffRequest
from likely.web.person_rights import consent_box
from likely.web.programme_words import rule_words

RECENT: Final = 100

Context = Mapping[str, Any]


def answers(request: StaffRequest, person: Person) -> Context:
    found = Response.objects.of(request.workspace).filter(person=person).select_related("survey")
    return {"responses": found.order_by("-at")[:RECENT]}


def cases(request: StaffRequest, person: Person) -> Context:
    found = Case.objects.of(request.workspace).filter(person=person)
    return {"cases": found.order_by("-opened_at")[:RECENT]}


def lists(request: StaffRequest, person: Person) -> Context:
    """On which they are, and on which they can be put."""
    rows = Roster.objects.of(request.workspace).order_by("name")
    on = list(rows.filter(entries__person=person))
    return {"on_lists": on, "off_lists": rows.exclude(pk__in=[one.pk for one in on])[:MOST_LISTS]}


def asked(request: StaffRequest, person: Person) -> Context:
    found = Invitation.objects.of(request.workspace).filter(person=person).select_related("survey")
    return {"invitations": found.order_by("-created_at")[:RECENT]}


def reasons(_request: StaffRequest, person: Person) -> Context:
    """Why they were asked or not, and what is still to come."""
    found = why(person, timezone.now())
    return {"reasons": [(one, rule_words(one.rule) if one.rule else _("Not decided yet.")) for one in found]}


BOXES: Final[tuple[tuple[str, Callable[[StaffRequest, Person], Context]], ...]] = (
    ("web/person_answers.html", answers),
    ("web/person_cases.html", cases),
    ("web/person_lists.html", lists),
    ("web/person_asked.html", asked),
    ("web/person_why.html", reasons),
    ("web/person_consent.html", consent_box),
)


def boxes_of(request: StaffRequest, person: Person) -> tuple[list[str], dict[str, Any]]:
    """The templates in their order, and everything that they are shown."""
    shown: dict[str, Any] = {}
    for _template, context in BOXES:
        shown |= context(request, person)
    return [template for template, _context in BOXES], shown

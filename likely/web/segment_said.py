"""What is wrong with a segment's condition, in the reader's language; and clauses to begin one with."""

from typing import Any, Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.base.workspace import Workspace
from likely.lib.refusal import Refusal
from likely.people.event import Event
from likely.people.property import Property
from likely.people.segment import Segment
from likely.people.segment_fault import RuleFault
from likely.people.segment_rule import Compare, Had, InSegment, Period, Sign, Value
from likely.people.segment_words import wording
from likely.web.said import said

MOST_OFFERED: Final = 12  # properties, events and segments each
EXPECTED: Final = {
    "condition": gettext_lazy("a condition, such as: plan is pro"),
    "sign": gettext_lazy("what is asked of it, such as is, under, before or is known"),
    "value": gettext_lazy("a value; one of several words stands in quotes"),
    "number": gettext_lazy("a number"),
    "day": gettext_lazy("a day, such as 2026-11-26"),
    "period": gettext_lazy("a number of days, weeks, months or years"),
    "count": gettext_lazy("how many, from 1 to 1000"),
    "unit": gettext_lazy("days, weeks, months or years"),
    "ago": gettext_lazy("the word ago"),
    "times": gettext_lazy("the word times"),
    "event": gettext_lazy("the name of an event"),
    "segment": gettext_lazy("the name of a segment"),
    "property": gettext_lazy("the name of a property"),
    "yes": gettext_lazy("yes or no"),
    "text": gettext_lazy("a text"),
    "and": gettext_lazy("the word and"),
    "joint": gettext_lazy("and, or, or the end"),
    "bracket": gettext_lazy("and, or, or the bracket )"),
    "quote": gettext_lazy("a closing quotation mark"),
}
TYPES: Final = {
    "text": gettext_lazy("a text"),
    "number": gettext_lazy("a number"),
    "date": gettext_lazy("a date"),
    "boolean": gettext_lazy("yes or no"),
    "choice": gettext_lazy("a choice"),
}
OWN_CLAUSES: Final = (
    "last score under 7",
    "group is promoter",
    "answers is 0",
    "last answer in the last 30 days",
    "last asked more than 90 days ago",
    "created in the last 30 days",
    "population is customers",
    "language is et",
    "account is known",
)
JOINTS: Final = ("and", "or", "not (", ")")


def fault_words(refusal: Refusal) -> str:
    """One sentence: where, what was expected, what stands there."""
    if not isinstance(refusal, RuleFault):
        return said(refusal)
    return _("At character %(at)s: %(what)s") % {"at": refusal.at + 1, "what": _what(refusal)}


def fault_parts(refusal: Refusal, text: str) -> tuple[str, str, str]:
    """The text before the place at fault, at it, and behind it."""
    if not isinstance(refusal, RuleFault):
        return text, "", ""
    end = refusal.at + (refusal.length or len(text[refusal.at :].partition(" ")[0]))
    return text[: refusal.at], text[refusal.at : end] or " ", text[end:]


def clauses(workspace: Workspace, without: str = "") -> list[tuple[str, list[str]]]:
    """(title, clauses) to insert, so that nobody must know the grammar. without: this segment's own name."""
    own = Property.objects.of(workspace).order_by("key")[:MOST_OFFERED]
    names = _names(Event.objects.of(workspace), "name")
    others = [one for one in _names(Segment.objects.of(workspace), "name") if one != without]
    offered = [
        (_("Properties"), [_of_property(one) for one in own]),
        (_("Answers and the person"), list(OWN_CLAUSES)),
        (_("Events"), [wording(Had(name, 1, Period(30, "days"))) for name in names]),
        (_("Segments"), [wording(InSegment(name)) for name in others]),
        (_("Joining"), list(JOINTS)),
    ]
    return [(title, found) for title, found in offered if found]


def _of_property(one: Property) -> str:
    """A condition that fits its type."""
    fitting: dict[str, tuple[Sign, tuple[Value, ...]]] = {
        "number": ("over", (10,)),
        "date": ("in the next", (Period(30, "days"),)),
        "boolean": ("is", (True,)),
        "choice": ("is one of", tuple(map(str, one.choices[:2]))),
    }
    sign, values = fitting.get(one.type, ("is", ("…",)))
    return wording(Compare(one.key, False, sign if values else "is known", values))


def _names(rows: QuerySet[Any], column: str) -> list[str]:
    return list(rows.order_by(column).values_list(column, flat=True).distinct()[:MOST_OFFERED])


def _what(fault: RuleFault) -> str:
    about = dict(zip(("fact", "value", "more"), fault.about, strict=False))
    match fault.code:
        case "rule_expected" if fault.found:
            return _("expected is %(expected)s, but “%(found)s” stands there.") % {
                "expected": EXPECTED[fault.expected],
                "found": fault.found,
            }
        case "rule_expected":
            return _("expected is %(expected)s, but the text ends there.") % {
                "expected": EXPECTED[fault.expected]
            }
        case "rule_type":
            return _("“%(fact)s” is %(type)s; “%(sign)s” with this value can’t be asked of it.") % {
                "fact": about["fact"],
                "type": TYPES[about["value"]],
                "sign": about["more"],
            }
        case "rule_choice":
            return _("“%(fact)s” is never “%(value)s”. It is one of: %(more)s.") % about
        case "rule_segment_unknown":
            return _("there is no segment “%(fact)s”.") % about
        case "rule_circle":
            return _("these segments refer to each other in a circle: %(fact)s.") % about
        case "rule_segment_broken":
            return _("the segment “%(fact)s” itself can’t be read.") % about
        case "rule_between":
            return _("between runs from the smaller to the larger.")
        case "rule_property":
            return _("“%(fact)s” can’t be the name of a property.") % about
        case _:
            return _("this is too long or too deep. Make it simpler, or split it into segments.")

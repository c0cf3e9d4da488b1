"""What is wrong with a survey's definition, said to people: where, and which rule, in their language."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from likely.ask.fault import Fault
from likely.ask.sentence import group_name
from likely.ask.wording import own_names

NUMBERED: Final[dict[str, Promise]] = {
    "questions": gettext_lazy("Question {n}"),
    "rows": gettext_lazy("Row {n}"),
    "choices": gettext_lazy("Choice {n}"),
    "links": gettext_lazy("Link {n}"),
}
NAMES: Final[dict[str, Promise]] = {
    "subject": gettext_lazy("What is recommended"),
    "touchpoint": gettext_lazy("Touchpoint"),
    "kind": gettext_lazy("Kind"),
    "languages": gettext_lazy("Languages"),
    "questions": gettext_lazy("Questions"),
    "thanks": gettext_lazy("Thank-you"),
    "links": gettext_lazy("Links of the thank-you"),
    "consent": gettext_lazy("Consent"),
    "anonymous": gettext_lazy("Anonymity"),
    "link_days": gettext_lazy("Days of a personal link"),
    "edit_days": gettext_lazy("Days of changing an answer"),
    "text": gettext_lazy("Text"),
    "help": gettext_lazy("Help"),
    "low": gettext_lazy("Lowest end"),
    "high": gettext_lazy("Highest end"),
    "by_group": gettext_lazy("Words for a group"),
    "groups": gettext_lazy("Groups"),
    "show_if": gettext_lazy("Rule"),
    "required": gettext_lazy("Must be answered"),
    "known_as": gettext_lazy("Filled in from the property"),
    "points": gettext_lazy("Points"),
    "rows": gettext_lazy("Rows"),
    "choices": gettext_lazy("Choices"),
    "most": gettext_lazy("Most choices"),
    "by": gettext_lazy("Ways"),
    "url": gettext_lazy("Address"),
    "link": gettext_lazy("Link"),
    "key": gettext_lazy("Key"),
    "not_applicable": gettext_lazy("Offer “does not apply”"),
    "other": gettext_lazy("Offer “other”, to be written"),
    "randomised": gettext_lazy("Order of its own for each respondent"),
    "short": gettext_lazy("One line only"),
}
# Pydantic's words for a wrong type, by what it wants
TYPES: Final[dict[str, Promise]] = {
    "string": gettext_lazy("This must be text."),
    "int": gettext_lazy("This must be a whole number."),
    "float": gettext_lazy("This must be a number."),
    "finite": gettext_lazy("This must be a number."),
    "bool": gettext_lazy("This must be true or false."),
    "tuple": gettext_lazy("This must be a list."),
    "list": gettext_lazy("This must be a list."),
    "dict": gettext_lazy("This must be an object in braces."),
    "model": gettext_lazy("This must be an object in braces."),
}
SENTENCES: Final[dict[str, Promise]] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no field of this name."),
    "string_too_short": gettext_lazy("This text can’t be empty."),
    "greater_than_equal": gettext_lazy("The least is {ge}."),
    "less_than_equal": gettext_lazy("The most is {le}."),
    "too_short": gettext_lazy("The least number of entries is {min_length}."),
    "too_long": gettext_lazy("The most entries are {max_length}."),
    "literal_error": gettext_lazy("This must be one of: {expected}."),
    "link_not_https": gettext_lazy("A link must begin with https:// and name a host."),
    "range_endless": gettext_lazy("A range needs a first number, a last one, or both."),
    "range_backwards": gettext_lazy("A range runs from the smaller number to the larger."),
    "only_for_kinds": gettext_lazy("Question “{question}” is of another kind than those that have “{name}”."),
    "points_unfit": gettext_lazy("Question “{question}” can’t have {points} points: its kind has others."),
    "text_missing": gettext_lazy("Question “{question}” has no text."),
    "hidden_required": gettext_lazy(
        "Question “{question}” is hidden, so that nobody can be made to answer it."
    ),
    "choices_few": gettext_lazy("Question “{question}” needs at least two choices."),
    "choice_twice": gettext_lazy("Question “{question}” has two choices with the same key."),
    "other_taken": gettext_lazy(
        "In question “{question}” the key “{key}” belongs to the choice that is written by the respondent."
    ),
    "key_long": gettext_lazy(
        "The key of question “{question}” is too long to offer “other”: the most is {most} characters."
    ),
    "rules_deep": gettext_lazy("The rule of question “{question}” is nested too deeply: the most is {most}."),
    "touchpoint_missing": gettext_lazy("A transactional survey names its touchpoint."),
    "language_twice": gettext_lazy("One language stands twice."),
    "anonymous_contact": gettext_lazy(
        "An anonymous survey can’t ask how to reach somebody: remove that question first."
    ),
    "key_twice": gettext_lazy("Two questions have the same key."),
    "answered_twice": gettext_lazy("Two questions or rows would be answered under the key “{key}”."),
    "key_of_kind": gettext_lazy("The key “{key}” is kept for a question of another kind ({kind})."),
    "row_key": gettext_lazy("A row can’t have the key “{key}”."),
    "consent_key": gettext_lazy("The key “{key}” is kept for the consent."),
    "all_hidden": gettext_lazy("At least one question must be shown."),
    "first_unfit": gettext_lazy(
        "A survey of this kind ({survey}) begins with its own question “{key}”, which stays as it is."
    ),
    "first_for_all": gettext_lazy(
        "The first question is asked of everybody: it can’t have groups, rules, rows or known answers, "
        "nor ask for an address."
    ),
    "group_early": gettext_lazy(
        "Question “{question}” differs by score group, so it must come after the score."
    ),
    "looks_at_matrix": gettext_lazy(
        "The rule of question “{question}” looks at all rows of “{name}”: it must name one of them."
    ),
    "looks_ahead": gettext_lazy(
        "The rule of question “{question}” looks at “{name}”, which is answered later."
    ),
}
QUOTED: Final = re.compile(r"'([^']*)'")


def fault_words(fault: Fault) -> str:
    """One sentence that names the place, where there is one, and the rule."""
    place = ", ".join(_steps(fault.place))
    return _("{place}: {rule}").format(place=place, rule=_rule(fault)) if place else _rule(fault)


def _rule(fault: Fault) -> str:
    kind = fault.rule
    if kind == "string_too_long":
        most = int(fault.terms.get("max_length", 0))
        said = ngettext("The most is {n} character.", "The most are {n} characters.", most)
        return said.format(n=most)
    if kind == "string_pattern_mismatch":
        return _pattern(str(fault.place[-1]) if fault.place else "")
    sentence = SENTENCES.get(kind) or TYPES.get(kind.removesuffix("_type").partition("_")[0])
    if sentence is None:
        return _("This is not possible here.")
    return str(sentence).format_map(_terms(fault.terms))


def _pattern(name: str) -> str:
    if name in ("key", "known_as"):
        return _(
            "This may hold small letters a to z, digits and _, begins with a letter, and is at most 40 long."
        )
    return _("This is not written as it must be.")


def _terms(terms: Mapping[str, Any]) -> dict[str, Any]:
    """Possible values are listed without Pydantic's “or”; a setting is called as in the editor."""
    expected = ", ".join(QUOTED.findall(str(terms.get("expected", ""))))
    name = str(terms.get("name", ""))
    return {**terms, "expected": expected, "name": NAMES.get(name, name)}


def _steps(place: tuple[str | int, ...]) -> Iterator[str]:
    """Question 3, Choice 1, Text, Eesti."""
    names = own_names()
    for at, step in enumerate(place):
        after = place[at + 1] if at + 1 < len(place) else None
        if isinstance(step, int):
            before = place[at - 1] if at else ""
            yield str(NUMBERED[str(before)]).format(n=step + 1) if before in NUMBERED else str(step + 1)
        elif step in NUMBERED and isinstance(after, int):
            continue
        elif step in ("detractor", "passive", "promoter"):
            yield group_name(step)
        else:
            yield str(NAMES.get(step) or names.get(step) or f"“{step}”")

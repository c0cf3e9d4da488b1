"""What changed between two versions of a survey, in sentences for staff."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.ask.definition import Definition
from likely.ask.kind_name import KIND_NAMES, SURVEY_KINDS
from likely.ask.question import POINTS, Question
from likely.ask.sentence import group_name, shown_if
from likely.ask.texts_in import Place, texts_in
from likely.ask.wording import name_of

Named = dict[tuple[str, ...], Place]  # texts by a place that does not move with the order
PARTS: Final[dict[str, Promise]] = {
    "subject": gettext_lazy("The subject"),
    "touchpoint": gettext_lazy("The touchpoint"),
    "consent": gettext_lazy("The consent"),
    "thanks": gettext_lazy("The thank-you"),
    "links": gettext_lazy("A link"),
    "text": gettext_lazy("The question"),
    "help": gettext_lazy("The help"),
    "low": gettext_lazy("The lowest end"),
    "high": gettext_lazy("The highest end"),
    "by_group": gettext_lazy("The question for {group}"),
    "rows": gettext_lazy("The row"),
    "choices": gettext_lazy("The choice"),
}
# What a question may say beside its texts -> its name for staff
FACTS: Final[dict[str, Promise]] = {
    "kind": gettext_lazy("kind"),
    "required": gettext_lazy("required"),
    "known_as": gettext_lazy("filled in from the property"),
    "points": gettext_lazy("points"),
    "not_applicable": gettext_lazy("“does not apply”"),
    "other": gettext_lazy("“other”"),
    "randomised": gettext_lazy("order of its own for each respondent"),
    "most": gettext_lazy("most choices"),
    "short": gettext_lazy("one line"),
    "by": gettext_lazy("ways"),
}
WAYS: Final[dict[str, Promise]] = {"email": gettext_lazy("Mail"), "phone": gettext_lazy("Phone")}
ENDED: Final = re.compile(r"[.!?。！？…]”[.。]$")  # a quoted sentence has its own end
SETTINGS: Final[dict[str, Promise]] = {
    "kind": gettext_lazy("kind"),
    "anonymous": gettext_lazy("anonymous"),
    "link_days": gettext_lazy("days to answer a personal link"),
    "edit_days": gettext_lazy("days to change an answer"),
}


def readable_diff(old: Definition, new: Definition) -> list[str]:
    """Every difference as a sentence; empty where there is none."""
    said = [
        *_settings(old, new),
        *_languages(old, new),
        *_questions(old, new),
        *_texts(old, new),
        *_links(old, new),
    ]
    return [one[:-1] if ENDED.search(one) else one for one in said]


def _settings(old: Definition, new: Definition) -> Iterator[str]:
    yield from _changed_facts(old, new, SETTINGS, "")
    before, after = old.consent, new.consent
    if before and not after:
        yield _("Consent is no longer asked.")
    elif after and not before:
        yield _("Consent is asked: “{text}”.").format(text=new.say(after.text, new.languages[0]))
    elif before and after:
        yield from _changed_facts(
            before, after, {"required": FACTS["required"], "link": PARTS["links"]}, _("Consent")
        )


def _languages(old: Definition, new: Definition) -> Iterator[str]:
    if added := [code for code in new.languages if code not in old.languages]:
        yield _("Added languages: {languages}.").format(languages=", ".join(map(name_of, added)))
    if gone := [code for code in old.languages if code not in new.languages]:
        yield _("Removed languages: {languages}.").format(languages=", ".join(map(name_of, gone)))
    if old.languages[0] != new.languages[0]:
        yield _("The first language is now {language}.").format(language=name_of(new.languages[0]))


def _questions(old: Definition, new: Definition) -> Iterator[str]:
    before = {question.key: question for question in old.questions}
    after = {question.key: question for question in new.questions}
    for key in [key for key in before if key not in after]:
        yield _("Removed: “{question}”.").format(question=_name(old, before[key]))
    for key, question in after.items():
        if key not in before:
            yield _("Added: “{question}”.").format(question=_name(new, question))
        else:
            yield from _question(old, new, before[key], question)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield _("The order of the questions changed.")


def _question(old: Definition, new: Definition, before: Question, after: Question) -> Iterator[str]:
    name = _name(new, after)
    yield from _changed_facts(before, after, FACTS, name)
    first, second = (shown_if(whole, q, new.languages[0]) for whole, q in ((old, before), (new, after)))
    if (before.groups, before.show_if) != (after.groups, after.show_if):
        yield _("“{question}”: {new} Before: {old}").format(
            question=name, new=second or _("Always shown."), old=first or _("Always shown.")
        )
    for part in ("rows", "choices"):
        order = [[one.key for one in getattr(question, part)] for question in (before, after)]
        common = [[key for key in keys if key in order[0] and key in order[1]] for keys in order]
        if common[0] != common[1]:
            yield _("“{question}”: the order of its answers changed.").format(question=name)


def _changed_facts(before: Any, after: Any, names: Mapping[str, Promise], of: str) -> Iterator[str]:
    for name, said in names.items():
        was, now = getattr(before, name), getattr(after, name)
        if was != now:
            whose = _("“{question}”, {what}").format(question=of, what=said) if of else str(said).capitalize()
            old, new = _fact(before, name, was), _fact(after, name, now)
            yield _("{what}: {old} → {new}.").format(what=whose, old=old, new=new)


def _texts(old: Definition, new: Definition) -> Iterator[str]:
    """Changed words of what both have, and rows and choices that came or went."""
    before, after = _named(old), _named(new)
    kept = {question.key for question in old.questions} & {question.key for question in new.questions}
    for path in [*before, *(path for path in after if path not in before)]:
        place = after.get(path) or before[path]
        if place.question and place.question not in kept:
            continue  # told as added or removed already
        was, now = (named[path].texts if path in named else {} for named in (before, after))
        for language in dict.fromkeys([*was, *now]):
            if was.get(language) != now.get(language):
                part = _part(new, path, place.question)
                yield _text(part, name_of(language), was.get(language), now.get(language))


def _text(part: str, language: str, was: str | None, now: str | None) -> str:
    if was is None:
        return _("{part} ({language}) is new: “{new}”.").format(part=part, language=language, new=now)
    if now is None:
        return _("{part} ({language}) is gone: “{old}”.").format(part=part, language=language, old=was)
    said = _("{part} ({language}) is now “{new}”; it was “{old}”.")
    return said.format(part=part, language=language, new=now, old=was)


def _part(definition: Definition, path: tuple[str, ...], key: str) -> str:
    """What has other words, and, where the words alone do not tell, of which question."""
    part = path[1] if path[0] == "questions" else path[0]
    named = str(PARTS[part])
    if part == "by_group":
        named = named.format(group=group_name(path[3]))
    question = definition.question(key) if key and part != "text" else None
    if question is None:
        return named
    return _("{part} of “{question}”").format(part=named, question=_name(definition, question))


def _named(definition: Definition) -> Named:
    """The texts by keys instead of by numbers, so that moving a question changes no text."""
    return {_stable(definition, place): place for place in texts_in(definition)}


def _stable(definition: Definition, place: Place) -> tuple[str, ...]:
    if not place.question:
        return tuple(map(str, place.path))
    _questions, at, part, *rest = place.path
    question = definition.questions[int(at)]
    if part in ("rows", "choices"):
        return ("questions", str(part), question.key, getattr(question, str(part))[int(rest[0])].key)
    return ("questions", str(part), question.key, *map(str, rest))


def _links(old: Definition, new: Definition) -> Iterator[str]:
    for link in old.links:
        if link.url not in [one.url for one in new.links]:
            yield _("Removed link: {url}.").format(url=link.url)
    before = {link.url: link for link in old.links}
    for link in new.links:
        if link.url not in before:
            yield _("Added link: {url}.").format(url=link.url)
        elif (link.kind, link.groups) != (before[link.url].kind, before[link.url].groups):
            yield _("The link {url} is of another kind or for other groups.").format(url=link.url)


def _name(definition: Definition, question: Question) -> str:
    return definition.say(question.text, definition.languages[0]) or question.key


def _fact(of: Any, name: str, value: Any) -> str:
    """A setting as staff know it; one that is not said is as usual of its kind."""
    if name == "kind":
        return str({**KIND_NAMES, **SURVEY_KINDS}[value])
    if name == "points" and value is None and of.kind in POINTS:
        return str(POINTS[of.kind][0])
    if name == "by":
        return ", ".join(str(WAYS[way]) for way in value) or "–"
    return _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "–"
    return "–" if value is None else str(value)

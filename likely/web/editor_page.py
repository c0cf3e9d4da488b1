"""What the editor of a survey shows: the draft as fields, with place, value and what is wrong."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from likely.ask.advice import advice
from likely.ask.definition import SCORE_KEY, Definition
from likely.ask.draft import revision_of
from likely.ask.draft_field import find
from likely.ask.duration import LONGEST_SECONDS, estimated_seconds
from likely.ask.kind_name import KIND_NAMES, SURVEY_KINDS
from likely.ask.question import ONLY, POINTED, POINTS, Question
from likely.ask.sentence import group_name, shown_if
from likely.ask.wording import LANGUAGES, name_of, nearest, own_names, with_names, wording
from likely.stats.scale import GROUPS
from likely.web.editor_rule import Rule, rule_of

LINK_KINDS: Final[dict[str, Promise]] = {
    "share": gettext_lazy("Pass it on"),
    "review": gettext_lazy("Write a review"),
    "more": gettext_lazy("More"),
}
FLAGS: Final[dict[str, Promise]] = {
    "required": gettext_lazy("Must be answered"),
    "not_applicable": gettext_lazy("Offer “does not apply”"),
    "other": gettext_lazy("Offer “other”, to be written"),
    "randomised": gettext_lazy("Order of its own for each respondent"),
    "short": gettext_lazy("One line only"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. form: text, line, yes, number, select or several. options: (value, label, on)."""

    name: str
    label: str
    form: str
    value: str = ""
    options: tuple[tuple[str, str, bool], ...] = ()
    language: str = ""
    direction: str = ""
    fault: str = ""

    @property
    def id(self) -> str:
        return "f-" + self.name.replace("/", "-")


@dataclass(frozen=True, slots=True)
class Part:
    """A choice or a row."""

    key: str
    texts: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One question. more: by-group words, help and ends; settings: what is ticked and counted."""

    key: str
    title: str
    kind: str
    when: str
    place: int
    texts: tuple[Field, ...]
    more: tuple[tuple[Field, ...], ...]
    settings: tuple[Field, ...]
    part: str
    parts: tuple[Part, ...]
    rule: Rule | None
    leads: bool
    filled: bool  # something under `more` says something


@dataclass(frozen=True, slots=True)
class Timed:
    who: str
    seconds: int
    long: bool

    @property
    def said(self) -> str:
        minutes, seconds = divmod(self.seconds, 60)
        if not minutes:
            return _("{n} s").format(n=seconds)
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=seconds)


@dataclass(frozen=True, slots=True)
class Shown:
    """How a draft is looked at: in which languages, and what is wrong with what was just sent.

    typed, faults: by the place of a field.
    """

    languages: tuple[str, ...]
    typed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)


def editor_page(definition: Definition, shown: Shown, properties: Collection[str]) -> dict[str, Any]:
    """Everything of the draft that the page shows."""
    data = definition.to_json()
    maker = Maker(data, shown)
    return {
        "definition": definition,
        "revision": revision_of(definition),
        "shown": shown.languages,
        "names": with_names(definition.languages),
        "addable": [(c, name) for c, name in own_names().items() if c not in definition.languages],
        "basics": (
            maker.pair("subject", _("What is recommended")),
            maker.pair("touchpoint", _("Touchpoint")),
        ),
        "kind": maker.select("kind", _("Kind"), SURVEY_KINDS),
        "cards": [_card(definition, n, maker, properties) for n in range(len(definition.questions))],
        "thanks": _thanks(definition, maker),
        "links": [_link(maker, n) for n in range(len(definition.links))],
        "link_kinds": LINK_KINDS.items(),
        "consent": _consent(maker) if definition.consent else (),
        "windows": _windows(maker),
        "time": times(definition),
        "advice": advice(definition, properties),
        "kinds": [(name, said) for name, said in KIND_NAMES.items() if name != "scale"],
        "groups": [(group, group_name(group)) for group in GROUPS] if definition.question(SCORE_KEY) else [],
    }


def side_page(definition: Definition, properties: Collection[str]) -> dict[str, Any]:
    """What stands beside the draft and follows each change."""
    return {
        "definition": definition,
        "revision": revision_of(definition),
        "time": times(definition),
        "advice": advice(definition, properties),
        "heads": [(question.key, *_head(definition, question)) for question in definition.questions],
    }


def _head(definition: Definition, question: Question) -> tuple[str, str]:
    """What a card is called, and when its question is shown."""
    spoken = definition.languages[0]
    return definition.say(question.text, spoken) or question.key, shown_if(definition, question, spoken)


def times(definition: Definition) -> list[Timed]:
    groups = GROUPS if definition.question(SCORE_KEY) else (None,)
    found = []
    for group in groups:
        seconds = estimated_seconds(definition, group)
        who = group_name(group) if group else _("everybody")
        found.append(Timed(who, round(seconds), seconds > LONGEST_SECONDS))
    return found


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes fields of the draft's data, with what was typed where it could not be kept."""

    data: Mapping[str, Any]
    shown: Shown

    def pair(self, place: str, label: str, form: str = "line") -> tuple[Field, ...]:
        """A text in each language that is shown."""
        return tuple(self._said(f"{place}/{code}", label, form, code) for code in self.shown.languages)

    def select(self, place: str, label: str, options: Mapping[str, Any]) -> Field:
        value = self._value(place)
        chosen = tuple((name, str(said), name == value) for name, said in options.items())
        return Field(place, label, "select", value, chosen, fault=self._fault(place))

    def several(self, place: str, label: str, options: Mapping[Any, str]) -> Field:
        now = self.shown.typed.get(place) or find(self.data, place) or ()
        chosen = tuple((name, said, name in now) for name, said in options.items())
        return Field(place, label, "several", options=chosen, fault=self._fault(place))

    def yes(self, place: str, label: str, usual: bool = False) -> Field:
        found = find(self.data, place)
        on = usual if found is None else bool(found)
        return Field(place, label, "yes", "yes" if on else "", fault=self._fault(place))

    def line(self, place: str, label: str, form: str = "line") -> Field:
        return Field(place, label, form, self._value(place), fault=self._fault(place))

    def _said(self, place: str, label: str, form: str, code: str) -> Field:
        name = name_of(code)
        direction = wording(nearest(code)).direction if code in LANGUAGES else "auto"
        said = f"{label} · {name}"
        return Field(place, said, form, self._value(place), (), code, direction, self._fault(place))

    def _value(self, place: str) -> str:
        typed = self.shown.typed.get(place) if place in self.shown.faults else None
        found = find(self.data, place) if typed is None else typed[-1]
        return "" if found is None else str(found)

    def _fault(self, place: str) -> str:
        return self.shown.faults.get(place, "")


def _card(definition: Definition, at: int, maker: Maker, properties: Collection[str]) -> Card:
    question = definition.questions[at]
    place = f"questions/{question.key}"
    title, when = _head(definition, question)
    leads = question == definition.leading
    part = "choices" if question.kind in ONLY["choices"] else "rows" if question.kind == "rating" else ""
    more = _more(definition, question, maker, place)
    return Card(
        key=question.key,
        title=title,
        kind=str(KIND_NAMES[question.kind]),
        when=when,
        place=at,
        texts=() if question.kind == "hidden" else maker.pair(f"{place}/text", _("Text"), "text"),
        more=more,
        settings=_settings(definition, question, maker, place),
        part=part,
        parts=tuple(
            Part(one.key, maker.pair(f"{place}/{part}/{one.key}/text", _part_label(part, number), "text"))
            for number, one in enumerate(getattr(question, part or "rows"), 1)
        ),
        rule=None if leads else rule_of(definition, question, properties),
        leads=leads,
        filled=any(one.value for pair in more for one in pair),
    )


def _part_label(part: str, number: int) -> str:
    label = _("Choice {n}") if part == "choices" else _("Row {n}")
    return label.format(n=number)


def _more(
    definition: Definition, question: Question, maker: Maker, place: str
) -> tuple[tuple[Field, ...], ...]:
    if question.kind == "hidden":
        return ()
    pairs = []
    if definition.question(SCORE_KEY) and question != definition.leading:
        for group in GROUPS:
            label = _("For {group}").format(group=group_name(group))
            pairs.append(maker.pair(f"{place}/by_group/{group}", label, "text"))
    pairs.append(maker.pair(f"{place}/help", _("Help")))
    if question.kind in POINTED:
        pairs.append(maker.pair(f"{place}/low", _("Lowest end")))
        pairs.append(maker.pair(f"{place}/high", _("Highest end")))
    return tuple(pairs)


def _settings(definition: Definition, question: Question, maker: Maker, place: str) -> tuple[Field, ...]:
    fields = [
        maker.yes(f"{place}/{name}", str(said))
        for name, said in FLAGS.items()
        if question.kind in ONLY.get(name, (question.kind,)) and question.kind != "hidden"
    ]
    if len(POINTS.get(question.kind, ())) > 1:
        usual = POINTS[question.kind][0]
        points = {str(n): str(n) for n in sorted(POINTS[question.kind])}
        chosen = maker.select(f"{place}/points", _("Points"), points)
        if not chosen.value:
            options = tuple((name, said, name == str(usual)) for name, said, _on in chosen.options)
            chosen = Field(chosen.name, chosen.label, "select", str(usual), options, fault=chosen.fault)
        fields.append(chosen)
    if question.kind == "choices":
        fields.append(maker.line(f"{place}/most", _("Most choices"), "number"))
    if question.kind == "contact":
        ways = {"email": _("Mail"), "phone": _("Phone")}
        fields.append(maker.several(f"{place}/by", _("Ways (none: either)"), ways))
    if question != definition.leading:
        fields.append(maker.line(f"{place}/known_as", _("Filled in from the property")))
        if definition.question(SCORE_KEY) and question.kind != "hidden":
            groups = {group: group_name(group) for group in GROUPS}
            fields.append(maker.several(f"{place}/groups", _("Asked of (none: all)"), groups))
    return tuple(fields)


def _thanks(definition: Definition, maker: Maker) -> list[tuple[Field, ...]]:
    endings = [("all", _("Everybody else"))]
    if definition.question(SCORE_KEY):
        endings = [(g, _("For {group}").format(group=group_name(g))) for g in GROUPS] + endings
    return [maker.pair(f"thanks/{ending}", label, "text") for ending, label in endings]


def _link(maker: Maker, at: int) -> dict[str, Any]:
    groups = {group: group_name(group) for group in GROUPS}
    return {
        "at": at,
        "texts": maker.pair(f"links/{at}/text", _("Text of the button")),
        "fields": (
            maker.select(f"links/{at}/kind", _("Kind"), LINK_KINDS),
            maker.line(f"links/{at}/url", _("Address")),
            maker.several(f"links/{at}/groups", _("Shown to (none: all)"), groups),
        ),
    }


def _consent(maker: Maker) -> tuple[Any, ...]:
    return (
        maker.pair("consent/text", _("Text"), "text"),
        maker.line("consent/link", _("Link to what is agreed")),
        maker.yes("consent/required", _("Nothing is taken without it"), usual=True),
    )


def _windows(maker: Maker) -> tuple[Field, ...]:
    return (
        maker.yes("anonymous", _("Anonymous: nothing that leads back to a person is kept")),
        maker.line("link_days", _("Days that a personal link is good for (empty: always)"), "number"),
        maker.line("edit_days", _("Days in which an answer may be changed (empty: always)"), "number"),
    )

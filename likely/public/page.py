"""The respondent's page as plain data: what is asked, in which words, and what is already answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from likely.ask.definition import CONSENT_KEY, Definition, Link, Question
from likely.ask.question import COMMENT_KEY, PERMISSION_KEY, SCORE_KEY
from likely.ask.route import NOWHERE, Surroundings, asked, known_answers, rule_for_page
from likely.ask.wording import PageWords, nearest, wording
from likely.public.field import Drawing, Field, kind_of, make_field
from likely.stats.scale import GROUPS, Group, group_of

Step = Literal["score", "why", "thanks"]
SCRIPT_WORDS: Final[Sequence[str]] = (
    "saving", "saved", "offline", "retrying", "refused", "too_long", "ended", "thanks_close",
    "thanks_waiting", "required", "consent_missing",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """What is stored of an answer. changed_ms: when it last changed, milliseconds since 1970.

    sure: it is known to be a person's. Else the page shows it as chosen, and the first real act confirms it.
    """

    score: int | None = None
    comment: str = ""
    permission: bool | None = None
    answers: Mapping[str, Any] | None = None
    changed_ms: int = 0
    sure: bool = True

    def all(self) -> dict[str, Any]:
        """Every answer under the key of its question; what was not answered is left out."""
        own = {SCORE_KEY: self.score, COMMENT_KEY: self.comment or None, PERMISSION_KEY: self.permission}
        told = {**(self.answers or {}), **own}
        return {key: value for key, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Consent:
    """A box to tick. link: (address, the same to read); None where there is none."""

    text: str
    link: tuple[str, str] | None
    required: bool
    given: bool


@dataclass(frozen=True, slots=True)
class ThanksLink:
    """shown: to the group that the page was made for. groups: those that it is for; empty: all."""

    kind: str
    url: str
    text: str
    groups: tuple[Group, ...]
    shown: bool


@dataclass(frozen=True, slots=True)
class Page:
    language: str
    words_language: str  # of the page's own words, where the survey's language has none
    direction: str
    words: PageWords
    step: Step
    sender: str
    consent: Consent | None
    lead: Field  # the question that makes a response answered
    fields: tuple[Field, ...]
    shown: str  # names the questions that this page asks; "" where the answers to them open no other
    note: str
    proof: str  # that this page was shown, and when
    preset: str  # signed properties of the link, sent back with the answer
    thanks: str
    links: tuple[ThanksLink, ...]
    privacy: str
    data: dict[str, Any] = field(default_factory=dict)  # for the page's script


def make_page(
    definition: Definition,
    language: str,
    *,
    sender: str,
    given: Given,
    tapped: int | bool | None = None,
    thanked: bool = False,
    shown: str = "",
    personal: bool = False,
    seen: bool = False,
    around: Surroundings = NOWHERE,
    order: str = "",
    proof: str = "",
    preset: str = "",
    dwell_ms: int | None = None,
) -> Page:
    """The page of one visit.

    given: the stored answer. tapped: an answer that the link carries and nobody stored yet. thanked: the
    address says that the answer was sent off, after the page had asked the questions that `shown` names.
    personal: a link of one person; seen: their look at it is recorded. around: what is known beside the
    answers. order: names the respondent, for choices in an order of their own. dwell_ms: in view so long, a
    tapped number may be kept for the staff to see without any act of a person; None: never.
    """
    spoken, lead, stored = wording(nearest(language)), definition.leading, given.all()
    tapped = tapped if _answers(lead, tapped) and tapped != stored.get(lead.key) else None
    answers = stored if tapped is None else {**stored, lead.key: tapped}
    score = answers.get(SCORE_KEY)
    group = None if score is None else group_of(score)
    drawing = Drawing(definition, language, spoken.page, group, answers, order)
    drawn = _drawn(definition, around)
    now_asked = {question.key for question in asked(definition, answers, around)}
    left = _left(drawn, now_asked, answers) if thanked else set()
    opened = {key for key in now_asked if shown and key not in _named(definition, shown)}
    step = _step(stored.get(lead.key), tapped, thanked and not left and not opened)
    return Page(
        language=language,
        words_language=nearest(language),
        direction=spoken.direction,
        words=spoken.page,
        step=step,
        sender=sender,
        consent=_consent(drawing),
        lead=replace(make_field(drawing, lead), required=True),
        fields=_fields(drawing, drawn, now_asked, left),
        shown=_name(definition, now_asked) if _opens_more(definition, drawn, around) else "",
        note=_note(spoken.page, given, stored.get(lead.key), tapped),
        proof=proof,
        preset=preset,
        thanks=definition.say(definition.thanks_of(group), language),
        links=tuple(_link(drawing, link) for link in definition.links),
        privacy=_privacy(definition, spoken.page, sender, personal),
        data={
            **_data(definition, language, given, around, spoken.page),
            "dwell": dwell_ms,
            "seen": seen
            or bool(definition.consent and not personal),  # nothing leaves the page before consent
        },
    )


def _data(
    definition: Definition, language: str, given: Given, around: Surroundings, words: PageWords
) -> dict[str, Any]:
    """For the page's script. first: what is stored of the first question, whatever the page shows."""
    lead = definition.leading
    return {
        "language": language,
        "lead": lead.key,
        "first": given.all().get(lead.key),
        "changed": given.changed_ms,
        "sure": given.sure,
        **_walk(definition, language, around),
        "thanks": _thanks(definition, language),
        "words": {name: getattr(words, name) for name in SCRIPT_WORDS},
    }


def _drawn(definition: Definition, around: Surroundings) -> list[Question]:
    """The questions after the first that may be met on this page, whatever is answered on it."""
    return [
        question
        for question in definition.questions
        if question.key != definition.leading.key
        and question.kind != "hidden"
        and not known_answers(question, around.properties)
        and not (around.reachable and kind_of(question) == "contact")
        and _rule(definition, question, around) is not False
    ]


def _rule(definition: Definition, question: Question, around: Surroundings) -> Any:
    """What of the rule the answers on this page decide."""
    open_keys = frozenset(key for one in definition.questions for key in one.answer_keys)
    settled = Surroundings(
        {**around.properties, **_certain(definition, around)}, around.channel, around.language
    )
    return rule_for_page(question, settled, open_keys)


def _certain(definition: Definition, around: Surroundings) -> dict[str, Any]:
    """Answers that are known and that no rule can take away."""
    found: dict[str, Any] = {}
    for question in definition.questions:
        if question.kind == "hidden" or not (question.groups or question.show_if):
            found |= known_answers(question, around.properties)
    return found


def _fields(
    drawing: Drawing, drawn: Sequence[Question], now_asked: set[str], left: set[str]
) -> tuple[Field, ...]:
    """Before the first answer all are ready for the script, which shows those that are asked."""
    begun = drawing.definition.leading.key in drawing.given
    return tuple(
        make_field(drawing, q, asked=q.key in now_asked or not begun, missing=q.key in left) for q in drawn
    )


def _left(drawn: Sequence[Question], now_asked: set[str], answers: Mapping[str, Any]) -> set[str]:
    """What is required, asked and unanswered. An address is required only after a yes to being asked."""
    return {
        question.key
        for question in drawn
        if question.required and question.key in now_asked
        if any(answers.get(key) in (None, "", []) for key in _own_keys(question))
        if kind_of(question) != "contact" or answers.get(PERMISSION_KEY)
    }


def _own_keys(question: Question) -> tuple[str, ...]:
    return tuple(row.key for row in question.rows) or (question.key,)


def _opens_more(definition: Definition, drawn: Sequence[Question], around: Surroundings) -> bool:
    """Whether an answer on the page can open a question that it did not ask."""
    return any(question.show_if and _rule(definition, question, around) is not True for question in drawn)


def _name(definition: Definition, keys: set[str]) -> str:
    """A set of questions as a short hexadecimal number, one bit for each of the survey's."""
    bits = (1 << at for at, question in enumerate(definition.questions) if question.key in keys)
    return f"{sum(bits):x}"


def _named(definition: Definition, name: str) -> set[str]:
    try:
        bits = int(name[:16], 16)
    except ValueError:
        return {question.key for question in definition.questions}
    return {question.key for at, question in enumerate(definition.questions) if bits >> at & 1}


def _answers(lead: Question, tapped: int | bool | None) -> bool:
    """Whether it is one of the first question's answers; yes is not 1."""
    return lead.kind == "yes_no" if isinstance(tapped, bool) else tapped in lead.steps


def _step(first: Any, tapped: int | bool | None, thanked: bool) -> Step:
    if first is None:
        return "score"
    return "thanks" if thanked and tapped is None else "why"


def _note(words: PageWords, given: Given, first: Any, tapped: int | bool | None) -> str:
    chosen = first if tapped is None and not given.sure else tapped
    if isinstance(chosen, int) and not isinstance(chosen, bool):
        return words.tapped.replace("{score}", str(chosen))
    return "" if first is None else words.stored


def _privacy(definition: Definition, words: PageWords, sender: str, personal: bool) -> str:
    if definition.anonymous:
        return words.privacy_anonymous
    return words.privacy_personal.replace("{name}", sender) if personal else words.privacy_open


def _consent(drawing: Drawing) -> Consent | None:
    consent = drawing.definition.consent
    if consent is None:
        return None
    url = consent.link
    link = (url, url.removeprefix("https://").rstrip("/")) if url else None
    return Consent(drawing.say(consent.text), link, consent.required, drawing.given.get(CONSENT_KEY) is True)


def _link(drawing: Drawing, link: Link) -> ThanksLink:
    shown = link in drawing.definition.links_of(drawing.group)
    return ThanksLink(link.kind, link.url, drawing.say(link.text), link.groups, shown)


def _walk(definition: Definition, language: str, around: Surroundings) -> dict[str, Any]:
    """What the script needs to go through the questions as `route.standings` does.

    questions: {key: {group: its wording}}, null where the group is not asked. rules: what of a rule is left.
    keys: the answers of each question that has others than its own key. known: answers that a rule may take
    away again; what is known for certain is settled here, and the script is told nothing of it.
    """
    met = [definition.leading, *_drawn(definition, around)]
    certain = _certain(definition, around)
    known = {
        question.key: found
        for question in definition.questions
        if (found := known_answers(question, around.properties)) and question.key not in certain
    }
    walked = [q for q in definition.questions if q in met or q.key in known]
    rules = {question.key: _rule(definition, question, around) for question in walked}
    return {
        "questions": {question.key: _by_group(definition, question, language) for question in walked},
        "rules": {
            key: rule
            if isinstance(rule, bool)
            else rule.model_dump(mode="json", by_alias=True, exclude_none=True)
            for key, rule in rules.items()
            if rule is not True
        },
        "keys": {q.key: q.answer_keys for q in walked if q.answer_keys != (q.key,)},
        "known": known,
    }


def _by_group(definition: Definition, question: Question, language: str) -> dict[str, str | None]:
    """{group: its wording}; None where the group is not asked."""
    return {
        group: definition.say(question.wording(group), language) if question.asked_of(group) else None
        for group in GROUPS
    }


def _thanks(definition: Definition, language: str) -> dict[str, str]:
    said: dict[str, str] = {g: definition.say(definition.thanks_of(g), language) for g in GROUPS}
    return {**said, "all": definition.say(definition.thanks_of(None), language)}

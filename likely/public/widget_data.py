"""A survey as the widget gets it: what one respondent needs in one language, and nothing else."""

from collections.abc import Callable
from typing import Any, Final

from likely.ask.condition import Condition, leaves, settle
from likely.ask.definition import Consent, Definition, Link
from likely.ask.plain_data import Texts
from likely.ask.question import Question
from likely.ask.route import Anything
from likely.ask.widget_rules import WidgetRules
from likely.ask.wording import PageWords, nearest, wording
from likely.collect.widget_submission import CHANNEL

WORDS: Final = (
    "title", "send", "optional", "yes", "no", "saving", "saved", "offline", "retrying",
    "refused", "too_long", "ended", "thanks", "change", "other", "other_help", "not_applicable",
    "choose_most", "required", "consent_missing", "close", "feedback",
)  # fmt: skip
RIGHT_TO_LEFT: Final = {"ar", "fa", "he", "ku", "ps", "ug", "ur", "yi"}

Say = Callable[[Texts], str]


def widget_data(
    definition: Definition,
    language: str,
    *,
    version: int,
    sender: str,
    rules: WidgetRules,
    channel: str = CHANNEL,
) -> dict[str, Any]:
    """JSON data; what is empty is left out of questions, links and consent."""
    words = wording(nearest(language)).page

    def say(texts: Texts) -> str:
        return definition.say(texts, language)

    return {
        "version": version,
        "language": language,
        "direction": direction_of(language),
        "sender": sender,
        "anonymous": definition.anonymous,
        "questions": [
            _question(question, say, language, channel)
            for question in definition.questions
            if question.kind != "hidden" or _is_looked_at(definition, question)
        ],
        "consent": _consent(definition.consent, say) if definition.consent else None,
        "thanks": {ending: say(texts) for ending, texts in definition.thanks.items()},
        "links": [_link(link, say) for link in definition.links],
        "privacy": _privacy(definition, words),
        "words": {name: getattr(words, name) for name in WORDS},
        "rest": {
            "shownDays": rules.shown_days,
            "answeredDays": rules.answered_days,
            "sample": rules.sample,
        },
    }


def direction_of(language: str) -> str:
    base = language.split("-")[0]
    return "rtl" if base in RIGHT_TO_LEFT else "ltr"


def _question(question: Question, say: Say, language: str, channel: str) -> dict[str, Any]:
    known_as = question.known_as or (question.key if question.kind == "hidden" else None)
    return _filled(
        {
            "key": question.key,
            "kind": question.kind,
            "text": say(question.text),
            "by_group": {group: say(texts) for group, texts in question.by_group.items()},
            "help": say(question.help),
            "low": say(question.low),
            "high": say(question.high),
            "groups": list(question.groups),
            "show_if": _rule(question.show_if, language, channel),
            "required": question.required,
            "known_as": known_as,
            "first": question.steps[0] if question.steps else None,
            "last": question.steps[-1] if question.steps else None,
            "na": question.not_applicable,
            "rows": [{"key": row.key, "text": say(row.text)} for row in question.rows],
            "choices": [{"key": choice.key, "text": say(choice.text)} for choice in question.choices],
            "other": question.other,
            "randomised": question.randomised,
            "most": question.most,
            "short": question.short,
            "by": list(question.by),
        }
    )


def _rule(rule: Condition | None, language: str, channel: str) -> dict[str, Any] | bool | None:
    """What is left of it in this channel and language. Properties are known to the page alone."""
    if rule is None:
        return None
    left = settle(rule, {"channel": channel, "language": language}, Anything())
    if isinstance(left, bool):
        return None if left else {"any": []}
    plain: dict[str, Any] = left.model_dump(mode="json", by_alias=True, exclude_none=True)
    return plain


def _is_looked_at(definition: Definition, hidden: Question) -> bool:
    """A hidden question is nobody's business unless a rule needs it."""
    rules = [question.show_if for question in definition.questions if question.show_if]
    return any(leaf.on == hidden.key for rule in rules for leaf in leaves(rule))


def _consent(consent: Consent, say: Say) -> dict[str, Any]:
    return _filled({"text": say(consent.text), "link": consent.link, "required": consent.required})


def _link(link: Link, say: Say) -> dict[str, Any]:
    return _filled({"kind": link.kind, "url": link.url, "text": say(link.text), "groups": list(link.groups)})


def _privacy(definition: Definition, words: PageWords) -> str:
    return words.widget_anonymous if definition.anonymous else words.widget_open


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is not said; 0 is said."""
    return {name: value for name, value in data.items() if value or type(value) is int}

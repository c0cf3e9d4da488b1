"""Surveys to start from: each is made into a Definition in the wanted languages, then edited freely."""

from collections.abc import Sequence
from typing import Final

from likely.ask.definition import LEADING, NPS_KINDS, SCHEMA, Definition
from likely.ask.plain_data import Ending, Texts
from likely.ask.question import (
    COMMENT_KEY,
    CONTACT_KEY,
    PERMISSION_KEY,
    Question,
    Row,
)
from likely.ask.template_table import TEMPLATES, Template, TemplateName
from likely.ask.wording import LANGUAGES, own_words
from likely.lib.refusal import Refusal
from likely.stats.scale import GROUPS, Group

__all__ = ["FOLLOW_UPS", "TEMPLATES", "Template", "TemplateName", "follow_up", "make_definition"]

IMPROVE_KEY: Final = "improve"
RATED_KEY: Final = "rated"  # the matrix; its rows are answered under the keys of the drivers
# Passives are asked for an improvement as their reason and promoters for what works: a second question for
# an improvement would get the same answer from them (Q02).
ASKED_TO_IMPROVE: Final[tuple[Group, ...]] = ("detractor",)
# What to ask whom after the score (Q03): the names of texts under [followups].
FOLLOW_UPS: Final[dict[Group, tuple[str, ...]]] = {
    "detractor": ("disappointed", "put_right", "problem"),
    "passive": ("small_improvement", "good_to_great", "missing_feature"),
    "promoter": ("main_reason", "valued_most", "ideal"),
}
SECOND: Final[dict[Group, str]] = {
    "detractor": "put_right",
    "passive": "missing_feature",
    "promoter": "ideal",
}
PLAIN_ENDING: Final = "thanks_passive"  # the one that fits whoever has no group


def make_definition(
    template: str,
    subject: str | Texts,
    languages: Sequence[str],
    touchpoint: str | Texts | None = None,
) -> Definition:
    """The survey of `template` about `subject`, worded in `languages`; the first is the fallback.

    subject, touchpoint: one text for all languages, or {language: text} with at least the first language.
    A template of a certain touchpoint names it itself.
    """
    name = _known_template(template)
    plan = TEMPLATES[name]
    _all_spoken(languages)
    return Definition(
        schema=SCHEMA,
        kind=plan.kind,
        anonymous=plan.anonymous,
        subject=_filled("subject", subject, languages),
        touchpoint=_touchpoint(plan, touchpoint, languages),
        languages=tuple(languages),
        questions=_questions(plan, languages),
        thanks=_thanks(plan, languages),
    )


def follow_up(name: str, languages: Sequence[str]) -> Texts:
    """A question of FOLLOW_UPS in these languages, for the editor to offer."""
    return _texts(languages, "followups", name)


def _questions(plan: Template, languages: Sequence[str]) -> tuple[Question, ...]:
    asked = (
        _asked_after_score(plan, languages) if plan.kind in NPS_KINDS else _asked_after_other(plan, languages)
    )
    return (_leading(plan, languages), *asked, *_rated(plan, languages), *_contact(plan, languages))


def _leading(plan: Template, languages: Sequence[str]) -> Question:
    key, kind, points = LEADING[plan.kind]
    nps = plan.kind in NPS_KINDS
    ends = ("scale",) if nps else ("leading", plan.kind)
    return Question.model_validate(
        {
            "key": key,
            "kind": kind,
            "text": _texts(languages, *(("templates", plan.kind, "score") if nps else (*ends, "text"))),
            "low": _texts(languages, *ends, "low"),
            "high": _texts(languages, *ends, "high"),
            "points": points if kind == "csat" else None,
            "required": True,
        }
    )


def _asked_after_score(plan: Template, languages: Sequence[str]) -> tuple[Question, ...]:
    """Why, in the words of the group; and a second question."""
    if plan.follow_ups:
        first = {group: FOLLOW_UPS[group][0] for group in GROUPS}
        return _by_follow_up(COMMENT_KEY, first, languages), _by_follow_up(IMPROVE_KEY, SECOND, languages)
    part = ("templates", plan.kind)
    reasons = {group: _texts(languages, *part, f"reason_{group}") for group in GROUPS}
    reason = Question(key=COMMENT_KEY, kind="text", text=_texts(languages, *part, "reason"), by_group=reasons)
    improve = _texts(languages, *part, "improve")
    return reason, Question(key=IMPROVE_KEY, kind="text", text=improve, groups=ASKED_TO_IMPROVE)


def _by_follow_up(key: str, names: dict[Group, str], languages: Sequence[str]) -> Question:
    by_group = {group: follow_up(name, languages) for group, name in names.items()}
    return Question(key=key, kind="text", text=by_group["promoter"], by_group=by_group)


def _asked_after_other(plan: Template, languages: Sequence[str]) -> tuple[Question, ...]:
    if plan.kind == "wow":  # its leading question is the open one
        return ()
    return (Question(key=COMMENT_KEY, kind="text", text=_texts(languages, "leading", plan.kind, "reason")),)


def _rated(plan: Template, languages: Sequence[str]) -> tuple[Question, ...]:
    if not plan.rated:
        return ()
    of_work = plan.section == "engagement"
    suffix = "_engagement" if of_work else ""
    rows = tuple(Row(key=key, text=_texts(languages, plan.section, key)) for key in plan.rated)
    matrix = Question(
        key=RATED_KEY,
        kind="rating",
        text=_texts(languages, "ratings", f"question{suffix}"),
        low=_texts(languages, "ratings", f"low{suffix}"),
        high=_texts(languages, "ratings", f"high{suffix}"),
        rows=rows,
        not_applicable=not of_work,
    )
    return (matrix,)


def _contact(plan: Template, languages: Sequence[str]) -> tuple[Question, ...]:
    if plan.anonymous:
        return ()
    permission = _texts(languages, "common", "permission")
    return (
        Question(key=PERMISSION_KEY, kind="yes_no", text=permission),
        Question(key=CONTACT_KEY, kind="contact", text=_texts(languages, "common", "contact")),
    )


def _thanks(plan: Template, languages: Sequence[str]) -> dict[Ending, Texts]:
    if plan.kind not in NPS_KINDS:
        return {"all": _texts(languages, "common", PLAIN_ENDING)}
    return {group: _texts(languages, "common", f"thanks_{group}") for group in GROUPS}


def _texts(languages: Sequence[str], *path: str) -> Texts:
    """The text in each language that has it. Where the first has none, English stands beside it."""
    found = {code: said for code in languages if (said := own_words(code, *path))}
    if languages[0] not in found and (english := own_words(LANGUAGES[0], *path)):
        found.setdefault(LANGUAGES[0], english)
    return found


def _touchpoint(plan: Template, given: str | Texts | None, languages: Sequence[str]) -> Texts:
    if plan.kind != "tnps":
        return {}
    if not given and plan.touchpoint:
        return _texts(languages, "touchpoints", plan.touchpoint)
    return _filled("touchpoint", given or "", languages)


def _known_template(name: str) -> TemplateName:
    for known in TEMPLATES:
        if known == name:
            return known
    raise Refusal(
        "template_unknown",
        f"template {name!r} is not known.",
        cure=f"Choose one of {', '.join(TEMPLATES)}.",
        field="template",
    )


def _all_spoken(languages: Sequence[str]) -> None:
    unknown = [language for language in languages if language not in LANGUAGES]
    if unknown or not languages:
        raise Refusal(
            "language_unknown",
            f"languages: there are no texts for {', '.join(unknown) or 'an empty list'}.",
            cure=f"Choose among {', '.join(LANGUAGES)}.",
            field="languages",
        )


def _filled(field: str, given: str | Texts, languages: Sequence[str]) -> Texts:
    texts = {languages[0]: given.strip()} if isinstance(given, str) else given
    if not texts.get(languages[0]):
        raise Refusal(
            f"{field}_missing",
            f"{field} is missing in {languages[0]}.",
            cure=f"Say what the survey's {field} is.",
            field=field,
        )
    return dict(texts)

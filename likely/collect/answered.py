"""Which responses are answered: those whose leading question is (C07, R15)."""

from typing import Final

from django.db.models import Q

from likely.ask.definition import LEADING, NPS_KINDS
from likely.ask.question import COMMENT_KEY
from likely.ask.survey import Survey
from likely.base.workspace import Workspace

# Kind of the survey -> the rule on its responses. A survey of one's own is answered by any answer.
RULES: Final[dict[str, Q]] = {
    str(kind): Q(comment__gt="") if key == COMMENT_KEY else Q(answers__has_key=key)
    for kind, (key, _, _) in LEADING.items()
    if kind not in NPS_KINDS
} | {"custom": Q()}


def is_answered(workspace: Workspace, prefix: str = "") -> Q:
    """The rule as a filter; prefix: how the rows lead to a response, such as "response__".

    A workspace that asks for nothing but the score has the plain rule, which an index knows.
    """
    found: Q = Q(**{f"{prefix}score__isnull": False})
    others = Survey.objects.of(workspace).exclude(kind__in=NPS_KINDS).order_by()
    for kind in others.values_list("kind", flat=True).distinct():
        found |= Q(**{f"{prefix}survey__kind": kind, f"{prefix}id__isnull": False}) & _under(
            RULES[kind], prefix
        )
    return found


def _under(rule: Q, prefix: str) -> Q:
    return Q(*((prefix + str(name), value) for name, value in rule.children))  # type: ignore[misc]

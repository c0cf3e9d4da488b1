"""Figures in templates: a score never without its interval and n, a group never by colour alone."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from likely.analyse.findings import Theme
from likely.lib.chart_group import group_words
from likely.lib.figure import grouped, percent, signed
from likely.lib.measured import Measured, in_full, span
from likely.lib.sort_order import Head
from likely.stats.scale import group_of

register = template.Library()


@register.filter
def group(score: int) -> str:
    """detractor, passive or promoter."""
    return group_of(score)


@register.filter
def unbroken(text: str) -> str:
    """“Interval (95 %)” as words that leave no “%)” alone on a line."""
    return text.replace(" %", "\u00a0%")


@register.filter
def group_name(score: int) -> str:
    return {
        "detractor": _("Detractor"),
        "passive": _("Passive"),
        "promoter": _("Promoter"),
    }[group_of(score)]


@register.filter
def group_title(group: str) -> str:
    return group_words(_).get(group, group)


@register.filter
def kind_name(kind: str) -> str:
    """The short name of a survey's kind."""
    known = {
        "rnps": "rNPS", "tnps": "tNPS", "enps": "eNPS", "ces": "CES", "csat5": _("CSAT, 1–5"),
        "csat10": _("CSAT, 1–10"), "wow": _("Wow"), "custom": _("Own"),
    }  # fmt: skip
    return known.get(kind, kind)


@register.filter
def points(value: float) -> str:
    """+63, −5, 0."""
    return signed(value)


@register.filter
def thousands(count: float) -> str:
    """Rounded, where it is no count but an amount."""
    return grouped(round(count))


@register.filter
def share(part: int, whole: int) -> str:
    return percent(part / whole) if whole else "–"


@register.filter
def full(figure: Measured) -> str:
    """+63 ± 9 · n 70."""
    return in_full(figure, _)


@register.filter
def rest(figure: Measured) -> str:
    """What follows the value: ± 9 · n 70."""
    return in_full(figure, _).removeprefix(signed(figure.value)).strip()


@register.filter
def effect(theme: Theme) -> str:
    """+57 (+47 to +65): points of score with the theme minus without it, and the interval."""
    return f"{signed(theme.effect)} ({span(theme.low, theme.high, _)})"


@register.filter
def drawn(svg: str) -> SafeString:
    """A chart of `likely.lib.chart`, which escapes every text that it is given."""
    return mark_safe(svg)  # noqa: S308


@register.filter
def entry(mapping: Mapping[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.inclusion_tag("web/sort_head.html", takes_context=True)
def sort_head(
    context: template.Context, head: Head, column: str, label: str, *, number: bool = False
) -> dict[str, Any]:
    """The head of a column that sorts by a click. number: stands at the right."""
    query: QueryDict = context["request"].GET.copy()
    for name in (head.parameter, "after"):
        query.pop(name, None)
    if wanted := head.next_of(column):
        query[head.parameter] = wanted
    return {"query": query.urlencode(), "aria": head.aria(column), "label": label, "number": number}


@register.simple_tag(takes_context=True)
def with_query(context: template.Context, **changes: object) -> str:
    """The present query string with some parameters set, or taken out where the value is empty."""
    query: QueryDict = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return query.urlencode()

"""Themes in templates: figures with their intervals, sides and courses never by colour alone."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from likely.analyse.theme_effects import ThemeCourse
from likely.lib.figure import percent, signed
from likely.lib.measured import Measured, with_interval
from likely.stats.estimate import Estimate

register = template.Library()


@register.filter
def figure(value: Measured) -> str:
    """+23 ± 4: beside its n, which stands in the same row."""
    return with_interval(value, _)


@register.filter
def one_decimal(value: Estimate) -> str:
    """+1.4 (+0.6 to +2.1)."""
    ends = _("{low} to {high}").format(low=signed(value.low, 1), high=signed(value.high, 1))
    return f"{signed(value.value, 1)} ({ends})"


@register.filter
def of_percent(value: Estimate) -> str:
    return percent(value.value / 100, 1)


@register.filter
def part(share: float) -> str:
    return percent(share)


@register.filter
def course_arrow(course: ThemeCourse | None) -> SafeString | str:
    """↑ +2.1, with the word beside it; nothing where there were no days before."""
    if course is None:
        return "–"
    arrow = {"new": "★", "rising": "↑", "falling": "↓", "steady": "→"}[course.course]
    return format_html('<span aria-hidden="true">{}</span> {}', arrow, signed(course.change.value, 1))


@register.filter
def side_mark(side: int) -> SafeString | str:
    if side == 0:
        return ""
    mark, word = ("+", _("praised")) if side > 0 else ("−", _("blamed"))
    return format_html('<span aria-hidden="true">{}</span><span class="unseen">{}</span>', mark, word)

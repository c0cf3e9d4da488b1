"""The terms of the field, explained where they first appear: on hover, on focus, on tap."""

from typing import Any, Final

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

EXPLAINED: Final = {
    "score": _(
        "The share of promoters minus the share of detractors, in points from −100 to +100. Passives count "
        "in the total only."
    ),
    "interval": _(
        "The range that the score of all customers lies in, with 95 % certainty, as far as chance goes: "
        "the more answers, the narrower."
    ),
    "promoter": _("Scored 9 or 10 on “how likely are you to recommend us?”: recommends and comes again."),
    "passive": _("Scored 7 or 8: content, not keen, and easily won over by others."),
    "detractor": _("Scored 0 to 6: unhappy, and may warn others. Worth a call."),
    "noise": _(
        "A change that chance alone often makes with so few answers. “Real” means that chance would rarely "
        "make it; p says how rarely. When many changes are looked at, the bar is raised."
    ),
    "funnel": _(
        "How far those who got a personal link came. Open links have no first step: nobody knows how many "
        "saw them."
    ),
    "benchmark": _(
        "A score that others published. Asked of other people in other words, so only a reference."
    ),
    "relationship": _(
        "rNPS: asked now and then about all of it. tNPS: asked right after one contact, a touchpoint. "
        "eNPS: asked of employees."
    ),
}


@register.inclusion_tag("web/term.html")
def term(name: str, label: str) -> dict[str, Any]:
    """The label with its explanation. Once a page each: the explanation has an id."""
    return {"name": name, "label": label, "explained": EXPLAINED[name]}

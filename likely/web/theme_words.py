"""Themes, and the industries of the starter sets, as a page names them."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from likely.base.workspace import Workspace
from likely.store.theme_set import themes_of
from likely.web.language import language


def industry_name(industry: str) -> str:
    names = {
        "software": _("Software"),
        "telecom": _("Telecom"),
        "retail": _("Retail"),
        "hospitality": _("Hospitality"),
        "health": _("Health"),
        "airline": _("Airline"),
        "education": _("Education"),
    }
    return names.get(industry, industry)


def theme_names(workspace: Workspace, ids: Iterable[str]) -> list[str]:
    """Of those that are still there. ids: a side behind the theme, as in "price-", is left out."""
    known, spoken = themes_of(workspace), language()
    return [known[one].name(spoken) for one in (id.rstrip("+-") for id in ids) if one in known]

"""Industries of the starter sets, as a page names them."""

from django.utils.translation import gettext as _


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

"""What stands around every page: the places to go, the language, the theme. A context processor."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from likely.base.access import reaches
from likely.base.member import Role
from likely.web.access import StaffRequest

THEMES: Final = ("system", "light", "dark")
THEME_COOKIE: Final = "theme"

# group -> (name of the address, label, role that may open it)
PLACES: Final = (
    (
        _("Listen"),
        (
            ("overview", _("Overview"), Role.VIEWER),
            ("responses", _("Responses"), Role.VIEWER),
            ("boards", _("Boards"), Role.VIEWER),
            ("trend", _("Trend"), Role.VIEWER),
            ("segments", _("Segments"), Role.VIEWER),
            ("reasons", _("Reasons"), Role.VIEWER),
            ("drivers", _("Drivers"), Role.VIEWER),
            ("journey", _("Journey"), Role.VIEWER),
            ("teams", _("Teams"), Role.VIEWER),
            ("weights", _("Weights"), Role.VIEWER),
            ("experiments", _("Experiments"), Role.VIEWER),
        ),
    ),
    (
        _("Ask"),
        (
            ("surveys", _("Surveys"), Role.VIEWER),
            ("programmes", _("Programmes"), Role.VIEWER),
            ("people", _("People"), Role.AGENT),
        ),
    ),
    (
        _("Act"),
        (
            ("cases", _("Cases"), Role.AGENT),
            ("playbooks", _("Playbooks"), Role.AGENT),
            ("recovery", _("Recovery"), Role.VIEWER),
            ("problems", _("Problems"), Role.AGENT),
            ("ideas", _("Ideas"), Role.VIEWER),
            ("promoters", _("Promoters"), Role.AGENT),
        ),
    ),
    (_("Run"), (("settings", _("Settings"), Role.MANAGER),)),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    held = {
        "languages": settings.LANGUAGES,
        "theme": theme if theme in THEMES else "system",
        "themes": (("system", _("System")), ("light", _("Light")), ("dark", _("Dark"))),
        "places": _places(request) if hasattr(request, "member") else (),
    }
    return {"frame": held}


def _places(request: Any) -> list[dict[str, Any]]:
    staff: StaffRequest = request
    return [
        {"title": title, "places": [_place(staff, *place) for place in places if _open(staff, place[2])]}
        for title, places in PLACES
        if any(_open(staff, role) for _name, _label, role in places)
    ]


def _open(request: StaffRequest, role: str) -> bool:
    return reaches(request.member.role, role)


def _place(request: StaffRequest, name: str, label: Any, _role: str) -> dict[str, Any]:
    address = reverse(name)
    here = request.path == address or (address != "/" and request.path.startswith(address))
    return {"address": address, "label": label, "here": here}

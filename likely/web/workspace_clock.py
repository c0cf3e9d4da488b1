"""Pages whose days and hours are those of the workspace, wherever the server stands."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpResponse
from django.utils import timezone

from likely.ask.quiet_hours import zone_named
from likely.web.access import StaffRequest

P = ParamSpec("P")
Page = Callable[Concatenate[StaffRequest, P], HttpResponse]


def on_workspace_clock(view: Page[P]) -> Page[P]:
    """What is shown and typed is a time in the workspace's zone. Stands closest to the view."""

    @wraps(view)
    def shown(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with timezone.override(zone_named(request.workspace.time_zone)):
            return view(request, *args, **kwargs)

    return cast(Page[P], shown)

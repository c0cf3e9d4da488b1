"""For those who run it: is the process up, may it be sent requests, how is it doing."""

import hmac
import logging
import resource
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import process_time
from typing import Final

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from likely.api.refused import no_key, nothing_here, refused
from likely.base.tick import Tick
from likely.base.workspace import Workspace
from likely.collect.response import Response
from likely.collect.sharing import waiting
from likely.store.seal import lake_of

log = logging.getLogger(__name__)

TEXT: Final = "text/plain; version=0.0.4; charset=utf-8"  # Prometheus' exposition format
KILOBYTE: Final = 1 if sys.platform == "darwin" else 1024  # what getrusage counts memory in

Sample = tuple[str, str, str, float]  # name, kind, labels, value


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is looked at, so that a sick database restarts no process."""
    return _fresh(HttpResponse("ok", content_type="text/plain"))


@require_safe
def readyz(_request: HttpRequest) -> HttpResponse:
    """Database and lake can be reached; 503 otherwise. What exactly is wrong is in the log alone."""
    found = {"database": _database_is_there(), "lake": _lake_is_there()}
    ready = all(found.values())
    words = {name: "ok" if is_there else "unreachable" for name, is_there in found.items()}
    answer = JsonResponse({"ready": ready, **words}, status=200 if ready else 503)
    if not ready:
        answer["Retry-After"] = "5"
    return _fresh(answer)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for whoever has LIKELY_METRICS_KEY; without that setting there are none."""
    if not settings.METRICS_KEY:
        return refused(nothing_here())
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_KEY}".encode()):
        return refused(no_key())
    return _fresh(HttpResponse(_exposed(_samples()), content_type=TEXT))


def _database_is_there() -> bool:
    try:
        Workspace.objects.exists()
    except (DatabaseError, InterfaceError) as error:
        log.warning("the database can't be reached: %s", error)
        return False
    return True


def _lake_is_there() -> bool:
    """A folder must be one, or be makeable; a lake elsewhere must tell its newest state."""
    try:
        if "://" not in settings.LAKE_URL:
            Path(settings.LAKE_URL).mkdir(parents=True, exist_ok=True)
        for workspace in Workspace.objects.values_list("pk", flat=True)[:1]:
            lake_of(workspace).snapshot()
    except (OSError, DatabaseError) as error:
        log.warning("the lake can't be reached: %s", error)
        return False
    return True


def _samples() -> Iterator[Sample]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield "likely_info", "gauge", f'version="{version("likely")}"', 1
    yield "process_cpu_seconds_total", "counter", "", process_time()
    yield "likely_process_peak_bytes", "gauge", "", used.ru_maxrss * KILOBYTE
    yield "likely_answers_waiting", "gauge", "", waiting()
    yield "likely_responses_unsealed", "gauge", "", Response.objects.filter(seal=None).count()
    for tick in Tick.objects.exclude(finished_at=None).order_by("name"):
        age = (timezone.now() - tick.finished_at).total_seconds() if tick.finished_at else 0.0
        yield "likely_work_age_seconds", "gauge", f'name="{tick.name}"', age


def _exposed(samples: Iterator[Sample]) -> str:
    lines, told = [], set()
    for name, kind, labels, value in samples:
        if name not in told:
            told.add(name)
            lines.append(f"# TYPE {name} {kind}")
        lines.append(f"{name}{{{labels}}} {value}" if labels else f"{name} {value}")
    return "\n".join(lines) + "\n"


def _fresh(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    return answer

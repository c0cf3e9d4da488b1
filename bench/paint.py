"""How soon a respondent sees something: first contentful paint of the answer page in a warm Chromium.

    python bench/paint.py [--quick]

The real server, on this machine, with a survey in three languages; beside it, in turn and in the same
browser, a bare static page of one line, which costs what the browser itself costs. Milliseconds from the
start of the navigation (PerformancePaintTiming), the median of many loads on a screen of a phone: when the
first byte came, when the page was parsed, when something was painted. The bar: the answer page's paint within
100 ms. Exit code 1 above it. The last line is the figure.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from threading import Thread
from time import sleep
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser import ARGUMENTS, AS_A_PERSON, PHONE, chromium_path  # noqa: E402
from tests.server import serving  # noqa: E402

MOST_MS = 100.0
WARM_UP = 5  # loads that do not count
BARE = b'<!doctype html><html lang="en"><meta charset="utf-8"><title>Bare</title><p>Bare'
PUBLISH = """
import django; django.setup()
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.workspace import Workspace
workspace, _ = Workspace.objects.get_or_create(name="Nordic Hardware")
survey = Survey.objects.create(workspace=workspace, slug="bench", name="Bench", kind="rnps")
survey.publish(make_definition("rnps", "Nordic Hardware", ("en", "zh", "et")))
"""
READ = """() => {
  const [load] = performance.getEntriesByType("navigation");
  const [paint] = performance.getEntriesByName("first-contentful-paint");
  return paint && [load.responseStart, load.domInteractive, paint.startTime];
}"""

Times = list[float]  # first byte, parsed, painted


def main(quick: bool) -> int:
    path = chromium_path()
    if path is None:
        print("no browser: install chromium, or name one in LIKELY_TEST_BROWSER")
        return 1
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as server, bare_page() as bare:
        server.run(PUBLISH)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *AS_A_PERSON])
            page = browser.new_page(**PHONE)
            found = measure(
                page, {"answer page": f"{server.url}/s/bench", "bare page": bare}, 20 if quick else 80
            )
            browser.close()
    print(f"{'milliseconds':<14}{'first byte':>12}{'parsed':>10}{'painted':>10}{'9 of 10':>10}")
    for name, times in found.items():
        first, parsed, painted = (median(column) for column in zip(*times, strict=True))
        slow = sorted(one[2] for one in times)[int(0.9 * len(times))]
        print(f"{name:<14}{first:>12.1f}{parsed:>10.1f}{painted:>10.1f}{slow:>10.1f}")
    paint, least = (median(one[2] for one in found[name]) for name in ("answer page", "bare page"))
    print(f"first contentful paint {paint:.0f} ms of {MOST_MS:.0f}; a bare page {least:.0f} ms")
    return 0 if paint <= MOST_MS else 1


def measure(page: Any, addresses: dict[str, str], loads: int) -> dict[str, list[Times]]:
    """Each address in turn, so that whatever else the machine does meets both."""
    found: dict[str, list[Times]] = {name: [] for name in addresses}
    for number in range(WARM_UP + loads):
        for name, address in addresses.items():
            times = paint_of(page, address)
            if number >= WARM_UP:
                found[name].append(times)
    return found


def paint_of(page: Any, address: str) -> Times:
    page.goto("about:blank")
    page.goto(address)
    while not (times := page.evaluate(READ)):
        sleep(0.005)
    return list(times)


@contextmanager
def bare_page() -> Iterator[str]:
    class Bare(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(BARE)))
            self.end_headers()
            self.wfile.write(BARE)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Bare)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


if __name__ == "__main__":
    sys.exit(main("--quick" in sys.argv))

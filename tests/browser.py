"""A real Chromium for the tests: the one that the system has, launched once a session, never downloaded.

Where there is a Chromium without windows (`chromium-headless-shell`), that one draws the pages: the same
engine, for a fifth of the work.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
SHELL = "chromium-headless-shell"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# A page distrusts a browser that says it is driven by a program. Most tests are people, so theirs does not.
AGENT = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
AS_A_PERSON = ["--disable-blink-features=AutomationControlled", f"--user-agent={AGENT}"]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
PATIENCE_MS = 30_000  # what is expected may come late on a busy machine; it must come all the same
expect.set_options(timeout=PATIENCE_MS)

# Playwright's synchronous interface keeps an event loop in the test's thread; the tests use the ORM beside
# it, one thread at a time, which is what this switch says.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium_path(names: tuple[str, ...] = NAMES) -> str | None:
    """The system's browser, or LIKELY_TEST_BROWSER; None where there is none."""
    wanted = os.environ.get("LIKELY_TEST_BROWSER")
    found = (shutil.which(name) for name in names)
    return wanted or next((path for path in found if path), None)


@contextmanager
def launched(playwright: Playwright, path: str | None) -> Iterator[Browser]:
    if path is None:
        why = "NO BROWSER: install chromium (or set LIKELY_TEST_BROWSER) to run the browser tests"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *AS_A_PERSON])
    yield browser
    browser.close()


@contextmanager
def pages_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a context (cookies, language, size) of its own.

    `open_page(url, **options)`: the options are those of Playwright's `new_context`. What went wrong on the
    page is in `page.faults`: uncaught errors, and console errors such as a refused inline script.
    """
    contexts: list[Any] = []

    def opened(url: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.faults = faults  # type: ignore[attr-defined]
        if url:
            page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, chromium_path((SHELL, *NAMES))) as browser:
        yield browser


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    with pages_of(chromium) as opened:
        yield opened


@pytest.fixture(scope="module")  # it is heavy beside the shell, and few need it
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    with launched(playwright, chromium_path()) as browser:
        yield browser


@pytest.fixture
def open_whole_page(whole_chromium: Browser) -> Iterator[Callable[..., Page]]:
    """As `open_page`, with windows: the shell shows no notification."""
    with pages_of(whole_chromium) as opened:
        yield opened


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page of 360 × 740 px with touch."""
    return open_page(**PHONE)


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands, one line each; empty when it is accessible."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']} — " + "; ".join(str(node["target"]) for node in one["nodes"])
        for one in found
    ]


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

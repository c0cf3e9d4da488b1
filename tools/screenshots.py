"""Takes pictures of every page, to be looked at: nothing is compared, a person judges.

    python tools/screenshots.py OUT [--home DIR] [--only TEXT] [--widths 360,768,1440] [--themes light,dark]
                                    [--languages en,zh,et,ar] [--sheet 6]

Runs `likely demo` on a home of its own (or on --home, which is kept), signs in by the link that it prints,
follows the links of the pages, and photographs one page of each kind: /surveys/ID/edit once, not for every
survey. Staff pages come in the languages of the staff (en, zh, et), and a survey with every kind of question,
added to the demo, in all that are named. OUT/NAME-WIDTH-THEME-LANGUAGE.png; OUT/sheet-N.png puts --sheet
pictures side by side. Pages that scroll sideways or say an error in the console are printed.
"""

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from tests.browser import ARGUMENTS, AS_A_PERSON, chromium_path, scrolls_sideways  # noqa: E402

RUN = "from likely.cli.main import run; run()"
READY = "Likely is ready: "
STAFF_LANGUAGES = {"en": "en", "zh": "zh-hans", "et": "et"}
# What no link of a staff page leads to, or only with an address that a person would type.
ALSO = (
    "/no-such-page",
    "/sign-in/",
    "/sign-in/password/forgotten/",
    "/calculator",
    "/api/docs",
    "/s/every-kind",
    "/s/every-kind?score=3",
    "/s/no-such-survey",
    "/k/every-kind",
)
EVERY_KIND = """
import django; django.setup()
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.workspace import Workspace
from tests.public.every_kind import QUESTIONS
workspace = Workspace.objects.get()
if not Survey.objects.filter(slug="every-kind").exists():
    asked = make_definition("rnps", workspace.name, ("en", "zh", "et", "ar", "he")).to_json()
    known = {question["key"] for question in asked["questions"]}
    asked["questions"] += [question for question in QUESTIONS if question["key"] not in known]
    asked["consent"] = {"text": {"en": "You may keep my answers."}, "link": "https://example.org/privacy"}
    survey = Survey.objects.create(workspace=workspace, slug="every-kind", name="Every kind", kind="rnps")
    survey.publish(type(make_definition("rnps", "x", ("en",))).from_json(asked))
"""
ONE_OF_MANY = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "ID"),
    (re.compile(r"/\d+(?=[/.]|$)"), "/N"),
)
NOT_A_PAGE = re.compile(r"\.(json|svg|png|csv|xlsx|parquet|pdf|js|mjs|css|yaml)$|^/(static|enter|w)/|/logout")
HEIGHT = 900
MOST_PAGES = 200
THEMES = ("light", "dark")


@dataclass
class Taken:
    """What was photographed: (width, file), and what was seen to be wrong."""

    pictures: list[tuple[int, Path]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--widths", default="360,768,1440")
    parser.add_argument("--themes", default="light,dark")
    parser.add_argument("--languages", default="en,zh,et,ar")
    parser.add_argument("--sheet", type=int, default=0, help="pictures on one sheet; 0: no sheets")
    wanted = parser.parse_args()
    wanted.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, running_demo(wanted.home or Path(folder)) as link:
        add_survey(wanted.home or Path(folder))
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium_path(), args=[*ARGUMENTS, *AS_A_PERSON]
            )
            taken = Taken()
            session = sign_in(browser, link)
            pages = {name: at for name, at in walk(browser, session, link).items() if wanted.only in name}
            for look in looks(wanted):
                photograph(browser, session, link, pages, look, wanted.out, taken)
            put_together(browser, taken.pictures, wanted.sheet, wanted.out)
    print(f"{len(pages)} pages, {len(taken.pictures)} pictures in {wanted.out}")
    print("\n".join(dict.fromkeys(taken.faults)) or "nothing scrolls sideways, no console error")


@contextmanager
def running_demo(home: Path) -> Iterator[str]:
    """The sign-in link of a demo that runs until the end of the block."""
    command = [sys.executable, "-c", RUN, "demo", "--home", str(home), "--no-open"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        link = next((line.split(READY)[1].strip() for line in lines if READY in line), None)
        if link is None:
            raise SystemExit("the demo did not start")
        try:
            yield link
        finally:
            process.terminate()
            process.wait(30)


def add_survey(home: Path) -> None:
    own = {"LIKELY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "likely.settings"}
    subprocess.run([sys.executable, "-c", EVERY_KIND], cwd=ROOT, env={**os.environ, **own}, check=True)


def sign_in(browser: Browser, link: str) -> list[dict[str, object]]:
    """The cookies of a session."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    if page.locator("form button").count() and "/enter/" in page.url:
        page.locator("form button").first.click()
        page.wait_for_load_state()
    cookies = [dict(cookie) for cookie in context.cookies()]
    context.close()
    return cookies


def walk(browser: Browser, session: list[dict[str, object]], link: str) -> dict[str, str]:
    """{name of a kind of page: an address of it}, found by following links from the first page."""
    context = browser.new_context()
    context.add_cookies(session)  # type: ignore[arg-type]
    page = context.new_page()
    found: dict[str, str] = {}
    left = ["/", *ALSO]
    while left and len(found) < MOST_PAGES:
        address = left.pop(0)
        name = name_of(address)
        if name in found:
            continue
        page.goto(urljoin(link, address))
        found[name] = address
        if not name.startswith(("s-", "k-", "api-")):
            left += [one for one in links_of(page, link) if name_of(one) not in found]
    context.close()
    return found


def links_of(page: Page, link: str) -> list[str]:
    """Addresses of this site that pages of it lead to, without their queries."""
    found = page.eval_on_selector_all("a[href]:not([download])", "links => links.map(one => one.href)")
    here = urlsplit(link).netloc
    paths = [urlsplit(one).path for one in found if urlsplit(one).netloc == here]
    return [path for path in dict.fromkeys(paths) if not NOT_A_PAGE.search(path)]


def name_of(address: str) -> str:
    for pattern, short in ONE_OF_MANY:
        address = pattern.sub(short, address)
    return re.sub(r"[^A-Za-z0-9]+", "-", address).strip("-") or "overview"


def looks(wanted: argparse.Namespace) -> Iterator[tuple[int, str, str]]:
    """Every (width, theme, language) that is asked for."""
    for width in map(int, wanted.widths.split(",")):
        for theme in (one for one in THEMES if one in wanted.themes.split(",")):
            for language in wanted.languages.split(","):
                yield width, theme, language


def photograph(
    browser: Browser,
    session: list[dict[str, object]],
    link: str,
    pages: dict[str, str],
    look: tuple[int, str, str],
    out: Path,
    taken: Taken,
) -> None:
    """All pages in one look: a context for those who are signed in, and one for everybody else."""
    width, theme, language = look
    signed_in, anyone = (dressed(browser, link, look, cookies) for cookies in (session, []))
    for name, address in pages.items():
        public = name.startswith(("s-", "k-", "calculator", "sign-in", "api-"))
        if not public and language not in STAFF_LANGUAGES:
            continue
        page = (anyone if public else signed_in).new_page()
        said: list[str] = []
        page.on("console", lambda one, said=said: said.append(one.text) if one.type == "error" else None)
        query = f"{'&' if '?' in address else '?'}lang={language}" if name.startswith("s-") else ""
        page.goto(urljoin(link, address + query))
        page.wait_for_timeout(400)  # what comes by htmx
        picture = out / f"{name}-{width}-{theme}-{language}.png"
        page.screenshot(path=picture, full_page=True)
        taken.pictures.append((width, picture))
        if scrolls_sideways(page):
            taken.faults.append(f"{picture.name}: scrolls sideways")
        taken.faults += [f"{name}: {one}" for one in said if "404" not in one]
        page.close()
    signed_in.close()
    anyone.close()


def dressed(
    browser: Browser, link: str, look: tuple[int, str, str], cookies: list[dict[str, object]]
) -> BrowserContext:
    width, theme, language = look
    context = browser.new_context(
        viewport={"width": width, "height": HEIGHT if width > 500 else 740},
        color_scheme=theme,  # type: ignore[arg-type]
        reduced_motion="reduce",
        locale=language,
    )
    context.add_cookies(cookies)  # type: ignore[arg-type]
    chosen = STAFF_LANGUAGES.get(language)
    if chosen:
        context.add_cookies([{"name": "django_language", "value": chosen, "url": link}])
    return context


def put_together(browser: Browser, pictures: Iterable[tuple[int, Path]], together: int, out: Path) -> None:
    """Sheets of pictures side by side, cut where a page is very long."""
    taken = list(pictures)
    if not together:
        return
    page = browser.new_page(viewport={"width": 1800, "height": 1000})
    for at in range(0, len(taken), together):
        shown = "".join(
            f'<figure><figcaption>{one.stem}</figcaption><img src="{one.as_uri()}"></figure>'
            for _width, one in taken[at : at + together]
        )
        sheet = out / "sheet.html"
        sheet.write_text(
            "<style>body{margin:8px;display:flex;gap:8px;font:13px sans-serif;align-items:start}"
            f"figure{{margin:0;flex:1 1 0;min-width:0}}img{{width:100%;max-height:1600px;object-fit:cover;"
            f"object-position:top;border:1px solid #888}}</style>{shown}"
        )
        page.goto(sheet.as_uri())
        page.screenshot(path=out / f"sheet-{at // together + 1}.png", full_page=True)
        sheet.unlink()
    page.close()


if __name__ == "__main__":
    main()

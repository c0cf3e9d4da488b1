"""How programs treat the links of a mail: each scanner is a script against a real server.

The behaviours are those that vendors of mail protection, chat apps and browsers describe or senders report;
the scripts are our own. `mail` is the mail that was scanned; CHROME is what many of them call themselves.
"""

import http.client
import json
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Page

CHROME: Final = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0 Safari/537.36 Edg/149.0"  # noqa: E501
NAVIGATES: Final = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
FORM: Final = "application/x-www-form-urlencoded"
SCORES: Final = range(11)


@dataclass
class Mail:
    """The links of one mail: eleven numbers and the one that nobody sees."""

    link: str
    agent: str = CHROME
    headers: dict[str, str] = field(default_factory=dict)

    def numbered(self, score: object) -> str:
        return f"{self.link}?score={score}"

    @property
    def links(self) -> list[str]:
        return [self.numbered(score) for score in SCORES]

    @property
    def hidden(self) -> str:
        return self.numbered("all")

    def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> "Reply":
        parts = urlsplit(url)
        link = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        told = {
            "User-Agent": self.agent,
            **self.headers,
            **{n.replace("_", "-"): v for n, v in headers.items()},
        }
        told = {name: value for name, value in told.items() if value}
        link.request(method, parts.path + (f"?{parts.query}" if parts.query else ""), body, told)
        reply = link.getresponse()
        found = Reply(reply.status, dict(reply.getheaders()), reply.read())
        link.close()
        return found

    def get(self, url: str, **headers: str) -> "Reply":
        return self.ask("GET", url, **headers)

    def post_form(self, fields: dict[str, str], **headers: str) -> "Reply":
        return self.ask("POST", self.link, urlencode(fields).encode(), Content_Type=FORM, **headers)

    def post_json(self, body: dict[str, Any], **headers: str) -> "Reply":
        return self.ask(
            "POST", self.link, json.dumps(body).encode(), Content_Type="application/json", **headers
        )


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        """The fields of the page's form as a program would send them: hidden ones and the number chosen."""
        found: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", self.body.decode()):
            name = re.search(r'name="([^"]*)"', tag)
            value = re.search(r'value="([^"]*)"', tag)
            if name and ('type="radio"' not in tag or "checked" in tag):
                found[name[1]] = unescape(value[1]) if value else ""
        return found


# ---- looks ----
def prefetches_all_links(mail: Mail) -> None:
    """Safe Links and its like: a browser's name, each link once, some seconds after delivery."""
    for url in [*mail.links, mail.hidden]:
        mail.get(url, **NAVIGATES)


def heads_then_gets(mail: Mail) -> None:
    for url in mail.links:
        mail.ask("HEAD", url)
        mail.get(url)


def heads_alone(mail: Mail) -> None:
    for url in [*mail.links, mail.hidden]:
        mail.ask("HEAD", url)


def opens_in_order(mail: Mail) -> None:
    for url in mail.links:
        mail.get(url, Referer="https://mail.example/")


def opens_backwards(mail: Mail) -> None:
    for url in reversed(mail.links):
        mail.get(url)


def opens_all_at_once(mail: Mail) -> None:
    with ThreadPoolExecutor(11) as pool:
        list(pool.map(mail.get, mail.links))


def opens_twice_from_a_cache(mail: Mail) -> None:
    for _ in range(2):
        mail.get(mail.numbered(9), If_Modified_Since="Thu, 01 Oct 2026 00:00:00 GMT", If_None_Match='"abc"')


def opens_a_part(mail: Mail) -> None:
    mail.get(mail.numbered(0), Range="bytes=0-1023")


def probes_options(mail: Mail) -> None:
    mail.ask("OPTIONS", mail.numbered(3))
    mail.ask("TRACE", mail.numbered(3))
    mail.ask("PROPFIND", mail.numbered(3))


def opens_rewritten_links(mail: Mail) -> None:
    """Click trackers and rewriters add to an address, or mistake &amp; for the sign."""
    for url in mail.links:
        mail.get(url + "&utm_source=mail&fbclid=abc")
        mail.get(url.replace("?", "?amp;"))
        mail.get(url + "%20")


def mangles_the_token(mail: Mail) -> None:
    for link in (mail.link.upper(), mail.link[:-1], mail.link + "=", mail.link + "/"):
        mail.get(link.replace("HTTP://", "http://") + "?score=9")


def prefetching_browser(mail: Mail) -> None:
    for url in mail.links:
        mail.get(url, Sec_Purpose="prefetch;prerender", **NAVIGATES)


def follows_the_hidden_link(mail: Mail) -> None:
    mail.get(mail.hidden)


def _preview(agent: str) -> Callable[[Mail], None]:
    def previews(mail: Mail) -> None:
        mail.agent = agent
        mail.get(mail.numbered(10))
        page = mail.get(mail.link)
        mail.post_form(page.form | {"score": "10"})  # none of them does; if one did, it would say who it is

    return previews


# ---- posts ----
def posts_found_forms(mail: Mail) -> None:
    """An antivirus proxy that submits what it finds, as its own program."""
    mail.agent = "Mozilla/4.0 (compatible; GatewayCheck 2.1)"
    for score in (0, 10):
        mail.post_form(mail.get(mail.numbered(score)).form)


def posts_found_forms_as_a_browser(mail: Mail) -> None:
    for score in (0, 10):
        mail.post_form(mail.get(mail.numbered(score)).form | {"done": "yes"})


def posts_with_an_origin_at_once(mail: Mail) -> None:
    mail.post_form(mail.get(mail.numbered(1)).form, Origin="null")


def posts_without_activation(mail: Mail) -> None:
    """A sandbox whose script submits the form: the browser tells that no person did."""
    form = mail.get(mail.numbered(2)).form
    time.sleep(1.1)
    mail.post_form(form, Origin="null", Sec_Fetch_Site="same-origin", Sec_Fetch_Mode="navigate")


def fills_every_field(mail: Mail) -> None:
    page = mail.get(mail.link)
    mail.post_form(
        {**page.form, "website": "http://example.com", "score": "5", "reason": "test"}, Origin="null"
    )


def posts_from_the_hidden_link(mail: Mail) -> None:
    form = mail.get(mail.hidden, **NAVIGATES).form
    time.sleep(1.1)
    sent = {"Origin": "null", "Sec_Fetch_Site": "same-origin", "Sec_Fetch_User": "?1"}
    mail.post_form(form | {"score": "0"}, **sent)


def posts_after_the_hidden_link(mail: Mail) -> None:
    mail.get(mail.hidden)
    form = mail.get(mail.numbered(0)).form
    time.sleep(1.1)
    mail.post_form(form, Origin="null", Sec_Fetch_Site="same-origin", Sec_Fetch_User="?1")


def posts_every_score(mail: Mail) -> None:
    for score in SCORES:
        mail.post_form({"score": str(score), "language": "en"}, Origin="null")


def replays_json(mail: Mail) -> None:
    for score in (0, 5, 10):
        mail.post_json({"score": score}, Origin="http://127.0.0.1", Sec_Fetch_Site="same-origin")


def invents_evidence(mail: Mail) -> None:
    mail.agent = "python-requests/2.32.4"
    evidence = {"by": "touch", "ms": 3000, "moves": 9, "visible": True, "automated": False}
    proof = mail.get(mail.numbered(4)).form["proof"]
    time.sleep(0.5)
    mail.post_json(
        {"score": 4, "evidence": evidence, "proof": proof, "done": True}, Origin="http://127.0.0.1"
    )


def opens_all_then_clicks_at_once(mail: Mail) -> None:
    """A sandbox 22 s after sending: every link, then one press as soon as the page stands."""
    for url in mail.links:
        mail.get(url)
    proof = mail.get(mail.numbered(7)).form["proof"]
    time.sleep(0.5)
    evidence = {"by": "click", "ms": 40, "moves": 0, "visible": True, "automated": False}
    mail.post_json({"score": 7, "evidence": evidence, "proof": proof}, Sec_Fetch_Site="same-origin")


def borrows_a_proof(mail: Mail) -> None:
    """The proof of one page is worth nothing on another link, nor one that was altered."""
    proof = mail.get(mail.numbered(6)).form["proof"]
    evidence = {"by": "key", "ms": 900, "moves": 0, "visible": True, "automated": False}
    mail.post_json({"score": 6, "evidence": evidence, "proof": "1" + proof}, Origin="http://127.0.0.1")


def says_it_is_a_program(mail: Mail) -> None:
    mail.agent = "curl/8.14.1"
    mail.ask("POST", mail.link, b"score=9&done=yes", Content_Type=FORM)


def says_nothing_of_itself(mail: Mail) -> None:
    mail.agent = ""
    mail.post_form(mail.get(mail.numbered(8)).form)


def says_it_was_seen(mail: Mail) -> None:
    mail.post_json({"seen": True})


def posts_rubbish(mail: Mail) -> None:
    for body in (b"", b"{}", b"score=", b"\xff\xfe", b'{"score": "9"}', b"score=99"):
        mail.ask("POST", mail.link, body, Content_Type="application/json")
        mail.ask("POST", mail.link, body, Content_Type=FORM)
        mail.ask("PUT", mail.link, body, Content_Type=FORM)


HTTP: Final[tuple[Callable[[Mail], None], ...]] = (
    prefetches_all_links, heads_then_gets, heads_alone, opens_in_order, opens_backwards, opens_all_at_once,
    opens_twice_from_a_cache, opens_a_part, probes_options, opens_rewritten_links, mangles_the_token,
    prefetching_browser, follows_the_hidden_link, posts_found_forms, posts_found_forms_as_a_browser,
    posts_with_an_origin_at_once, posts_without_activation, fills_every_field, posts_from_the_hidden_link,
    posts_after_the_hidden_link, posts_every_score, replays_json, invents_evidence,
    opens_all_then_clicks_at_once, borrows_a_proof, says_it_is_a_program, says_nothing_of_itself,
    says_it_was_seen, posts_rubbish,
)  # fmt: skip
PREVIEWS: Final = {
    "slack": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "whatsapp": "WhatsApp/2.24.6.77 A",
    "telegram": "TelegramBot (like TwitterBot)",
    "skype": "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
    "discord": "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
}
PREVIEW_SCRIPTS: Final = {name: _preview(agent) for name, agent in PREVIEWS.items()}


# ---- a sandbox with a real browser ----
def looks(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(9))
    page.wait_for_timeout(1500)


def clicks_every_button(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(2))
    for control in page.locator("#row input, #send").all():
        if control.is_visible():
            control.click()


def waits_then_clicks_send(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(3))
    page.wait_for_timeout(1500)
    page.locator("#send").click()


def clicks_numbers_slowly(page: Page, mail: Mail) -> None:
    page.goto(mail.link)
    for score in SCORES:
        page.locator(f"#row input[value='{score}']").click()
        page.wait_for_timeout(150)


def makes_events_up(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(4))
    page.evaluate(
        """() => {
          for (const kind of ["pointerdown", "touchstart", "mousedown", "keydown", "pointermove", "click"])
            document.body.dispatchEvent(new Event(kind, {bubbles: true}));
          document.querySelector("#row input[value='10']").click();
          document.querySelector("#send").click();
        }"""
    )
    page.wait_for_timeout(400)


def submits_by_script(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(5))
    page.wait_for_timeout(1200)
    page.evaluate("HTMLFormElement.prototype.submit.call(document.getElementById('answer'))")
    page.wait_for_timeout(400)


def asks_for_submission(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(5))
    page.wait_for_timeout(1200)
    page.evaluate("document.getElementById('answer').requestSubmit()")
    page.wait_for_timeout(400)


def says_it_is_driven(page: Page, mail: Mail) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'webdriver', {get: () => true})")
    page.goto(mail.numbered(6))
    page.wait_for_timeout(1300)
    page.mouse.move(10, 10)
    page.mouse.move(200, 300, steps=12)
    page.locator("#send").click()
    page.wait_for_timeout(300)


def opens_each_and_sends(page: Page, mail: Mail) -> None:
    for score in (0, 4, 10):
        page.goto(mail.numbered(score))
        page.locator("#send").click()
        page.wait_for_timeout(200)


def presses_enter_at_once(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(7))
    page.locator("#send").press("Enter")
    page.wait_for_timeout(300)


def follows_every_link_of_the_page(page: Page, mail: Mail) -> None:
    page.goto(mail.numbered(8))
    for href in page.eval_on_selector_all("a[href]", "all => all.map((a) => a.href)"):
        page.goto(href)


BROWSER: Final[tuple[Callable[[Page, Mail], None], ...]] = (
    looks, clicks_every_button, waits_then_clicks_send, clicks_numbers_slowly, makes_events_up,
    submits_by_script, asks_for_submission, says_it_is_driven, opens_each_and_sends, presses_enter_at_once,
    follows_every_link_of_the_page,
)  # fmt: skip

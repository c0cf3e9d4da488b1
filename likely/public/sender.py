"""Who sends: what a request says of the program behind it, and what the same visitor looked at before."""

import re
from collections.abc import Mapping
from functools import lru_cache
from time import time
from typing import Any, Final

from likely.collect.evidence import Agent, Sender
from likely.public.visits import Visits, place_of, visitor_of

AUTOMATED: Final = re.compile(r"Headless|PhantomJS|Selenium|Puppeteer|Playwright", re.I)
SCANNER: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|preview|scanner|slurp|facebookexternalhit|Barracuda|Proofpoint|Mimecast|urlscan"
    r"|ms-office|Microsoft Office|SafeLinks|ThreatScan|Symantec|TrendMicro|Sophos|Fortinet|ImageProxy"
    r"|YahooMailProxy|urldefense",  # CUBOT is a telephone
    re.I,
)
PROGRAM: Final = re.compile(
    r"^(?!Mozilla/|Opera/)|python|curl/|wget/|libwww|Go-http-client|okhttp|Java/|axios|node-fetch", re.I
)


def sender_of(environ: Mapping[str, Any], *, form: bool, target: str, address: str, visits: Visits) -> Sender:
    """target: the link's token or slug. address: the client's, as far as it is believed."""
    agent = environ.get("HTTP_USER_AGENT", "")
    site = environ.get("HTTP_SEC_FETCH_SITE", "")
    seen = visits.of(target, visitor_of(address, agent))
    return Sender(
        agent=agent_of(agent),
        form=form,
        own_page=site in ("same-origin", "same-site") if site else "HTTP_ORIGIN" in environ,
        fetch_headers=bool(site),
        activated=environ.get("HTTP_SEC_FETCH_USER") == "?1",
        links=seen.links,
        hidden=seen.hidden,
        head=seen.head,
        place=place_of(address, agent, time()),
    )


@lru_cache(maxsize=4096)  # the same few come again and again
def agent_of(agent: str) -> Agent:
    """What the User-Agent header calls itself."""
    if not agent.strip():
        return "none"
    if AUTOMATED.search(agent):
        return "automated"
    if SCANNER.search(agent):
        return "scanner"
    return "program" if PROGRAM.search(agent) else "browser"

"""The ways on which `bench/collect.py` lets respondents come: the page, a personal link and the widget.

Each sends what the page's script or the widget sends: the answer, the language, what was seen of a person,
and the proof that a page was shown; with the headers of a browser. tests/respondents.py reads the file.
"""

import json
from pathlib import Path
from typing import Any, Final

from tests.server import Server

PERSONAL_LINKS: Final = (
    12_000  # looked at before, as their pages have told; then opened again to change the answer
)
PAGES: Final = 4_000  # views of the open page and of the widget, each with a proof of its own
BROWSER: Final = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "application/json",
    "Accept-Language": "en-GB,en;q=0.7,et;q=0.3",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Connection": "keep-alive",
    "Sec-Fetch-Dest": "empty",
    "Sec-Fetch-Mode": "cors",
}
OURS: Final = {**BROWSER, "Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
THEIRS: Final = {**BROWSER, "Origin": "https://shop.example.com", "Sec-Fetch-Site": "cross-site"}
PARTS: Final[dict[str, Any]] = {
    "language": "en",
    "evidence": {
        "by": "pointer", "ms": 4210, "moves": 17, "visible": True,
        "automated": False, "numbers": 1, "keys": 0,
    },
}  # fmt: skip
MAKE: Final = """
import django, json; django.setup()
from datetime import timedelta
from django.utils import timezone
from likely.ask.invitation import Invitation
from likely.ask.page_proof import make_proof
from likely.ask.survey import Survey
now = timezone.now()
survey = Survey.objects.get(slug="SLUG")
links = [
    Invitation(workspace=survey.workspace, survey=survey, sent_at=now - timedelta(hours=1), viewed_at=now)
    for _ in range(LINKS)
]
Invitation.objects.bulk_create(links, batch_size=500)
shown = int(now.timestamp() * 1000) - 5000
proofs = [make_proof(link.id.hex, "score", shown - 3 * at) for at, link in enumerate(links)]
print(json.dumps({
    "open": [make_proof("SLUG", "plain", shown - 7 * at) for at in range(PAGES)],
    "personal": [[link.token, proof] for link, proof in zip(links, proofs)],
}))
"""
VERDICTS: Final = """
import django, json; django.setup()
from django.db.models import Count
from likely.collect.response import Response
rows = Response.objects.filter(survey__slug="SLUG")
judged = rows.order_by().values_list("verdict").annotate(n=Count("id"))
print(json.dumps({"open": rows.filter(invitation=None).count(), "verdicts": dict(judged)}))
"""


def write_ways(server: Server, slug: str, file: Path) -> None:
    """Half of the respondents come by the open page, a quarter each by a personal link and the widget."""
    script = MAKE.replace("SLUG", slug).replace("LINKS", str(PERSONAL_LINKS)).replace("PAGES", str(PAGES))
    made = json.loads(server.run(script))
    seen = [{"proof": proof} for proof in made["open"]]
    personal = [{"path": f"/r/{token}", "proof": proof} for token, proof in made["personal"]]
    told = {**PARTS, "properties": {"plan": "team", "seats": 40}}
    ways = [
        {"path": f"/s/{slug}", "headers": OURS, "parts": PARTS, "visits": seen, "weight": 2},
        {"path": "/r/", "headers": OURS, "parts": PARTS, "visits": personal, "keyed": False},
        {"path": f"/w/{slug}", "headers": THEIRS, "parts": told, "visits": seen},
    ]
    file.write_text(json.dumps(ways))


def write_plain(slug: str, file: Path) -> None:
    """The plain view gets what the open page sends."""
    proof = {"proof": "19ac1f0c2a1-p-0123456789abcdef01234567"}
    way = {"path": f"/plain/{slug}", "headers": OURS, "parts": PARTS, "visits": [proof]}
    file.write_text(json.dumps([way]))


def stored(server: Server, slug: str) -> tuple[int, dict[str, int]]:
    """Responses to the open link, and all by their verdict; "": not judged."""
    found = json.loads(server.run(VERDICTS.replace("SLUG", slug)))
    return found["open"], found["verdicts"]

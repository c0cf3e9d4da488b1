"""No program makes or spoils a counted answer: scan, person, scan again, and the person's answer stands."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.public import scanners
from tests.public.browser_like import AGENT, EVIDENCE
from tests.public.conftest import Served
from tests.public.scanners import Mail

pytestmark = pytest.mark.server

SCRIPTS = {script.__name__: script for script in scanners.HTTP} | scanners.PREVIEW_SCRIPTS
DAY = 86_400.0
MEANT = 9


def counted(served: Served, link: str) -> list[dict[str, Any]]:
    return [row for row in served.rows(link) if row["state"] == "counted"]


def answer(link: str, score: int = MEANT) -> None:
    """A person with a telephone: opens the link of a number, and taps Send."""
    person = Mail(link, AGENT)
    page = person.get(person.numbered(score))
    time.sleep(0.45)  # nobody is faster
    sent = {"score": score, "evidence": EVIDENCE, "proof": page.form["proof"]}
    reply = person.post_json(sent, Origin="http://127.0.0.1", Sec_Fetch_Site="same-origin")
    assert reply.status == 200


def test_the_corpus_is_large() -> None:
    assert len(SCRIPTS) + len(scanners.BROWSER) >= 40


SENT = [(name, 22.0) for name in SCRIPTS] + [(name, DAY) for name in SCRIPTS if "post" in name]


@pytest.mark.parametrize(("name", "sent_ago"), SENT)
def test_a_scan_makes_no_answer_and_spoils_none(served: Served, name: str, sent_ago: float) -> None:
    scan: Callable[[Mail], None] = SCRIPTS[name]
    link = served.sent_link(sent_ago)
    scan(Mail(link))
    assert counted(served, link) == []
    answer(link)
    [row] = counted(served, link)
    assert (row["score"], row["comment"], row["verdict"], row["doubt"]) == (MEANT, "", "human", "")
    scan(Mail(link))
    [after] = counted(served, link)
    assert {**after, "evidence": ""} == {**row, "evidence": ""}


def test_a_look_is_no_view_either(served: Served) -> None:
    link = served.sent_link(22.0)
    scanners.prefetches_all_links(Mail(link))
    assert not served.viewed(link)
    assert served.rows(link) == []

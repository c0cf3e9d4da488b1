"""Somebody else's web site on an origin of its own, with as strict a policy as a careful host has."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests import migrated
from tests.server import free_port

STRICT = (
    "default-src 'none'; script-src 'self' {host}; connect-src {host}; style-src 'none'; img-src data:; "
    "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
)


@dataclass
class Site:
    """host: where Likely is. What a page holds is set before it is opened; every path shows it."""

    host: str
    slugs: dict[str, list[str]]
    database: Path
    url: str = ""
    html: str = ""
    script: str = ""
    policy: str = STRICT
    asked: list[str] = field(default_factory=list)

    def slug(self, name: str = "usual") -> str:
        """Of a survey that nobody has seen."""
        return self.slugs[name].pop()

    def tag(self, slug: str = "", **data: str) -> str:
        named = {"survey": slug, **data} if slug else data
        said = " ".join(f'data-{name.replace("_", "-")}="{value}"' for name, value in named.items())
        return f'<script async src="{self.host}/w.js" {said}></script>'

    def holds(self, tag: str, body: str = "", script: str = "", policy: str = STRICT, head: str = "") -> str:
        """Set the page; the address to open."""
        own = '<script src="/own.js"></script>' if script else ""
        self.html = (
            f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="icon" href="data:,">{head}{own}</head>'
            f'<body><main><h1>A shop</h1><p><a href="#more" id="link">More</a></p>{body}</main>{tag}</body>'
            "</html>"
        )
        self.script, self.policy = script, policy
        return self.url + "/"

    def looks(self, slug: str) -> int:
        """How often somebody saw the survey."""
        joined = "likely_opening o JOIN likely_survey s ON s.id = o.survey_id"
        summed = f"SELECT COALESCE(SUM(o.times), 0) FROM {joined} WHERE s.slug = ?"
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return int(connection.execute(summed, [slug]).fetchone()[0])
        finally:
            connection.close()

    def rows(self, slug: str) -> list[dict[str, Any]]:
        """The stored responses, their answers and properties read."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        found = (
            "SELECT r.* FROM likely_response r JOIN likely_survey s ON s.id = r.survey_id WHERE s.slug = ?"
        )
        try:
            rows = [dict(row) for row in connection.execute(found, [slug])]
        finally:
            connection.close()
        return [{**row, **{n: json.loads(row[n]) for n in ("answers", "properties")}} for row in rows]


@contextmanager
def site(home: Path) -> Iterator[Site]:
    """A shop's site, and a Likely on another origin."""
    port = free_port()
    with (
        _likely(home, port) as slugs,
        _pages(Site(f"http://127.0.0.1:{port}", slugs, home / "likely.db")) as shop,
    ):
        yield shop


@contextmanager
def _likely(home: Path, port: int) -> Iterator[dict[str, list[str]]]:
    migrated.put_database(home)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIKELY_")}
    own = {
        "LIKELY_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "likely.settings",
        "LIKELY_ANSWERS_PER_MINUTE": "0",
    }
    command = [sys.executable, "-m", "tests.public.widget_server", str(port)]
    server = subprocess.Popen(command, env={**clean, **own}, stdout=subprocess.PIPE, text=True)
    assert server.stdout
    try:
        slugs = json.loads(server.stdout.readline())
        assert any(line.strip() == "ready" for line in server.stdout), "the server ended before it was ready"
        yield slugs
    finally:
        server.terminate()
        server.wait(30)


@contextmanager
def _pages(shop: Site) -> Iterator[Site]:
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.asked.append(self.path)
            is_script = self.path == "/own.js"
            body = (shop.script if is_script else shop.html).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", shop.policy.format(host=shop.host))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    shop.url = f"http://127.0.0.1:{server.server_port}"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield shop
    finally:
        server.shutdown()

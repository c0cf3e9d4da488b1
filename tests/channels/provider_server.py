"""A provider on loopback: notes every request, and checks those to Twilio by its published description."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

SIDS = {"Messages": "SM", "Calls": "CA"}


@dataclass
class Provider:
    """answers: (status, body) of the next requests, before its own judgement. headers: by path."""

    description: Path | None = None
    answers: list[tuple[int, bytes]] = field(default_factory=list)
    seen: list[dict[str, Any]] = field(default_factory=list)
    headers: dict[str, dict[str, str]] = field(default_factory=dict)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, told: dict[str, Any]) -> tuple[int, bytes]:
        self.seen.append(told)
        if self.answers:
            return self.answers.pop(0)
        if self.description is None:
            return 200, b'{"data": [{"id": "g-1"}]}'
        if fault := self.fault(told):
            return (401, _problem(20003, fault)) if "auth" in fault else (400, _problem(21604, fault))
        kind = told["path"].rpartition("/")[2].removesuffix(".json")
        return 201, json.dumps({"sid": SIDS[kind] + f"{len(self.seen):032x}", "status": "queued"}).encode()

    def fault(self, told: dict[str, Any]) -> str:
        """What is wrong with a request by the description; "": nothing."""
        if not told["headers"].get("authorization", "").startswith("Basic "):
            return "no auth"
        from openapi_core.exceptions import OpenAPIError

        try:
            self._api.validate_request(_Asked(told))
        except OpenAPIError as error:
            return f"{error} {error.__cause__}"
        return ""

    @property
    def _api(self) -> Any:
        from openapi_core import OpenAPI

        if not hasattr(self, "_read"):
            self._read = OpenAPI.from_dict(json.loads(self.description.read_text()))  # type: ignore[union-attr]
        return self._read


class _Asked:
    """A request as openapi-core reads one."""

    host_url = "https://api.twilio.com"

    def __init__(self, told: dict[str, Any]) -> None:
        from openapi_core.datatypes import RequestParameters
        from werkzeug.datastructures import Headers

        self.path, self.method = told["path"], told["method"].lower()
        self.content_type = told["headers"].get("content-type", "")
        self.body = told["body"]
        self.parameters = RequestParameters(header=Headers(told["headers"]))


def _problem(code: int, message: str) -> bytes:
    return json.dumps({"code": code, "message": message[:200], "status": 400}).encode()


@contextmanager
def provider(description: Path | None = None) -> Iterator[Provider]:
    running = Provider(description)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = {"path": self.path, "method": self.command, "headers": headers, "body": body}
            told["form"] = dict(parse_qsl(body.decode("latin-1")))
            status, answer = running.answer(told)
            self.send_response(status)
            for name, value in running.headers.get(self.path, {}).items():
                self.send_header(name, value)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815 - the library's name

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    running.port = server.server_port
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield running
    server.shutdown()
    server.server_close()

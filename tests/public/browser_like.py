"""What a person's browser sends beside the answer, for tests that have no browser."""

from typing import Any, Final

AGENT: Final = (
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
)
EVIDENCE: Final[dict[str, Any]] = {"by": "touch", "ms": 2400, "moves": 0, "visible": True, "automated": False}
SCRIPT: Final = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors"}
FORM: Final = {
    "Origin": "null",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
}


def headers(form: bool = False) -> dict[str, str]:
    return {"User-Agent": AGENT, **(FORM if form else SCRIPT)}


def environ(form: bool = False) -> dict[str, str]:
    """The same as WSGI names them."""
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers(form).items()}

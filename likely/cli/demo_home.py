"""Where the demo lives: in a folder of its own, never in an installation that somebody relies on.

Runs before Django is loaded, since settings are read once.
"""

import atexit
import os
import shutil
import socket
from collections.abc import Mapping
from tempfile import mkdtemp

from likely.lib.refusal import Refusal

USUAL_PORT = 8000
TRIED_PORTS = range(USUAL_PORT, USUAL_PORT + 20)
NOT_OURS = (
    "LIKELY_DATABASE_URL",
    "LIKELY_LAKE_URL",
    "LIKELY_ENGINE_URL",
    "LIKELY_EMAIL_URL",
    "LIKELY_SECRET_KEY",
)


def settle_demo(home: str | None, port: str | None) -> None:
    """Fix the demo's folder and port in the environment. The settings of an installation are left out."""
    for name in NOT_OURS:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    if not home:
        home = mkdtemp(prefix="likely-demo-")
        atexit.register(_throw_away, home, os.getpid())
    os.environ["LIKELY_HOME"] = home
    os.environ["LIKELY_BASE_URL"] = f"http://127.0.0.1:{free_port(port)}"


def _throw_away(home: str, maker: int) -> None:
    """At the end of the process that made the folder, and of none that was forked from it."""
    if os.getpid() == maker:
        shutil.rmtree(home, ignore_errors=True)


def demo_port(environment: Mapping[str, str]) -> int:
    """The port that `settle_demo` chose."""
    return int(environment["LIKELY_BASE_URL"].rpartition(":")[2])


def free_port(wanted: str | None) -> int:
    """`wanted` if nobody listens there, else a refusal; with none wanted, the first free one from 8000 on."""
    if wanted is not None:
        if not wanted.isdigit() or not 0 < int(wanted) < 65536:
            raise Refusal("not_a_port", f"--port {wanted} is no port.", cure="Give a number from 1 to 65535.")
        if not _is_free(int(wanted)):
            raise Refusal(
                "port_taken", f"Port {wanted} is taken.", cure="Stop what listens there, or name another."
            )
        return int(wanted)
    for port in TRIED_PORTS:
        if _is_free(port):
            return port
    raise Refusal(
        "port_taken", f"Ports {TRIED_PORTS[0]} to {TRIED_PORTS[-1]} are taken.", cure="Give --port."
    )


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True

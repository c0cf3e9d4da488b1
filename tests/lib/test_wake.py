"""A main thread that waits without end is woken after a signal, also one that came before it lay down."""

import signal
import subprocess
import sys

import pytest

WAITS = """
import signal, sys, threading
from likely.lib.wake import wake_for_signals
wake_for_signals()
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
woken = []
signal.signal(signal.SIGURG, lambda *_: woken.append(True))
print("ready", flush=True)
stop.wait()
while not woken:
    pass
print("woken", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Windows are others")
def test_after_a_signal_the_main_thread_is_woken() -> None:
    with subprocess.Popen([sys.executable, "-c", WAITS], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.readline() == "woken\n"
        assert process.wait(30) == 0

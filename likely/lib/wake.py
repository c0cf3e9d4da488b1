"""A signal that arrives as the main thread lies down to wait without end is noted, and seen when it wakes.

Python's handlers run in the main thread alone, and only between its steps; a lock that it waits for is none.
So somebody has to wake it.
"""

import os
import signal
from threading import Thread, main_thread
from time import sleep
from typing import Final

TIMES: Final = 8
PAUSE_SECONDS: Final = 0.25


def wake_for_signals() -> None:
    """From now on, wake the main thread some times after each signal. To be called by that thread."""
    if not hasattr(signal, "pthread_kill"):  # not on Windows
        return
    noted, note = os.pipe()
    os.set_blocking(note, False)
    signal.signal(signal.SIGURG, _go_on)
    signal.set_wakeup_fd(note, warn_on_full_buffer=False)
    Thread(target=_wake, args=(noted,), name="wake-for-signals", daemon=True).start()


def _go_on(number: int, frame: object) -> None:
    """To have been woken is all."""


def _wake(noted: int) -> None:
    main = main_thread().ident
    while told := os.read(noted, 1):
        if told[0] == signal.SIGURG or main is None:
            continue
        for _ in range(TIMES):
            sleep(PAUSE_SECONDS)
            signal.pthread_kill(main, signal.SIGURG)

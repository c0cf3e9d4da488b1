"""A child that outlives its parent would go on serving unseen: it ends itself instead."""

import os
import signal
from threading import Thread
from time import sleep

POLL_SECONDS = 0.5


def end_when_orphaned(parent: int = 0) -> None:
    """From now on, ask this process to stop as soon as the one that started it is gone, however it went.

    parent: its number, where it told it; else it is taken to live still.
    """
    Thread(target=_watch, args=(parent or os.getppid(),), name="orphan-watch", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        sleep(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)

"""A process whose parent is gone ends itself, however the parent went."""

import signal
import subprocess
import sys
from time import sleep

import psutil
import pytest

CHILD = """
from time import sleep
from likely.lib.orphan import end_when_orphaned
end_when_orphaned()
print("up", flush=True)
sleep(600)
"""
PARENT = f"""
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
child.wait()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there the parent's number never changes")
def test_a_child_does_not_outlive_a_parent_that_was_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    sleep(0.7)  # a look later it is still there
    assert child.is_running()
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    gone, _ = psutil.wait_procs([child], timeout=60)
    assert gone or child.status() == psutil.STATUS_ZOMBIE


@pytest.mark.skipif(sys.platform == "win32", reason="there the parent's number never changes")
def test_a_parent_that_was_gone_before_its_child_looked_is_missed_too() -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    words = (
        f"from time import sleep; from likely.lib.orphan import *; end_when_orphaned({gone.pid}); sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", words]) as child:
        assert child.wait(30) == -signal.SIGTERM

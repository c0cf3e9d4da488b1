"""What a web process of `likely serve` loads.

The server names it. Nothing else imports it, since that settles the process that does.
"""

import os
import signal
from multiprocessing import parent_process
from threading import Thread

from likely.lib.orphan import end_when_orphaned
from likely.lib.wake import wake_for_signals

starter = parent_process()
end_when_orphaned(starter.pid or 0 if starter else 0)
# The handler that a fork inherits only notes the signal: being stopped while loading would be missed.
signal.signal(signal.SIGTERM, signal.SIG_DFL)
wake_for_signals()
if hasattr(os, "setpgid"):  # not on Windows
    os.setpgid(0, 0)  # Ctrl-C goes to the parent, which lets requests end

from likely.store.engine import warm_up  # noqa: E402 - the lines above hold while all this is loaded
from likely.wsgi import application  # noqa: E402

__all__ = ["application"]

Thread(target=warm_up, daemon=True).start()  # answers are taken meanwhile; the first board need not wait

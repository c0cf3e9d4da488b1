"""Who holds a row of a queue, and until when: a worker that dies loses what it held by that time alone."""

import os
import socket
from datetime import datetime, timedelta

from django.conf import settings

from likely.lib.identity import new_token


def new_holder() -> str:
    """The name of one claim, at most 40 characters: what is claimed together has one, and no two claims have
    the same. It begins with the machine and the process, for whoever looks into the rows."""
    return f"{socket.gethostname()[:16]}:{os.getpid()}:{new_token()[:10]}"


def lease_end(now: datetime) -> datetime:
    """Until when what is sent by a call to the outside is held."""
    return now + timedelta(seconds=settings.SEND_LEASE_SECONDS)

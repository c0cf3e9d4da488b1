"""Why a letter did not leave, where that is the same for every provider.

What is wrong with one workspace's account holds up its own letters alone, so `down` is never said here.
"""

from typing import Final

from likely.channels.channel import SendError
from likely.lib.outbound import Answer, NoAnswer
from likely.lib.refusal import Refusal

BUSY_SECONDS: Final = 30
ACCOUNT_SECONDS: Final = 900  # until somebody may have mended an account
LONGEST_WAIT_SECONDS: Final = 3600
LONGEST_WORDS: Final = 300


def not_set_up(channel: str) -> SendError:
    return SendError(f"The channel {channel} is not set up.", permanent=False, after_seconds=ACCOUNT_SECONDS)


def unanswered(error: BaseException) -> SendError:
    """The call was not made, or nobody said what became of it."""
    if isinstance(error, NoAnswer):
        return SendError(error.words, permanent=False, unknown=error.reached)
    wait = ACCOUNT_SECONDS if isinstance(error, Refusal) else None
    return SendError(str(error)[:LONGEST_WORDS], permanent=False, after_seconds=wait)


def by_status(answer: Answer) -> SendError:
    """An HTTP answer that is no success, of somebody who speaks HTTP and nothing more."""
    said = f"{answer.status}: {answer.text}"[:LONGEST_WORDS]
    if answer.status == 429 or answer.status >= 500 or answer.status in (408, 425):
        return SendError(said, permanent=False, after_seconds=_wait(answer))
    if answer.status in (401, 403) or answer.status < 400:  # our account; or they have moved
        return SendError(said, permanent=False, after_seconds=ACCOUNT_SECONDS)
    return SendError(said, permanent=True)


def _wait(answer: Answer) -> int:
    told = answer.headers.get("retry-after", "")
    seconds = int(told) if told.isascii() and told.isdecimal() and len(told) < 7 else BUSY_SECONDS
    return min(max(1, seconds), LONGEST_WAIT_SECONDS)

"""The process that reads the rows of a large import. It asks no database, and ends with whoever asked it."""

import os
import pickle
import signal
import sys
from operator import attrgetter
from typing import IO, Any, Final

import django

from likely.people.search_words import words_of

PROTOCOL: Final = 5  # of pickle
FACTS: Final = attrgetter(
    "external_id", "email", "phone", "name", "language", "time_zone", "channel", "population", "properties"
)


def serve(asked: IO[bytes], answers: IO[bytes]) -> None:
    """Told (rows, import, plan, start), write portion by portion; an empty one is the end.

    A pipe holds less than a portion, so this process is never further ahead than one.
    """
    django.setup()  # what it is told names models
    rows, one, plan, start = pickle.load(asked)  # noqa: S301 - from the process that started this one
    for portion in rows(one, start):
        pickle.dump([packed(number, plan.read(row)) for number, row in portion], answers, PROTOCOL)
        answers.flush()
    pickle.dump([], answers, PROTOCOL)
    answers.flush()


def packed(number: int, read: Any) -> tuple[Any, ...]:
    """Facts as a plain tuple: half the work of a dataclass to take apart and to put together."""
    if isinstance(read, list):
        return number, read
    company = read.account and (read.account.external_id, read.account.name, read.account.value)
    label = read.account.name or read.account.external_id if read.account else ""
    words = words_of(read.name, read.email, read.phone, read.external_id, label)
    return number, company, words, *FACTS(read)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # what is printed by chance is no portion
        try:
            serve(sys.stdin.buffer, out)
        except BrokenPipeError:
            os._exit(0)  # nobody waits for the rows any more

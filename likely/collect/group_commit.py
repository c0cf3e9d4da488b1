"""Requests that arrive while a commit is running share the next one.

A durable commit waits for the disk (milliseconds), whatever it carries. One writer thread per process
takes all that are waiting into one transaction, so the disk is waited for once a batch, not once an
answer. Nobody waits longer than for the commit that is running and the next one.
"""

import logging
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from time import monotonic, sleep

from django.db import connection

from likely.collect.receipt import Receipt
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

log = logging.getLogger(__name__)

LARGEST_BATCH = 256  # submissions: a bound on the memory and the length of one transaction
GATHER_SECONDS = 0.004  # at most; a lone respondent is never kept waiting
PATIENCE_SECONDS = 15.0  # then the outcome is unknown and the client is told to try again

TakeInAll = Callable[[Sequence[Submission]], list[Receipt | Refusal]]


class Ticket:
    """A submission in the queue; its latch opens when the outcome is there."""

    __slots__ = ("latch", "outcome", "submission")

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.outcome: Receipt | Exception | None = None
        self.latch = Lock()
        self.latch.acquire()

    def settle(self, outcome: Receipt | Exception) -> None:
        self.outcome = outcome
        self.latch.release()


class GroupCommit:
    """The queue and its writer. The thread starts with the first submission, after any fork."""

    def __init__(self, take_in_all: TakeInAll) -> None:
        self._take_in_all = take_in_all
        self._queue: SimpleQueue[Ticket | None] = SimpleQueue()
        self._starting = Lock()
        self._writer: Thread | None = None
        self._stopped = False

    def take_in(self, submission: Submission) -> Receipt:
        """Wait for the commit that carries the submission; then its receipt, or the Refusal."""
        ticket = Ticket(submission)
        self._put(ticket)
        if not ticket.latch.acquire(timeout=PATIENCE_SECONDS):
            raise _unavailable()
        if isinstance(ticket.outcome, Receipt):
            return ticket.outcome
        raise ticket.outcome or _unavailable()

    def waiting(self) -> int:
        """How many wait for the next commit."""
        return self._queue.qsize()

    def stop(self) -> None:
        """Commit what is waiting, take nothing more."""
        with self._starting:
            self._stopped = True
            self._queue.put(None)
        if self._writer:
            self._writer.join(PATIENCE_SECONDS)

    def _put(self, ticket: Ticket) -> None:
        if self._writer is None or self._stopped:
            self._start()
        self._queue.put(ticket)

    def _start(self) -> None:
        with self._starting:
            if self._stopped:
                raise _unavailable()
            if self._writer is None:
                self._writer = Thread(target=self._write, name="group-commit", daemon=True)
                self._writer.start()

    def _write(self) -> None:
        size = 1
        while ticket := self._queue.get():
            self._gather(size - 1)
            batch = [ticket]
            goes_on = self._fill(batch)
            self._commit(batch)
            size = len(batch)
            if not goes_on:
                break
        connection.close()

    def _gather(self, expected: int) -> None:
        """Those of the last batch are likely to come back at once: a moment's wait saves them a commit."""
        until = monotonic() + GATHER_SECONDS
        while self._queue.qsize() < expected and monotonic() < until:
            sleep(GATHER_SECONDS / 8)

    def _fill(self, batch: list[Ticket]) -> bool:
        """Add all that are waiting; False after the mark that `stop` put."""
        while len(batch) < LARGEST_BATCH:
            try:
                ticket = self._queue.get_nowait()
            except Empty:
                return True
            if ticket is None:
                return False
            batch.append(ticket)
        return True

    def _commit(self, batch: list[Ticket]) -> None:
        for ticket, outcome in zip(batch, self._outcomes(batch), strict=True):
            ticket.settle(outcome)

    def _outcomes(self, batch: list[Ticket]) -> Sequence[Receipt | Exception]:
        try:
            return self._take_in_all([ticket.submission for ticket in batch])
        except Refusal as refusal:
            log.warning("%d answers could not be stored: %s", len(batch), refusal.__cause__ or refusal)
            return [_unavailable() for _ in batch]
        except Exception as error:  # noqa: BLE001 - carried to the one request that it belongs to, and raised there
            if len(batch) == 1:
                return [error]
            return [outcome for ticket in batch for outcome in self._outcomes([ticket])]


def _unavailable() -> Refusal:
    return Refusal("store_unavailable", "The answer can't be stored right now.")

"""`likely work`: what is due is done, by any number of workers on any number of machines."""

import logging
import signal
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from threading import Event, Thread
from time import monotonic
from typing import Annotated

import typer
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, close_old_connections, connections
from django.utils import timezone

from likely.act.alert import tell_alarms, tell_values
from likely.act.answer_events import SOON, SURELY, note_answers
from likely.act.board_mail import send_boards
from likely.act.case_media import fetch_due
from likely.act.digest_due import send_digests
from likely.act.domain_event import forget_events
from likely.act.endpoint import forget_former
from likely.act.erasure import finish_erasures
from likely.act.goal_renewal import renew_goals
from likely.act.inbound_mail import read_mailbox
from likely.act.posting import post_due
from likely.act.promoter import forget_visitors
from likely.act.reacting import react_due, tell_overdue
from likely.act.reckoned import note_reckoned
from likely.act.resurvey import resurvey_due
from likely.act.risk import note_risks
from likely.act.step_work import steps_due
from likely.act.written_text import write_due
from likely.ask.dispatch import send_due
from likely.ask.fallback import fall_back_due
from likely.ask.programme_tick import decide_due
from likely.ask.reminder import remind_due
from likely.ask.thanks import thank_due
from likely.base.idempotency import forget_old
from likely.base.tick import claim, finish
from likely.collect.permission import last_round, note_permissions
from likely.lib.orphan import end_when_orphaned
from likely.lib.refusal import Refusal
from likely.people.import_run import run_due
from likely.people.import_undo import forget_old as forget_old_imports
from likely.people.property_reading import read_due
from likely.store.people_file import more_cache, rows_from
from likely.store.seal import seal_due
from likely.store.tag_comments import SURELY as SURELY_TAGGED
from likely.store.tag_comments import discover_due, read_again_due, tag_new_due

log = logging.getLogger(__name__)

PAUSE_SECONDS = 1.0  # between two looks at what is due
HOUR, DAY = 3600, 86400  # seconds
DISCOVERY_SECONDS = 3.0  # after which no other workspace is begun with
ASIDE_SECONDS = 1.0  # that a worker which is told to stop waits for what it does aside; it is done again
IMPORT_SECONDS = 10.0  # of an import at a time; then other work has its turn


@dataclass(frozen=True, slots=True)
class Duty:
    """A tick's name, how often it is due, what it does, and whether others should not wait for it.

    is_awaited: it waits for no more than one of the long ones, behind each of which it is due again.
    is_aside: a worker that goes on does it in a thread of its own, and nothing waits for it.
    """

    name: str
    every_seconds: int
    do: Callable[[], object]
    is_long: bool = False
    is_awaited: bool = False
    is_aside: bool = False


def clear_sessions() -> None:
    call_command("clearsessions")


def forget_requests() -> None:
    forget_old(timezone.now())


def seal() -> None:
    seal_due(timezone.now())


def decide() -> None:
    decide_due(timezone.now())


def remind() -> None:
    now = timezone.now()
    remind_due(now)
    fall_back_due(now)
    thank_due(now)


def import_people() -> None:
    with more_cache():
        run_due(rows_from, IMPORT_SECONDS)


def read_properties() -> None:
    until = monotonic() + IMPORT_SECONDS
    while read_due() and monotonic() < until:
        pass


def forget_imports() -> None:
    forget_old_imports(timezone.now())


def note_consents() -> None:
    note_permissions(timezone.now(), last_round("note-consents"))


def react() -> None:
    now = timezone.now()
    note_answers(now, last_round("react"), SOON)
    react_due(now)


def look_again() -> None:
    """For answers that were committed late; and for promised times that have passed."""
    now = timezone.now()
    note_answers(now, last_round("look-again"), SURELY)
    tell_overdue(now)


def forget_happenings() -> None:
    forget_events(timezone.now())


def forget_secrets() -> None:
    forget_former(timezone.now())


def forget_visits() -> None:
    forget_visitors(timezone.now())


def finish_erasing() -> None:
    finish_erasures(timezone.now())


def tag() -> None:
    tag_new_due(timezone.now())


def tag_again() -> None:
    """For comments that were committed late."""
    tag_new_due(timezone.now(), overlap=SURELY_TAGGED)


def read_again() -> None:
    read_again_due(timezone.now())


def discover() -> None:
    discover_due(timezone.now(), DISCOVERY_SECONDS)


def write_texts() -> None:
    write_due(timezone.now())


def send() -> None:
    send_due()


def post() -> None:
    post_due()


def fetch_media() -> None:
    fetch_due()


def read_mail() -> None:
    read_mailbox()


def ask_again() -> None:
    resurvey_due(timezone.now())


def mail_boards() -> None:
    send_boards(timezone.now())


def tell_digests() -> None:
    send_digests(timezone.now())


def do_steps() -> None:
    steps_due()


def reckon() -> None:
    note_reckoned(timezone.now())
    note_risks(timezone.now())


def begin_goals_anew() -> None:
    renew_goals(timezone.now())


def alert() -> None:
    tell_values(timezone.now(), last_round("alert"))


def watch_score() -> None:
    tell_alarms(timezone.now())


DUTIES = (
    Duty("seal", 5, seal),
    Duty("decide", 5, decide),
    Duty("remind", 60, remind),
    Duty("send", 1, send),
    Duty("post", 1, post),
    Duty("tag-comments", 3, tag, is_long=True, is_awaited=True),
    Duty("read-mail", 60, read_mail, is_long=True),
    Duty("fetch-media", 2, fetch_media, is_long=True),
    Duty("ask-again", 60, ask_again),
    Duty("note-consents", 60, note_consents),
    Duty("discover-themes", 30, discover, is_long=True, is_aside=True),
    Duty("read-again", 3, read_again, is_long=True, is_aside=True),
    Duty("tag-again", 300, tag_again, is_long=True),
    Duty("write-texts", 2, write_texts, is_long=True),
    Duty("react", 1, react),
    Duty("steps", 1, do_steps),
    Duty("reckon", HOUR, reckon, is_long=True),
    Duty("renew-goals", 60, begin_goals_anew),
    Duty("look-again", 60, look_again),
    Duty("digests", 30, tell_digests, is_long=True),
    Duty("boards", 60, mail_boards, is_long=True),
    Duty("alert", 10, alert),
    Duty("watch-score", HOUR, watch_score, is_long=True),
    Duty("forget-events", DAY, forget_happenings),
    Duty("forget-visitors", DAY, forget_visits),
    Duty("forget-secrets", HOUR, forget_secrets),
    Duty("finish-erasures", HOUR, finish_erasing, is_long=True),
    Duty("import-people", 1, import_people, is_long=True),
    Duty("read-properties", 2, read_properties, is_long=True),
    Duty("forget-imports", DAY, forget_imports),
    Duty("clear-sessions", DAY, clear_sessions),
    Duty("forget-requests", HOUR, forget_requests),
)


def register(app: typer.Typer) -> None:
    app.command()(work)


class Share(StrEnum):
    """Which duties a worker takes. A server has two, so that a case need not wait for an import."""

    ALL = "all"
    SHORT = "short"
    LONG = "long"


def work(
    only: Annotated[str | None, typer.Option(help="Do nothing but this.")] = None,
    home: Annotated[str | None, typer.Option(help="Folder of the installation.")] = None,  # noqa: ARG001
    share: Annotated[
        Share, typer.Option(help="Take what is soon done, or what may last, or both.")
    ] = Share.ALL,
    attached: Annotated[int, typer.Option(hidden=True)] = 0,
) -> None:
    """Do what is due, again and again, until Ctrl-C. Any number may run."""
    if attached:
        end_when_orphaned(attached)
    duties = chosen_duties(only, share)
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    aside = Aside()
    while not stop.is_set():
        close_old_connections()  # one that died is replaced
        work_once(duties, stop, aside)
        stop.wait(PAUSE_SECONDS)
    aside.finish(ASIDE_SECONDS)


def chosen_duties(only: str | None, share: Share = Share.ALL) -> tuple[Duty, ...]:
    chosen = tuple(duty for duty in DUTIES if only in (None, duty.name) and _takes(share, duty))
    if not chosen:
        names = ", ".join(duty.name for duty in DUTIES)
        raise Refusal("unknown_work", f"There is no work called {only!r}.", cure=f"Name one of {names}.")
    return chosen


class Aside:
    """Threads for duties that others must not wait for, one a duty. They end with the process.

    Each is work that a killed worker leaves undone and the next one does again.
    """

    def __init__(self) -> None:
        self._threads: dict[str, Thread] = {}

    def begin(self, duty: Duty) -> None:
        """Unless it is still being done."""
        known = self._threads.get(duty.name)
        if known is None or not known.is_alive():
            thread = Thread(target=_do_aside, args=(duty,), name=duty.name, daemon=True)
            self._threads[duty.name] = thread
            thread.start()

    def finish(self, seconds: float) -> None:
        """Wait for those under way, for so long each at most."""
        for thread in self._threads.values():
            thread.join(seconds)


def _do_aside(duty: Duty) -> None:
    try:
        _done(duty)
    finally:
        connections.close_all()  # this thread's own


def work_once(
    duties: tuple[Duty, ...] = DUTIES, stop: Event | None = None, aside: Aside | None = None
) -> list[str]:
    """Do what is due now, until told to stop; the names of what was done here, and not aside."""
    done = []
    for duty in duties:
        if stop and stop.is_set():
            break
        if duty.is_aside and aside:
            aside.begin(duty)
        elif _done(duty):
            done.append(duty.name)
            if duty.is_long and not duty.is_awaited:
                done += [other.name for other in duties if other.is_awaited and _done(other)]
    return list(dict.fromkeys(done))


def _takes(share: Share, duty: Duty) -> bool:
    return share is Share.ALL or duty.is_long == (share is Share.LONG)


def _done(duty: Duty) -> bool:
    """One that fails is logged, tried again when it is due again, and stops no other."""
    try:
        if not claim(duty.name, duty.every_seconds):
            return False
        duty.do()
        finish(duty.name)
    except (OperationalError, InterfaceError) as error:
        log.warning("%s waits for the database: %s", duty.name, error)
        return False
    except Exception:
        log.exception("%s failed", duty.name)
        return False
    return True

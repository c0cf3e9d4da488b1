"""From a submission to a stored response: one pipeline for every face.

The page, the API and the widget all end here, so a rule holds for all of them or for none.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import DataError, IntegrityError, InterfaceError, OperationalError, connection
from django.utils import timezone

from likely.collect import fitting, preset_step, step
from likely.collect.batch import Batch
from likely.collect.known import Known, SurveysOf, look_up, read_surveys
from likely.collect.receipt import Receipt
from likely.collect.statement import one_transaction
from likely.collect.step import Intake, refusal
from likely.collect.submission import Submission
from likely.lib.refusal import Refusal

TRIES: Final = 3  # of a transaction that another process crossed

STEPS: Final[tuple[tuple[str, Callable[[Intake], Intake]], ...]] = (
    ("the link is valid", step.link_is_valid),
    ("the survey is open", step.survey_is_open),
    ("the page may ask", step.page_may_ask),
    ("the person is of this workspace", step.person_is_ours),
    ("the time is believable", step.time_is_believable),
    ("something is sent", step.something_is_sent),
    ("the response is named", step.response_is_named),
    ("anonymity is kept", step.anonymity_is_kept),
    ("the answer may still change", step.answer_may_change),
    ("the answers fit the questions", fitting.answers_fit),
    ("consent is given", fitting.consent_is_given),
    ("doubt is judged", step.doubt_is_judged),
    ("the preset is read", preset_step.preset_is_read),
    ("what is known is copied", fitting.known_is_copied),
    ("what is required is there", fitting.required_is_there),
)


def take_in(submission: Submission) -> Receipt:
    """Store one submission in a transaction of its own (or in the caller's), or refuse it."""
    [outcome] = take_in_all([submission])
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome


def take_in_all(
    submissions: Sequence[Submission], surveys_of: SurveysOf = read_surveys
) -> list[Receipt | Refusal]:
    """Store a batch in one transaction. Each has its own outcome: a refused one spoils no other.

    Trying again is always safe, even when the first try was committed unseen: a submission names its
    response, so the second try finds it and repeats nothing.
    """
    for last in (False,) * (TRIES - 1) + (True,):
        try:
            with one_transaction():
                return _through(submissions, surveys_of)
        except (IntegrityError, DataError):
            # Another process stored the same key in between: the next look-up finds its row.
            if last:
                return _one_by_one(submissions)
        except (OperationalError, InterfaceError) as error:
            if not _may_try_again() or last:
                raise refusal("store_unavailable", "The answer can't be stored right now.") from error
    raise AssertionError("the last try returns or raises")


def _through(submissions: Sequence[Submission], surveys_of: SurveysOf) -> list[Receipt | Refusal]:
    known, now, batch = look_up(submissions, surveys_of), timezone.now(), Batch()
    outcomes = [_outcome(submission, known, now, batch) for submission in submissions]
    batch.write(now)
    return outcomes


def _outcome(submission: Submission, known: Known, now: datetime, batch: Batch) -> Receipt | Refusal:
    try:
        intake = step.begun(submission, known, now)
        for _, take in STEPS:
            intake = take(intake)
    except Refusal as no:
        return no
    return batch.add(intake)


def _one_by_one(submissions: Sequence[Submission]) -> list[Receipt | Refusal]:
    if len(submissions) > 1:
        return [outcome for one in submissions for outcome in take_in_all([one])]
    return [refusal("not_storable", "The answer holds something that can't be stored.")]


def _may_try_again() -> bool:
    """Give up the connection, which may be dead. With a server, a new one is worth a try at once."""
    if connection.in_atomic_block:
        return False
    connection.close()
    return connection.vendor != "sqlite"

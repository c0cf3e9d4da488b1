"""The demo's experiment: half of those who await a parcel can follow it live. Planted: they like it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from likely.ask.arm import Assignment, arms_of
from likely.ask.experiment import ExperimentFacts, make_experiment, start_experiment
from likely.ask.guardrail import GuardFacts
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.collect.response import Response

ACTOR: Final = "system"
RUNS_FOR: Final = timedelta(days=100)
USUAL, LIVE = "usual mails", "live tracking"
SHARE_PLEASED: Final = 0.8  # of those who can follow it, how many answer a step higher


def seed_experiment(delivery: Survey, call: Survey, relation: Survey, now: datetime) -> Assignment:
    """Started 100 days before `now`; calls must not suffer, and the relation follows later."""
    facts = ExperimentFacts(
        name="Live tracking of parcels",
        about="Half of the customers can follow their parcel on a map; the others get the usual mails.",
        survey=delivery,
        arms={USUAL: 50, LIVE: 50},
        expected=1_000,
        minimum=100,
        worthwhile=5.0,
        guards=(
            GuardFacts("score", call, -20.0),
            GuardFacts("detractors", delivery, 5.0),
        ),
        confirm=relation,
    )
    made = make_experiment(delivery.workspace, facts, ACTOR)
    start_experiment(made, now - RUNS_FOR, ACTOR)
    return Assignment.of(made)


def carry_arms(
    drawn: Assignment,
    invitations: Sequence[Invitation],
    responses: Sequence[Response],
    delivery: Survey,
    now: datetime,
    random: Random,
) -> None:
    """Write the arms onto what came since the start, and what it did onto the answers about deliveries."""
    start = now - RUNS_FOR
    for sent in invitations:
        if sent.sent_at and sent.sent_at >= start:
            sent.properties = sent.properties | arms_of([drawn], sent.survey_id, sent.person_id)
    for one in responses:
        if one.at < start:
            continue
        one.properties = one.properties | arms_of([drawn], one.survey_id, one.person_id)
        pleased = random.random() < SHARE_PLEASED
        if pleased and one.survey_id == delivery.pk and one.properties[drawn.column] == LIVE and one.score:
            one.score = min(10, one.score + 1)

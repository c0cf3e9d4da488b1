"""The demo's workspace as rows: the invented year, written the way that a real year would have been."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db import transaction

from likely.ask.definition import COMMENT_KEY, Definition, Question
from likely.ask.invitation import Invitation
from likely.ask.survey import Survey
from likely.ask.template import make_definition
from likely.base.member import Member, Role, User
from likely.base.workspace import Workspace
from likely.cli.demo_accounts import seed_accounts
from likely.cli.demo_cases import seed_cases
from likely.cli.demo_digest import seed_digest
from likely.cli.demo_experiment import carry_arms, seed_experiment
from likely.cli.demo_ideas import seed_ideas
from likely.cli.demo_programmes import seed_programmes
from likely.cli.demo_promoters import seed_promoters
from likely.cli.demo_recovery import seed_recovery
from likely.cli.demo_renewals import seed_renewals
from likely.cli.demo_segments import seed_segments
from likely.cli.demo_signs import plant_signs
from likely.cli.demo_story import DAYS, MOVE_ENDS, RATED, Customer, Told, answers, customers
from likely.cli.demo_teams import seed_teams
from likely.collect.response import Response
from likely.people.person import Person
from likely.text.comment_words import words_of

COMPANY = "Aurora Home"
OWNER_EMAIL = "demo@example.org"
LANGUAGES = ("en", "zh", "et")
PEOPLE = 1_500
ASKED_PER_ANSWER = 3.1  # invitations by mail for each answer by mail
SHARE_VIEWED = 0.55  # of those who were asked and did not answer
BATCH = 1_000  # rows an insert

RATING_TEXTS = {
    "delivery": {"en": "Delivery", "zh": "送货", "et": "Tarne"},
    "service": {"en": "Service", "zh": "服务", "et": "Teenindus"},
    "price": {"en": "Price", "zh": "价格", "et": "Hind"},
}
# about -> address, name and touchpoint of its survey
CONTACTS = {
    "delivery": (
        "aurora-delivery",
        "After delivery",
        {"en": "your delivery", "zh": "这次送货", "et": "sinu tarne"},
    ),
    "call": ("aurora-call", "After a call", {"en": "your call", "zh": "这次通话", "et": "sinu kõne"}),
    "visit": ("aurora-visit", "After a visit", {"en": "your visit", "zh": "这次到店", "et": "sinu külastus"}),
}


@transaction.atomic
def seed_demo(seed: int, now: datetime) -> Workspace:
    """A workspace with an owner, four surveys, people, and a year of answers that ends at `now`."""
    workspace = Workspace.objects.create(
        name=COMPANY, language="en", time_zone="Europe/Tallinn", target_score=40
    )
    owner = User.objects.create_user(OWNER_EMAIL, name="Demo")
    Member.objects.create(workspace=workspace, user=owner, role=Role.OWNER)
    surveys = {"": _survey(workspace, "aurora", "Relationship survey", _relationship())}
    for about, (slug, name, touchpoint) in CONTACTS.items():
        surveys[about] = _survey(workspace, slug, name, _contact(touchpoint))
    people = {one.number: one for one in customers(seed, PEOPLE)}
    rows = {number: _person(workspace, one) for number, one in people.items()}
    told = list(answers(seed, list(people.values()), now))
    answered = {one.customer.number for one in told}
    quiet = [person for number, person in rows.items() if number not in answered]
    seed_accounts(workspace, rows.values(), quiet, Random(f"accounts {seed}"))  # noqa: S311
    Person.objects.bulk_create(rows.values(), batch_size=BATCH)
    invitations, responses = _written(workspace, rows, told, surveys, Random(f"asked {seed}"))  # noqa: S311
    plant_signs(responses, now, Random(f"signs {seed}"))  # noqa: S311
    drawn = seed_experiment(surveys["delivery"], surveys["call"], surveys[""], now)
    carry_arms(drawn, invitations, responses, surveys["delivery"], now, Random(f"arms {seed}"))  # noqa: S311
    Invitation.objects.bulk_create(invitations, batch_size=BATCH)
    Response.objects.bulk_create(responses, batch_size=BATCH)
    seed_renewals(workspace, rows, told, now, Random(f"renewals {seed}"))  # noqa: S311
    seed_programmes(workspace, surveys[""], surveys["call"], now, Random(f"programmes {seed}"))  # noqa: S311
    seed_cases(workspace, now, Random(f"cases {seed}"))  # noqa: S311
    seed_recovery(workspace, now, Random(f"recovery {seed}"))  # noqa: S311
    repaired = now - timedelta(days=DAYS - MOVE_ENDS)
    seed_promoters(workspace, repaired, now, Random(f"promoters {seed}"))  # noqa: S311
    seed_ideas(workspace, now)
    seed_segments(workspace)
    seed_teams(workspace, owner, now)
    seed_digest(workspace, owner, now, Random(f"digest {seed}"))  # noqa: S311
    return workspace


def _survey(workspace: Workspace, slug: str, name: str, definition: Definition) -> Survey:
    survey = Survey.objects.create(workspace=workspace, slug=slug, name=name, kind=definition.kind)
    survey.publish(definition)
    return survey


def _relationship() -> Definition:
    """The standard relationship survey with three ratings before the permission."""
    standard = make_definition("rnps", COMPANY, LANGUAGES)
    ratings = tuple(Question(key=key, kind="rating", text=RATING_TEXTS[key]) for key in RATED)
    why = next(i for i, question in enumerate(standard.questions) if question.key == COMMENT_KEY) + 1
    return standard.model_copy(
        update={"questions": (*standard.questions[:why], *ratings, *standard.questions[why:])}
    )


def _contact(touchpoint: dict[str, str]) -> Definition:
    return make_definition("tnps", COMPANY, LANGUAGES, touchpoint=touchpoint)


def _person(workspace: Workspace, one: Customer) -> Person:
    return Person(
        workspace=workspace,
        external_id=f"C{one.number:05}",
        name=one.name,
        email=one.email,
        language=one.language,
        properties={"region": one.region, "segment": one.segment},
    )


def _written(
    workspace: Workspace,
    people: dict[int, Person],
    told: list[Told],
    surveys: dict[str, Survey],
    random: Random,
) -> tuple[list[Invitation], list[Response]]:
    invitations: list[Invitation] = []
    responses: list[Response] = []
    for one in told:
        survey, person = surveys[one.about], people[one.customer.number]
        invitation = None
        if one.channel == "mail":
            invitation = _invitation(workspace, survey, person, one, random)
            invitations += [invitation, *_silent(workspace, survey, people, one, random)]
        responses.append(_response(workspace, survey, person, one, invitation))
    return invitations, responses


def _invitation(
    workspace: Workspace, survey: Survey, person: Person, one: Told, random: Random
) -> Invitation:
    waited = timedelta(hours=random.expovariate(1 / 14))
    return Invitation(
        workspace=workspace,
        survey=survey,
        person=person,
        channel="mail",
        language=one.customer.language,
        sent_at=one.at - waited,
        viewed_at=one.at,
    )


def _silent(
    workspace: Workspace, survey: Survey, people: dict[int, Person], one: Told, random: Random
) -> list[Invitation]:
    """Those who were asked at about the same time and did not answer."""
    asked = int(ASKED_PER_ANSWER - 1) + (random.random() < ASKED_PER_ANSWER % 1)
    return [
        Invitation(
            workspace=workspace,
            survey=survey,
            person=people[random.randint(1, PEOPLE)],
            channel="mail",
            sent_at=one.at,
            viewed_at=one.at if random.random() < SHARE_VIEWED else None,
        )
        for _ in range(asked)
    ]


def _response(
    workspace: Workspace, survey: Survey, person: Person, one: Told, invitation: Invitation | None
) -> Response:
    ratings = {} if one.about else one.ratings
    response = Response(
        workspace=workspace,
        survey=survey,
        version=survey.live,
        invitation=invitation,
        person=person,
        score=one.score,
        comment=one.comment,
        words=words_of(one.comment),
        permission=one.permission,
        answers=dict(ratings),
        properties=person.properties | one.facts,
        channel=one.channel,
        language=one.customer.language,
        touchpoint=CONTACTS[one.about][2]["en"] if one.about else "",
        at=one.at,
        changed_at=one.at,
        completed_at=one.at + timedelta(seconds=40) if one.permission is not None else None,
    )
    response.key = _key(response.id)
    return response


def _key(response_id: UUID) -> str:
    return f"demo-{response_id.hex}"

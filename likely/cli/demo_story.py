"""The invented year of the demo: who the customers are, what happened to them, and what they answered.

Everything follows from a seed. Planted, so that each page has something true to find: the region East is
served worse; a warehouse move delays deliveries for nine weeks, which is then repaired; a new app is
released and liked; loyal customers score higher and answer more often; detractors comment more often than
promoters. Whoever had a bad contact scores the relation lower for months; of the six at the phones Ann
takes the easy calls and Ben the hard ones, both are equally good, Emil is better and Finn worse. Of each
delivery the days are known, of each call the minutes waited and whether it solved the matter; whoever fares
worse waited longer.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from likely.cli.demo_phrases import JOINS, NAMES, PHRASES

DAYS = 364  # so that "the last 12 months" hold it all
ANSWERS_PER_DAY = 19  # about; fewer at weekends
MOVE_STARTS, MOVE_ENDS = 150, 213  # days from the start of the year: the warehouse moves
RELEASE = 275  # the new app
ASPECTS = ("delivery", "service", "price", "quality", "app", "returns")
PULL = {"delivery": 0.95, "service": 0.7, "price": 0.45, "quality": 0.55, "app": 0.35, "returns": 0.3}
RATED = ("delivery", "service", "price")  # asked as ratings of 1..5
LANGUAGES = (("en", 0.6), ("et", 0.25), ("zh", 0.15))
REGIONS = (("North", 0.3), ("South", 0.25), ("East", 0.2), ("West", 0.25))
SEGMENTS = (("new", 0.35), ("returning", 0.4), ("loyal", 0.25))
# What an answer is about: the relation, or a contact
ABOUT = (("", 0.6), ("delivery", 0.17), ("call", 0.14), ("visit", 0.09))
CONTACT_PULLS = {
    "delivery": "delivery",
    "call": "service",
    "visit": "service",
}  # the aspect that counts double
CARRIED = ((60, 0.55), (120, 0.25))  # days since a contact -> share of its mood that is left
TOPICS = {"onboarding": 0.9, "repair": -0.2, "cancelling": -1.5}  # how easy they are to please
AGENTS = {  # skill, and shares of the topics in their order above
    "Ann": (0.0, (0.85, 0.1, 0.05)),
    "Ben": (0.0, (0.1, 0.2, 0.7)),
    "Cleo": (0.1, (0.35, 0.35, 0.3)),
    "Dora": (-0.1, (0.35, 0.35, 0.3)),
    "Emil": (1.1, (0.3, 0.4, 0.3)),
    "Finn": (-1.2, (0.35, 0.4, 0.25)),
}
STORES = (("Tallinn", 0.5), ("Tartu", 0.3), ("Pärnu", 0.2))
ANSWERS_MORE = {"loyal": 1.7, "returning": 1.0, "new": 0.5}  # times as often
CHANNELS = (("mail", 0.62), ("link", 0.23), ("qr", 0.15))
SHARE_COMMENTED = {"detractor": 0.62, "passive": 0.34, "promoter": 0.38}
SHARE_PERMITTED = {"detractor": 0.6, "passive": 0.4, "promoter": 0.55}
Fact = str | int | bool


@dataclass(frozen=True, slots=True)
class Customer:
    number: int
    name: str
    email: str
    language: str
    region: str
    segment: str


@dataclass(frozen=True, slots=True)
class Told:
    """One answer. ratings: 1..5 by aspect, or absent.

    about: the contact that it was given about; empty: the relation. facts: of the contact, as properties;
    with the relation, of the last delivery.
    """

    customer: Customer
    at: datetime
    score: int
    comment: str
    permission: bool | None
    ratings: dict[str, int]
    channel: str
    about: str
    facts: dict[str, Fact]


@dataclass(frozen=True, slots=True)
class Contact:
    """What is remembered of it. mood: steps of the answer above or below a usual one."""

    day: int
    mood: float


def customers(seed: int, how_many: int) -> list[Customer]:
    random = Random(f"customers {seed}")  # noqa: S311 - a story, no secret
    return [_customer(random, number) for number in range(1, how_many + 1)]


def _customer(random: Random, number: int) -> Customer:
    language = _draw(random, LANGUAGES)
    first, last = (random.choice(part) for part in NAMES[language])
    return Customer(
        number=number,
        name=last + first if language == "zh" else f"{first} {last}",
        email=f"customer{number}@example.org",
        language=language,
        region=_draw(random, REGIONS),
        segment=_draw(random, SEGMENTS),
    )


def answers(seed: int, people: list[Customer], until: datetime) -> Iterator[Told]:
    """A year of answers that ends at `until`, oldest first."""
    random = Random(f"answers {seed}")  # noqa: S311 - a story, no secret
    measured = Random(f"measured {seed}")  # noqa: S311 - of its own: figures change no answer
    start = until - timedelta(days=DAYS)
    often = list(accumulate(ANSWERS_MORE[one.segment] for one in people))
    met: dict[int, Contact] = {}  # the last contact of each customer
    for day in range(DAYS):
        weekend = (start + timedelta(days=day)).weekday() >= 5
        busy = ANSWERS_PER_DAY * (0.55 if weekend else 1.15) * random.uniform(0.75, 1.25)
        moments = sorted(random.gauss(0.6, 0.15) % 1 for _ in range(round(busy)))
        for moment in moments:
            at = start + timedelta(days=day, seconds=round(moment * 86_000))
            who = random.choices(people, cum_weights=often)[0]
            told, lived = _told(random, who, at, day, met)
            yield replace(told, facts=told.facts | _figures(measured, told.about, lived))


def _told(
    random: Random, customer: Customer, at: datetime, day: int, met: dict[int, Contact]
) -> tuple[Told, dict[str, float]]:
    """And what was lived, by aspect: 0 as usual, 1 much better."""
    lived = {aspect: random.gauss(_expected(aspect, customer, day), 1.0) for aspect in ASPECTS}
    mood = sum(PULL[aspect] * lived[aspect] for aspect in ASPECTS) + random.gauss(0, 0.9)
    about = _draw(random, ABOUT)
    facts = _facts(random, about)
    if about:
        mood += PULL[CONTACT_PULLS[about]] * lived[CONTACT_PULLS[about]] + _ease(facts)
        met[customer.number] = Contact(day, mood)
    else:
        mood += _carried(met.get(customer.number), day)
    felt = 8.65 + mood
    score = max(0, min(10, round(felt)))
    group = "promoter" if score >= 9 else "passive" if score >= 7 else "detractor"
    comment = (
        _comment(random, customer.language, lived, score) if random.random() < SHARE_COMMENTED[group] else ""
    )
    answered_all = random.random() < 0.7
    told = Told(
        customer=customer,
        at=at,
        score=score,
        comment=comment,
        permission=random.random() < SHARE_PERMITTED[group] if answered_all else None,
        ratings=_ratings(random, lived) if answered_all else {},
        channel=_draw(random, CHANNELS),
        about=about,
        facts=facts,
    )
    return told, lived


def _facts(random: Random, about: str) -> dict[str, Fact]:
    if about == "visit":
        return {"store": _draw(random, STORES)}
    if about != "call":
        return {}
    agent = random.choice(list(AGENTS))
    return {"served_by": agent, "topic": random.choices(list(TOPICS), AGENTS[agent][1])[0]}


def _figures(random: Random, about: str, lived: dict[str, float]) -> dict[str, Fact]:
    """What the systems of a shop know: days, minutes, and a yes or no."""
    if about == "visit":
        return {}
    if about != "call":
        return {"transit_days": max(1, round(3.4 - 0.9 * lived["delivery"] + random.gauss(0, 1.5)))}
    waited = math.exp(2.2 - 0.5 * lived["service"] + random.gauss(0, 0.7))
    return {
        "wait": round(waited),
        "solved": random.random() < 1 / (1 + math.exp(-0.9 - 1.1 * lived["service"])),
    }


def _ease(facts: dict[str, Fact]) -> float:
    """Steps of the answer that the agent's skill and the topic make."""
    if "topic" not in facts:
        return 0.0
    return AGENTS[str(facts["served_by"])][0] + TOPICS[str(facts["topic"])]


def _carried(contact: Contact | None, day: int) -> float:
    """What is left of the mood of the last contact."""
    if contact is None:
        return 0.0
    return next((share * contact.mood for days, share in CARRIED if day - contact.day <= days), 0.0)


def _expected(aspect: str, customer: Customer, day: int) -> float:
    level = {"loyal": 0.35, "returning": 0.05, "new": -0.2}[customer.segment]
    if aspect == "delivery":
        level -= 0.75 if customer.region == "East" else 0
        level -= 1.15 if MOVE_STARTS <= day < MOVE_ENDS else 0
    if aspect == "app":
        level += 0.9 if day >= RELEASE else -0.2
    return level


def _ratings(random: Random, lived: dict[str, float]) -> dict[str, int]:
    return {
        aspect: max(1, min(5, round(3.7 + 0.85 * lived[aspect] + random.gauss(0, 0.35)))) for aspect in RATED
    }


def _comment(random: Random, language: str, lived: dict[str, float], score: int) -> str:
    """One or two clauses about what stood out most, in the direction of the score."""
    pleased = score >= 8
    by_weight = sorted(ASPECTS, key=lambda aspect: PULL[aspect] * lived[aspect], reverse=pleased)
    first, second = by_weight[0], by_weight[random.choice((1, 1, -1))]
    same, opposite, ends = JOINS[language]
    clauses = [_clause(random, language, first, pleased)]
    if random.random() < 0.45:
        also_pleased = pleased if second != by_weight[-1] else not pleased
        clauses += [random.choice(same if also_pleased == pleased else opposite)]
        clauses += [_clause(random, language, second, also_pleased)]
    text = "".join(clauses)
    return text[0].upper() + text[1:] + random.choice(ends)


def _clause(random: Random, language: str, aspect: str, pleased: bool) -> str:
    return random.choice(PHRASES[language][aspect][0 if pleased else 1])


def _draw(random: Random, weighted: tuple[tuple[str, float], ...]) -> str:
    return random.choices([name for name, _ in weighted], [weight for _, weight in weighted])[0]

"""What the demo's owner is told by itself, and who of its customers may be quoted in it."""

from datetime import datetime
from random import Random

from likely.act.digest import DigestFacts, keep_digest
from likely.base.member import User
from likely.base.workspace import Workspace
from likely.people.consent import ConsentPurpose, give
from likely.people.person import Person
from likely.people.unit import Unit

SHARE_QUOTED = 0.3  # of the people
VALUE_FROM = 50_000.0


def seed_digest(workspace: Workspace, owner: User, now: datetime, random: Random) -> None:
    own = Unit.objects.of(workspace).filter(name="Service").values_list("pk", flat=True)
    wish = DigestFacts(
        every="week", of=list(own), whole=True, on_value=True, value_from=VALUE_FROM, on_alarm=True
    )
    keep_digest(workspace, owner, wish, now)
    people = Person.objects.of(workspace).order_by("external_id").values_list("pk", flat=True)
    quoted = [person for person in people if random.random() < SHARE_QUOTED]
    give(workspace, quoted, ConsentPurpose.QUOTE, "", "demo", now)

"""Who may be the same person twice: found by what the rows say, decided by people."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet, Value
from django.db.models.functions import Lower, Replace

from likely.base.workspace import Workspace
from likely.people.person import Person

MOST_PAIRS: Final = 50  # of each reason
DOTLESS: Final = ("gmail.com", "googlemail.com")  # where dots before the @ mean nothing


@dataclass(frozen=True, slots=True)
class Pair:
    """reason: mail_spelling, same_name, shared_number. one: known longer."""

    reason: str
    one: Person
    other: Person


def duplicates(workspace: Workspace) -> list[Pair]:
    """Likely ones, the surest reason first, each pair once."""
    people = Person.objects.of(workspace)
    found: dict[tuple[str, str], Pair] = {}
    for reason, groups in (("mail_spelling", _by_mail(people)), ("same_name", _by_name(people))):
        for group in groups:
            first, *others = sorted(group, key=lambda person: person.pk)
            for other in others:
                found.setdefault((str(first.pk), str(other.pk)), Pair(reason, first, other))
    return list(found.values())


def plain_mail(email: str) -> str:
    """The address without a +tag, and without dots where they mean nothing: a hint, not a rule."""
    local, _, domain = email.partition("@")
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in DOTLESS else local}@{domain}"


def _by_mail(people: QuerySet[Person]) -> Iterator[list[Person]]:
    tagged = people.filter(email__contains="+").exclude(email="").order_by("pk")[: 10 * MOST_PAIRS]
    keys = {plain_mail(person.email) for person in tagged}
    keys |= {plain_mail(email) for email in _dotted(people)}
    groups: dict[str, list[Person]] = {}
    plain = people.filter(email__in=keys).exclude(email="")
    for person in {one.pk: one for one in [*tagged, *plain, *_dotted_people(people, keys)]}.values():
        groups.setdefault(plain_mail(person.email), []).append(person)
    yield from [group for group in groups.values() if len(group) > 1][:MOST_PAIRS]


def _dotted(people: QuerySet[Person]) -> list[str]:
    """Mail addresses that several share once their dots are taken out."""
    alike = _without_dots(people).values("bare").annotate(n=Count("pk"), some=Min("email"))
    return [row["some"] for row in alike.filter(n__gt=1)[:MOST_PAIRS]]


def _dotted_people(people: QuerySet[Person], keys: set[str]) -> QuerySet[Person]:
    found: QuerySet[Person] = _without_dots(people).filter(bare__in=[key.replace(".", "") for key in keys])
    return found


def _without_dots(people: QuerySet[Person]) -> Any:
    ends = Q()
    for domain in DOTLESS:
        ends |= Q(email__endswith=f"@{domain}")
    return people.filter(ends).annotate(bare=Replace("email", Value("."), Value("")))


def _by_name(people: QuerySet[Person]) -> Iterator[list[Person]]:
    """The same name in the same account, whatever the case."""
    named = people.exclude(name="").exclude(account=None).annotate(folded=Lower("name"))
    groups = named.values("account", "folded").annotate(n=Count("pk")).filter(n__gt=1)
    for row in groups.order_by()[:MOST_PAIRS]:
        yield list(named.filter(account=row["account"], folded=row["folded"]).select_related("account")[:10])

"""A small company whose customers are asked: people, surveys and programmes in one line each."""

from datetime import UTC, datetime
from typing import Any

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)  # nobody's quiet hour in Europe


def people(workspace: Any, n: int, **fields: Any) -> list[Any]:
    """n customers with a mail address each; "{n}" in a text field becomes their number."""
    from likely.people.person import Person

    usual = {"external_id": "{n}", "email": "p{n}@example.org", **fields}
    first = Person.objects.of(workspace).count()
    rows = [
        Person(
            workspace=workspace,
            **{
                name: value.replace("{n}", str(first + i)) if isinstance(value, str) else value
                for name, value in usual.items()
            },
        )
        for i in range(n)
    ]
    return list(Person.objects.bulk_create(rows))


def survey(workspace: Any, template: str = "rnps", **fields: Any) -> Any:
    from likely.ask.survey import Survey
    from likely.ask.template import make_definition

    definition = make_definition(template, "Nordic", ("en",), **fields)
    return Survey.start(workspace, f"Survey {template}", definition, "system")


def programme(workspace: Any, plan: dict[str, Any], *, now: datetime = MONDAY, **fields: Any) -> Any:
    """A running programme with this plan."""
    from likely.ask.programme import Programme, ProgrammeFacts
    from likely.ask.programme_plan import read_plan

    asked = fields.pop("survey", None) or survey(workspace)
    name = fields.pop("name", None) or f"Programme {Programme.objects.count() + 1}"
    made = Programme.begin(
        workspace, ProgrammeFacts(name, asked, read_plan(plan), **fields), "user:a@example.org"
    )
    made.start("user:a@example.org", now)
    return made


def policy(workspace: Any, **settings: Any) -> None:
    from likely.ask.contact_policy import change_contact_policy, read_contact_policy

    change_contact_policy(workspace, read_contact_policy(settings), "user:a@example.org")


def rules(programme: Any) -> dict[str, int]:
    """How many decisions of the programme by rule."""
    from collections import Counter

    from likely.ask.decision import Decision

    return dict(Counter(Decision.objects.filter(programme=programme).values_list("rule", flat=True)))

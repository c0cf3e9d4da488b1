"""A server of its own for the browser tests: `python -m tests.public.answer_server PORT`.

Prepares the installation that LIKELY_HOME names, prints the links on one line as JSON, then serves.
"""

import json
import sys
from typing import Any

import django
from django.db import transaction

django.setup()

from likely.ask.definition import Definition  # noqa: E402
from likely.ask.invitation import Invitation  # noqa: E402
from likely.ask.survey import Survey  # noqa: E402
from likely.ask.template import make_definition  # noqa: E402
from likely.ask.wording import LANGUAGES  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.cli.prepare import prepare_database  # noqa: E402
from likely.cli.server import run_server  # noqa: E402
from likely.lib.orphan import end_when_orphaned  # noqa: E402
from likely.people.person import Person  # noqa: E402
from tests.public.every_kind import every_kind  # noqa: E402

MOST = 60  # open links; a test takes one and nobody else does
MOST_PERSONAL = 240
MOST_OTHERS = 8  # of each further kind of survey
TEMPLATES_SHOWN = ("csat5", "csat10", "ces", "wow", "engagement")


def surveys(workspace: Workspace, definition: Definition) -> list[Any]:
    made = [
        Survey.objects.create(workspace=workspace, slug=f"open-{number}", name=f"Open {number}", kind="rnps")
        for number in range(MOST)
    ]
    for survey in made:
        survey.publish(definition)
    return made


def invitations(survey: Any) -> list[Any]:
    return [
        Invitation.objects.create(
            workspace=survey.workspace,
            survey=survey,
            person=Person.objects.create(workspace=survey.workspace, name=f"Person {number}"),
        )
        for number in range(MOST_PERSONAL)
    ]


def other_surveys(workspace: Workspace) -> dict[str, list[str]]:
    """Open links of surveys that begin or go on otherwise, so many of each."""
    consent = {"text": {"en": "I agree to the terms."}, "link": "https://example.org/terms"}
    spoken = ("en", "ar", "et")
    kinds = {name: make_definition(name, "Nordic Hardware", spoken) for name in TEMPLATES_SHOWN}
    kinds |= {"every": every_kind(), "consent": every_kind(consent=consent)}
    found: dict[str, list[str]] = {}
    for name, definition in kinds.items():
        for number in range(MOST_OTHERS):
            survey = Survey.objects.create(
                workspace=workspace, slug=f"{name}-{number}", name=f"{name} {number}", kind=definition.kind
            )
            survey.publish(definition)
            found.setdefault(name, []).append(f"/s/{survey.slug}")
    return found


def main() -> None:
    end_when_orphaned()
    prepare_database()
    definition = make_definition("rnps", "Nordic Hardware", ("en", "zh", "et"))
    with transaction.atomic():
        made = surveys(Workspace.objects.create(name="Nordic Hardware"), definition)
        everywhere = Survey.objects.create(
            workspace=made[0].workspace, slug="everywhere", name="Everywhere", kind="rnps"
        )
        everywhere.publish(make_definition("rnps", "Nordic Hardware", LANGUAGES))
        personal = [f"/r/{invitation.token}" for invitation in invitations(made[0])]
        others = other_surveys(made[0].workspace)
    links = {"open": [f"/s/{s.slug}" for s in made[1:]], "personal": personal, **others}
    print(json.dumps(links), flush=True)  # noqa: T201
    run_server(port=int(sys.argv[1]), with_worker=False, ready=lambda: print("ready", flush=True))  # noqa: T201


if __name__ == "__main__":
    main()

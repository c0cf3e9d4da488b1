"""A server of its own for the tests of the widget: `python -m tests.public.widget_server PORT`.

Prepares the installation that LIKELY_HOME names, prints the slugs on one line as JSON, then serves.
"""

import json
import sys
from typing import Any

import django
from django.db import transaction

django.setup()

from likely.ask.definition import Definition  # noqa: E402
from likely.ask.survey import Survey  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.cli.prepare import prepare_database  # noqa: E402
from likely.cli.server import run_server  # noqa: E402
from likely.lib.orphan import end_when_orphaned  # noqa: E402
from tests.public.widget_surveys import SURVEYS, make  # noqa: E402

MOST = 50  # of each survey; a test takes one and nobody else does


def publish(workspace: Workspace, name: str, definition: Definition) -> list[str]:
    slugs = [f"{name}-{number}" for number in range(MOST)]
    for slug in slugs:
        survey: Any = Survey.objects.create(workspace=workspace, slug=slug, name=slug, kind=definition.kind)
        survey.publish(definition)
    return slugs


def main() -> None:
    end_when_orphaned()
    prepare_database()
    with transaction.atomic():
        workspace = Workspace.objects.create(name="Nordic Hardware")
        slugs = {name: publish(workspace, name, make(name)) for name in SURVEYS}
    print(json.dumps(slugs), flush=True)  # noqa: T201
    run_server(port=int(sys.argv[1]), with_worker=False, ready=lambda: print("ready", flush=True))  # noqa: T201


if __name__ == "__main__":
    main()

"""Run as a program of its own: the same POST from six threads at once; prints what came of it as JSON."""

import json
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

CALLS = 6


def together(call: Callable[[int], Any]) -> list[Any]:
    """The answers of threads that begin at the same moment."""
    from django.db import connection

    start = Barrier(CALLS)

    def run(number: int) -> Any:
        start.wait(10)
        try:
            return call(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(CALLS) as pool:
        return list(pool.map(run, range(CALLS)))


def race() -> dict[str, Any]:
    from likely.ask.survey import Survey
    from likely.base.api_key import ApiKey
    from likely.base.workspace import Workspace
    from likely.collect.response import Response
    from likely.people.person import Person
    from tests.api.conftest import Program, start_survey

    workspace = Workspace.objects.create(name="Nordic")
    survey = start_survey(workspace, "Nordic")
    program = Program(ApiKey.issue(workspace, "program")[1])
    posts = {
        "/responses": (Response, {"survey": survey.slug, "score": 9, "person": {"email": "a@example.org"}}),
        "/people": (Person, {"email": "b@example.org"}),
        "/surveys": (Survey, {"template": "rnps", "subject": "Other"}),
    }
    found: dict[str, Any] = {}
    for address, (row, body) in posts.items():
        before = row.objects.count()
        answers = together(lambda _, a=address, b=body: program.post(a, b, Idempotency_Key=a))
        bodies = {answer.content for answer in answers if answer.status_code == 201}
        found[address] = [a.status_code for a in answers], len(bodies), row.objects.count() - before
    answers = together(lambda n: program.post("/people", {"external_id": "c", "properties": {f"p{n}": 1}}))
    properties = Person.objects.get(external_id="c").properties
    return found | {"one person": ([answer.status_code for answer in answers], properties)}


if __name__ == "__main__":
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    settings.ALLOWED_HOSTS.append("testserver")
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    sys.stdout.write(json.dumps(race()))

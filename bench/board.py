"""Server time of the overview over 1,000,000 answers and as many invitations, beside DuckDB's own time.

    bench/board.py [--quick]

In-process: Django's test client asks `/` of a workspace whose million answers lie in its lake and in its
database, with one fresh answer more that is not sealed yet, as it is on a live board. Cold: the first request
after a new answer has been sealed, so that nothing is remembered. Live: a fresh answer came, which is what
each beat of an open page costs. The board shows the funnel at hand; the fresh one is asked for beside it,
as are the reasons: their times stand in lines of their own. Narrowed: the board of one region and one plan,
judged for what these filters leave out, with a fresh answer each time. The bar: live p50 under 150 ms, the
narrowed board too. --quick takes 200,000 answers.
"""

import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import repeat
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import UUID

BAR_MS = 150
ROWS = 200_000 if "--quick" in sys.argv else 1_000_000
REPEATS = 5
NARROWED = "?region=East&plan=pro"

sys.path.insert(0, str(Path(__file__).parents[1]))
home = tempfile.TemporaryDirectory(prefix="likely-bench-")
os.environ |= {"LIKELY_HOME": home.name, "DJANGO_SETTINGS_MODULE": "likely.settings"}
os.environ.setdefault("LIKELY_HOSTS", "127.0.0.1,localhost,testserver")

import django  # noqa: E402

django.setup()

import numpy as np  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.db.models import Model  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from likely.ask.invitation import Invitation  # noqa: E402
from likely.ask.row_insert import insert  # noqa: E402
from likely.ask.survey import Survey  # noqa: E402
from likely.ask.template import make_definition  # noqa: E402
from likely.base.member import Member, User  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.collect.funnel import funnel  # noqa: E402
from likely.collect.response import Response  # noqa: E402
from likely.lib.identity import new_token  # noqa: E402
from likely.store.engine import new_cursor  # noqa: E402
from likely.store.schema import arrow_schema  # noqa: E402
from likely.store.seal import ROWS_PER_SEAL, Seal, lake_of, seal_workspace  # noqa: E402

COMMENTS = (
    "",
    "",
    "",
    "Fast delivery",
    "The price was not the one on the shelf",
    "包装好，到货快",
    "Tarne hilines",
)
REGIONS = ("North", "East", "South", "West")


def make_world() -> tuple[Client, Survey]:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    workspace = Workspace.objects.create(name="Bench", target_score=40)
    user = User.objects.create_user("bench@example.org")
    Member.objects.create(workspace=workspace, user=user, role="owner")
    survey = Survey.start(workspace, "Bench", make_definition("rnps", "Bench", ("en",)), "system")
    client = Client()
    client.force_login(user)
    return client, survey


def fill(survey: Survey) -> None:
    """A year of answers in the lake, and the same rows in the database as sealed ones."""
    import pyarrow as pa

    now, random = timezone.now(), np.random.default_rng(7)
    ages = np.sort(random.integers(600, 365 * 86400, ROWS))[::-1]
    at = np.datetime64(int(now.timestamp()), "s") - ages.astype("timedelta64[s]")
    scores = random.choice(11, ROWS, p=[0.02, 0.01, 0.02, 0.02, 0.03, 0.05, 0.05, 0.12, 0.2, 0.2, 0.28])
    places = np.arange(ROWS)
    moments = pa.array(at.astype("datetime64[us]"), pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC"))
    columns = {
        "id": [str(UUID(int=place)) for place in range(ROWS)],
        "survey": [survey.slug] * ROWS,
        "kind": ["rnps"] * ROWS,
        "version": np.ones(ROWS, "int32"),
        "score": scores.astype("int8"),
        "comment": [COMMENTS[place % len(COMMENTS)] or None for place in range(ROWS)],
        "permission": places % 5 == 0,
        "at": moments,
        "day": at.astype("datetime64[D]"),
        "changed_at": moments,
        "completed_at": moments,
        "channel": np.array(("link", "mail", "qr"))[places % 3],
        "language": np.array(("en", "zh", "et"))[places % 3],
        "state": ["counted"] * ROWS,
        "p_region": np.array(REGIONS)[places % 4],
        "p_plan": np.where(places % 3, "pro", "free"),
    }
    schema = arrow_schema(["p_plan", "p_region"])
    batch = pa.table(
        {
            f.name: pa.array(columns[f.name], f.type) if f.name in columns else pa.nulls(ROWS, f.type)
            for f in schema
        },
        schema=schema,
    )
    last = ROWS // ROWS_PER_SEAL  # the worker would have taken as many steps
    Seal.objects.create(workspace=survey.workspace, number=last, begun_at=now, done_at=now)
    lake_of(survey.workspace).write(last, batch, None, [])
    store(survey, columns, [moment.replace(tzinfo=UTC) for moment in at.astype("datetime64[us]").tolist()])
    print(f"{ROWS:,} answers lie in the lake and in the database", flush=True)


def store(survey: Survey, columns: dict[str, Any], at: Sequence[datetime]) -> None:
    """The rows of the database, sealed as a worker would have sealed them."""
    of = {"workspace": survey.workspace, "survey": survey, "version_id": survey.live_id}
    kind = Response(**of, state="counted", channel="link", language="en")
    varying = {
        "id": (ids := [UUID(text) for text in columns["id"]]),
        "key": [id.hex for id in ids],
        "score": columns["score"].tolist(),
        "permission": columns["permission"].tolist(),
        "comment": [comment or "" for comment in columns["comment"]],
        **dict.fromkeys(("at", "changed_at", "completed_at"), at),
        "seal": [1 + place // ROWS_PER_SEAL for place in range(ROWS)],
    }
    put(kind, varying)


def invite(survey: Survey) -> None:
    """As many invitations as answers; each fourth is answered, each second viewed."""
    begun = timezone.now() - timedelta(days=364)
    step = timedelta(days=364) / ROWS
    kind = Invitation(workspace=survey.workspace, survey=survey, channel="mail", language="en")
    at = [begun + step * place for place in range(ROWS)]
    varying = {
        "id": [UUID(int=place + 1) for place in range(ROWS)],
        **dict.fromkeys(("created_at", "sent_at"), at),
        "viewed_at": [moment if place % 2 else None for place, moment in enumerate(at)],
    }
    put(kind, varying)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM likely_response ORDER BY id LIMIT %s", [ROWS // 4])
        answered = [row[0] for row in cursor.fetchall()]
        cursor.executemany(
            "UPDATE likely_response SET invitation_id = %s WHERE id = %s",
            ((UUID(int=4 * place + 1).hex, id) for place, id in enumerate(answered)),
        )


def put(kind: Model, varying: dict[str, Sequence[Any]]) -> None:
    """Rows that are all like this one but for what varies, by the shortest way in."""
    names = tuple(field.attname for field in kind._meta.concrete_fields)
    columns = [varying.get(name) or repeat(getattr(kind, name), ROWS) for name in names]
    with transaction.atomic():
        insert(type(kind), names, list(zip(*columns, strict=True)))


def one_more(survey: Survey) -> None:
    """A fresh answer, as the intake would store it."""
    now = timezone.now()
    Response.objects.create(
        workspace=survey.workspace,
        survey=survey,
        version_id=survey.live_id,
        key=new_token(),
        score=3,
        comment="late",
        properties={"region": "East", "plan": "pro"},
        channel="link",
        language="en",
        at=now,
        changed_at=now,
    )


def timed_ms(act: Any) -> float:
    began = perf_counter()
    act()
    return 1000 * (perf_counter() - began)


def ask(client: Client, query: str = "") -> None:
    answer = client.get(f"/{query}")
    assert answer.status_code == 200, answer.status_code
    assert b"data-at" in answer.content


def raw_ms(survey: Survey) -> float:
    """DuckDB alone, over the same files: by day and score, by region and score."""
    at = lake_of(survey.workspace).snapshot()
    files = list(at.files)
    cursor = new_cursor()

    def both() -> None:
        for cut in ("day", "p_region"):
            cursor.execute(
                f"SELECT {cut}, score, count(*) FROM read_parquet($files)"
                " WHERE state = 'counted' GROUP BY ALL",
                {"files": files},
            ).fetchall()

    both()
    return statistics.median(timed_ms(both) for _ in range(REPEATS))


def main() -> int:
    client, survey = make_world()
    fill(survey)
    invite(survey)
    ask(client)  # loads the engine: once a process
    cold, live, narrowed = [], [], []
    for _ in range(REPEATS):
        one_more(survey)
        seal_workspace(survey.workspace, timezone.now(), timezone.now())
        cold.append(timed_ms(lambda: ask(client)))
        for _ in range(3):
            one_more(survey)
            live.append(timed_ms(lambda: ask(client)))
            narrowed.append(timed_ms(lambda: ask(client, NARROWED)))
    warm = [timed_ms(lambda: ask(client)) for _ in range(REPEATS)]
    beat = [timed_ms(lambda: client.get("/pulse?at=never")) for _ in range(REPEATS)]
    funnels = [timed_ms(lambda: funnel(survey.workspace)) for _ in range(REPEATS)]
    asked = timed_ms(lambda: client.get("/reasons", headers={"HX-Request": "true"}))
    raw, p50, part = raw_ms(survey), statistics.median(live), statistics.median(narrowed)
    print(f"DuckDB alone, the same two aggregates   {raw:8.1f} ms")
    print(f"board, after a seal (nothing remembered){statistics.median(cold):8.1f} ms")
    print(f"board, nothing new                      {statistics.median(warm):8.1f} ms")
    print(f"pulse                                   {statistics.median(beat):8.1f} ms")
    print(f"funnel over {ROWS:,} invitations        {statistics.median(funnels):8.1f} ms (beside the board)")
    print(f"reasons of a sample of its comments     {asked:8.1f} ms (beside the board)")
    print(f"board of one region and one plan, live  {part:8.1f} ms (bar {BAR_MS} ms)")
    print(
        f"board over {ROWS:,} answers, one fresh: p50 {p50:.1f} ms"
        f" (bar {BAR_MS} ms; DuckDB alone {raw:.1f} ms)"
    )
    return 0 if max(p50, part) < BAR_MS else 1


if __name__ == "__main__":
    try:
        code = main()
    finally:
        connection.close()
        home.cleanup()
    sys.exit(code)

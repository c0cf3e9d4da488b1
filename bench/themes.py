"""Stored themes: how long all comments take when themes change, one new comment, and the page of reasons.

    python bench/themes.py [--quick]

A workspace of its own with made-up comments of some twenty words in English, Estonian and Chinese, sealed in
the lake as those of a running one are. Printed, in processor time: reading all by new themes (bar: 100,000
within 120 s, which is 1,200 us a comment), reading one more comment once the reader is warm (bar: 5 ms, the
write to the lake apart), the page of reasons after a new answer (bar: p50 under 1 s); and how far memory grew
after the first quarter of the reading (bar: 60 MB). The baseline looks for the words of each theme with one
regular expression, without languages, sides or counts. --quick takes 8,000 comments; else 50,000.
"""

import os
import random
import re
import resource
import statistics
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import process_time
from typing import Any

N = 8_000 if "--quick" in sys.argv else 50_000
REPEATS = 5
sys.path.insert(0, str(Path(__file__).parents[1]))
home = tempfile.TemporaryDirectory(prefix="likely-bench-")
os.environ |= {"LIKELY_HOME": home.name, "DJANGO_SETTINGS_MODULE": "likely.settings"}
os.environ.setdefault("LIKELY_HOSTS", "127.0.0.1,localhost,testserver")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from likely.ask.survey import Survey  # noqa: E402
from likely.ask.template import make_definition  # noqa: E402
from likely.base.member import Member, User  # noqa: E402
from likely.base.workspace import Workspace  # noqa: E402
from likely.collect.response import Response  # noqa: E402
from likely.lib.identity import new_token  # noqa: E402
from likely.store.seal import seal_workspace  # noqa: E402
from likely.store.tag_comments import _reader, read_again_due, tag_new_due  # noqa: E402
from likely.store.theme_set import Origin, ThemeSet, keep_themes, newest_set  # noqa: E402
from likely.text.starter import starter  # noqa: E402

THINGS = {
    "en": (
        "delivery was late",
        "staff were friendly",
        "the price is fair",
        "the app crashed",
        "refund took weeks",
    ),
    "et": (
        "tarne hilines",
        "teenindaja oli lahke",
        "hind on hea",
        "rakendus jooksis kokku",
        "tagastamine venis",
    ),
    "zh": ("送货太慢", "店员很热情", "价格合理", "应用闪退", "退货很麻烦"),
}
SAID = {
    "en": "we came on {} and {}, then {} as the last time",
    "et": "käisime {} ja {}, siis {} nagu eelmisel korral",
    "zh": "我们{}去的，{}，然后{}和上次一样",
}


def comment(pick: random.Random, place: int) -> str:
    language = ("en", "et", "zh")[place % 3]
    first, second = pick.sample(THINGS[language], 2)
    return SAID[language].format(place, first, second)


def fill(survey: Survey, n: int) -> None:
    pick, now = random.Random(7), timezone.now()
    for start in range(0, n, 5000):
        made = []
        for place in range(start, min(start + 5000, n)):
            at = now - timedelta(minutes=10 + place * 10)
            score = pick.choice((2, 5, 8, 9, 10))
            made.append(
                Response(
                    workspace=survey.workspace, survey=survey, version=survey.live, key=new_token(),
                    score=score, comment=comment(pick, place), channel="link", language="en",
                    at=at, changed_at=at,
                )
            )  # fmt: skip
        Response.objects.bulk_create(made)
    seal_workspace(survey.workspace, now, now)


def megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def read_all(workspace: Workspace) -> tuple[float, float]:
    """Seconds of one processor; megabytes by which the highest mark rose in the last three quarters."""
    made = keep_themes(workspace, starter("retail"), Origin.STARTER, "bench")
    _reader(made)
    began, early = process_time(), 0.0
    while not ThemeSet.objects.get(pk=made.pk).done_at:
        read_again_due(timezone.now(), seconds=0)
        early = early or (megabytes() if ThemeSet.objects.get(pk=made.pk).tagged >= N / 4 else 0.0)
    return process_time() - began, megabytes() - early


def pages(client: Client, survey: Survey) -> list[float]:
    times = []
    for place in range(REPEATS):
        now = timezone.now()
        Response.objects.create(
            workspace=survey.workspace, survey=survey, version=survey.live, key=new_token(), score=3,
            comment=f"delivery was late, {place}", channel="link", language="en", at=now, changed_at=now,
        )  # fmt: skip
        tag_new_due(timezone.now())
        from likely.web.reasons import BOARDS

        BOARDS.clear()
        began = process_time()
        answer = client.get("/reasons?period=all")
        times.append(process_time() - began)
        assert answer.status_code == 200, answer
    return times


def one_more(workspace: Workspace) -> float:
    reader, pick = _reader(newest_set(workspace)), random.Random(1)  # type: ignore[arg-type]
    reader.read([comment(pick, 1)])
    began = process_time()
    for place in range(100):
        reader.read([comment(pick, place)])
    return (process_time() - began) * 10


def baseline(texts: list[str]) -> float:
    rules = [
        re.compile("|".join(re.escape(word.rstrip("*")) for word in theme.words))
        for theme in starter("retail").themes
    ]
    began = process_time()
    for text in texts:
        for rule in rules:
            rule.search(text)
    return (process_time() - began) / len(texts) * 1e6


def main() -> int:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    workspace = Workspace.objects.create(name="Bench")
    user = User.objects.create_user("bench@example.org")
    Member.objects.create(workspace=workspace, user=user, role="owner")
    client: Any = Client()
    client.force_login(user)
    survey = Survey.start(workspace, "Bench", make_definition("rnps", "Bench", ("en",)), "system")
    fill(survey, N)
    seconds, grown = read_all(workspace)
    each = seconds / N * 1e6
    plain = baseline([comment(random.Random(3), place) for place in range(2000)])
    print(f"  {N} comments by new themes: {seconds:.1f} s of one processor, {each:.0f} us each", end="")
    print(f" (100,000: {each / 10:.0f} s); plain search for the words {plain:.0f} us")
    print(f"  memory: {megabytes():.0f} MB at most, {grown:+.0f} MB after the first quarter")
    one = one_more(workspace)
    print(f"  one more comment: {one:.2f} ms")
    client.get("/reasons")
    times = pages(client, survey)
    page = statistics.median(times)
    print(
        f"  page of reasons after a new answer: p50 {page * 1000:.0f} ms, longest {max(times) * 1000:.0f} ms"
    )
    missed = [
        name
        for name, bad in {
            "reading": each > 1200,
            "one comment": one > 5,
            "page": page > 1,
            "memory": grown > 60,
        }.items()
        if bad
    ]
    print("under the bar: " + ", ".join(missed) if missed else "all bars are kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

"""A figure that the workspace holds its score against: an industry, a competitor, its own past (N13)."""

from dataclasses import dataclass
from typing import ClassVar, Final

from django.db import IntegrityError, models, transaction

from likely.analyse.benchmarks import BENCHMARKS
from likely.analyse.held_against import Quoted
from likely.base.journal import record
from likely.base.workspace import ScopedQuerySet, Workspace
from likely.lib.identity import new_id
from likely.lib.plain_text import clean_text
from likely.lib.refusal import Refusal

MOST_BENCHMARKS: Final = 50  # of a workspace
FIRST_YEAR, LAST_YEAR = 2003, 2100  # of the answers; the score was published in 2003
MOST_ANSWERS: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class BenchmarkFacts:
    """points: −100..100. n: answers that it rests on; None: not told, so its own error is not known."""

    name: str
    points: float
    source: str
    year: int
    n: int | None = None


class QuotedBenchmark(models.Model):
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="benchmarks")
    name = models.CharField(max_length=120)
    points = models.FloatField()
    source = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    n = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["workspace", "name", "year"], name="benchmark_once_a_year")
        ]

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def quote(workspace: Workspace, facts: BenchmarkFacts, actor: str) -> QuotedBenchmark:
    """Nothing is quoted without its source and year."""
    name, source = (" ".join(clean_text(getattr(facts, one), one, most).split())
                    for one, most in (("name", 120), ("source", 200)))  # fmt: skip
    for told, field in ((name, "name"), (source, "source")):
        if not told:
            raise Refusal("field_missing", f"{field}: say it.", field=field)
    bounds: tuple[tuple[str, float | None, float, float], ...] = (
        ("points", facts.points, -100, 100),
        ("year", facts.year, FIRST_YEAR, LAST_YEAR),
        ("n", facts.n, 1, MOST_ANSWERS),
    )
    for field, value, low, high in bounds:
        if value is not None and not low <= value <= high:
            raise Refusal("out_of_range", f"{field} must be from {low:g} to {high:g}.", field=field)
    if QuotedBenchmark.objects.of(workspace).count() >= MOST_BENCHMARKS:
        raise Refusal("too_many_benchmarks", f"A workspace has at most {MOST_BENCHMARKS} benchmarks.")
    try:
        with transaction.atomic():
            made = QuotedBenchmark.objects.create(
                workspace=workspace, name=name, points=facts.points, source=source, year=facts.year, n=facts.n
            )
    except IntegrityError:
        raise Refusal("benchmark_taken", "name: it is quoted for that year already.", field="name") from None
    record(workspace, actor, "benchmark.quoted", f"benchmark:{made.pk}", name=name)
    return made


@transaction.atomic
def drop_benchmark(benchmark: QuotedBenchmark, actor: str) -> None:
    record(benchmark.workspace, actor, "benchmark.dropped", f"benchmark:{benchmark.pk}", name=benchmark.name)
    benchmark.delete()


def quoted_by(workspace: Workspace) -> list[Quoted]:
    """What others published, and what the workspace quotes itself."""
    own = QuotedBenchmark.objects.of(workspace).order_by("-points", "name")
    told = [Quoted(one.name, one.points, one.source, one.year, one.n, own=True) for one in own]
    return [*told, *(Quoted(one.name, one.points, one.source, one.year) for one in BENCHMARKS)]

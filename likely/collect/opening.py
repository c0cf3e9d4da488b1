"""How often a survey was opened by no personal link, by day and channel: numbers that lead back to nobody."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Final
from uuid import UUID

from django.db import connection, models

from likely.ask.survey import Survey
from likely.collect.statement import send

Place = tuple[UUID, str, date]  # survey, channel, day in UTC

# Added to in the database, since other processes count, too.
ADD: Final = (
    "INSERT INTO likely_opening (survey_id, channel, day, times) VALUES (%s, %s, %s, %s)"
    " ON CONFLICT (survey_id, channel, day) DO UPDATE SET times = likely_opening.times + excluded.times"
)


class Opening(models.Model):
    survey = models.ForeignKey(Survey, models.CASCADE, related_name="openings", db_index=False)
    channel = models.CharField(max_length=16)
    day = models.DateField()
    times = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["survey", "channel", "day"], name="opening_once_a_day")
        ]


def count_openings(times: Mapping[Place, int]) -> None:
    """In the order of their names, so that no two processes wait for each other."""
    native = connection.features.has_native_uuid_field
    for place in sorted(times):
        survey, channel, day = place
        send(ADD, [survey if native else survey.hex, channel, day.isoformat(), times[place]])


def openings_of(survey: Survey) -> dict[str, int]:
    """Channel -> times."""
    rows: Any = Opening.objects.filter(survey=survey).values_list("channel", "times")
    found: Counter[str] = Counter()
    for channel, times in rows:
        found[channel] += times
    return dict(found)

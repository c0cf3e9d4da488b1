"""A tick: work that is due again and again, done by whichever worker claims it first."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class Tick(models.Model):
    name = models.CharField(max_length=40, primary_key=True)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)  # of the last run that went well


def claim(name: str, every_seconds: int) -> bool:
    """Whether this worker does the work now. Of any number that ask at once, one gets True.

    The next time is set before the work begins: a worker that dies in it delays the work by one round
    and blocks nobody.
    """
    now = timezone.now()
    tick, _ = Tick.objects.get_or_create(name=name, defaults={"due_at": now})
    if tick.due_at > now:
        return False
    due = Tick.objects.filter(name=name, due_at__lte=now)
    return due.update(due_at=now + timedelta(seconds=every_seconds)) == 1


def finish(name: str) -> None:
    Tick.objects.filter(name=name).update(finished_at=timezone.now())

"""Of all who ask at once, one does the work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from likely.base.tick import Tick, claim, finish


@pytest.mark.django_db
def test_work_is_claimed_once_until_it_is_due_again() -> None:
    assert claim("seal", 60)
    assert not claim("seal", 60)
    assert claim("clear", 60)
    Tick.objects.filter(name="seal").update(due_at=timezone.now() - timedelta(seconds=1))
    assert claim("seal", 60)
    finish("seal")
    assert Tick.objects.get(name="seal").finished_at is not None


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_gets_it() -> None:
    claim("seal", 0)

    def ask(_: int) -> bool:
        try:
            return claim("seal", 60)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(ask, range(8))) == 1

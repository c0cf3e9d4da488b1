"""Rows that name somebody in passing: the journal, kept answers of the API, refused rows of imports."""

import json
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

from django.db.models import Q

from likely.base.idempotency import NamedRequest
from likely.base.journal import JournalEntry
from likely.base.workspace import Workspace
from likely.people.people_import import ImportFault

AT_ONCE: Final = 500  # subjects a query


def blot_traces(workspace: Workspace, words: Collection[str], subjects: Collection[str]) -> None:
    """Take the words out of what is kept for other reasons. That it happened, when and by whom stays.

    subjects: of the journal, whose details go whatever they hold.
    """
    for some in _in_parts(subjects):
        JournalEntry.objects.of(workspace).filter(subject__in=some).update(detail={})
    if not words:
        return
    JournalEntry.objects.of(workspace).filter(_holding("detail", words)).update(detail={})
    NamedRequest.objects.of(workspace).filter(_holding("body", words)).update(body="{}")
    faults = ImportFault.objects.of(workspace).filter(_holding("value", words) | _holding("said", words))
    faults.update(value="", said="")


def _holding(column: str, words: Collection[str]) -> Q:
    """In JSON a letter beyond ASCII may be written as \\u00e4: both spellings are looked for."""
    found = Q()
    for word in words:
        for spelt in {word, json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1]}:
            found |= Q(**{f"{column}__icontains": spelt})
    return found


def _in_parts(subjects: Collection[str]) -> Iterator[list[str]]:
    rest = iter(subjects)
    while some := list(islice(rest, AT_ONCE)):
        yield some

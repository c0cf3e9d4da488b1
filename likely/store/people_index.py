"""People found by the beginnings of words, all of which must be theirs, by the database's word index."""

from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from likely.base.workspace import Workspace
from likely.people.person import Person
from likely.people.search_words import is_whole, wanted_words

MOST_FOUND: Final = 500  # people; who finds more adds a word
OF_THE_INDEX: Final = "SELECT person FROM likely_person_index WHERE likely_person_index MATCH %s"
OF_THE_WORDS: Final = (
    "SELECT id FROM likely_person WHERE workspace_id = %s"
    " AND array_to_tsvector(string_to_array(words, ' ')) @@ %s::tsquery"
)


def find_people(people: QuerySet[Person], text: str) -> list[UUID] | None:
    """The ids of at most MOST_FOUND + 1 of the people; None where the text holds no word.

    What narrows `people` narrows while it is searched, so that a rare one behind many others is found.
    """
    words = wanted_words(text)
    if not words:
        return None
    found = _on_sqlite(people, words) if connection.vendor == "sqlite" else _on_postgresql(people, words)
    return list(found.values_list("pk", flat=True)[: MOST_FOUND + 1])


def named(workspace: Workspace, words: tuple[str, ...]) -> RawSQL:
    """A subquery of the ids of people who have the words of `wanted_words`, to stand behind `person__in=`."""
    if connection.vendor == "sqlite":
        return RawSQL(OF_THE_INDEX, [_match(words)])  # noqa: S611 - a constant
    return RawSQL(OF_THE_WORDS, [workspace.pk, _query(words)])  # noqa: S611 - a constant


def _on_sqlite(people: QuerySet[Person], words: tuple[str, ...]) -> QuerySet[Person]:
    return people.extra(  # the words are letters and digits alone, and they are a parameter
        tables=["likely_person_index"],
        where=["likely_person_index MATCH %s", "likely_person.id = likely_person_index.person"],
        params=[_match(words)],
    )


def _on_postgresql(people: QuerySet[Person], words: tuple[str, ...]) -> QuerySet[Person]:
    """The expression is that of the index, and the query is not parsed as a language."""
    return people.extra(
        where=["array_to_tsvector(string_to_array(likely_person.words, ' ')) @@ %s::tsquery"],
        params=[_query(words)],
    )


def _match(words: tuple[str, ...]) -> str:
    """FTS5: `words : ("anna" * "tamm" *)`."""
    terms = " ".join(f'"{word}"' if is_whole(word) else f'"{word}" *' for word in words)
    return f"words : ({terms})"


def _query(words: tuple[str, ...]) -> str:
    """Of PostgreSQL: `'anna':* & 'tamm':*`."""
    return " & ".join(f"'{word}'" if is_whole(word) else f"'{word}':*" for word in words)

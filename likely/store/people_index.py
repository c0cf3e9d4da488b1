"""People found by the beginnings of words, all of which must be theirs, by the database's word index."""

from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from likely.people.person import Person
from likely.people.search_words import is_whole, wanted_words

MOST_FOUND: Final = 500  # people; who finds more adds a word


def find_people(people: QuerySet[Person], text: str) -> list[UUID] | None:
    """The ids of at most MOST_FOUND + 1 of the people; None where the text holds no word.

    What narrows `people` narrows while it is searched, so that a rare one behind many others is found.
    """
    words = wanted_words(text)
    if not words:
        return None
    found = _on_sqlite(people, words) if connection.vendor == "sqlite" else _on_postgresql(people, words)
    return list(found.values_list("pk", flat=True)[: MOST_FOUND + 1])


def _on_sqlite(people: QuerySet[Person], words: tuple[str, ...]) -> QuerySet[Person]:
    """FTS5: `words : ("anna" * "tamm" *)`."""
    terms = " ".join(f'"{word}"' if is_whole(word) else f'"{word}" *' for word in words)
    return people.extra(  # the words are letters and digits alone, and they are a parameter
        tables=["likely_person_index"],
        where=["likely_person_index MATCH %s", "likely_person.id = likely_person_index.person"],
        params=[f"words : ({terms})"],
    )


def _on_postgresql(people: QuerySet[Person], words: tuple[str, ...]) -> QuerySet[Person]:
    """The expression is that of the index, and the query is not parsed as a language."""
    terms = " & ".join(f"'{word}'" if is_whole(word) else f"'{word}':*" for word in words)
    return people.extra(
        where=["array_to_tsvector(string_to_array(likely_person.words, ' ')) @@ %s::tsquery"], params=[terms]
    )

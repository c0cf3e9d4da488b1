"""A draft is the row, column by column."""

from likely.collect.draft import COLUMNS
from likely.collect.response import Response


def test_a_draft_has_every_column_of_the_row_and_no_other() -> None:
    assert tuple(field.attname for field in Response._meta.concrete_fields) == COLUMNS

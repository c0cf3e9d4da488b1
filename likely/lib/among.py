"""`filter(Among(F("email"), values))`: one of many texts, told to the database as one parameter.

`email__in` words a placeholder for each value and runs each through the field, which takes the ORM longer
than the database needs to look them all up.
"""

import json
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler

if TYPE_CHECKING:
    TextLookup = Lookup[Any]
else:
    TextLookup = Lookup


class Among(TextLookup):
    """A text field on the left; on the right its values, as rows hold them."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        column, told = self.process_lhs(compiler, connection)
        if connection.vendor == "sqlite":
            return f"{column} IN (SELECT value FROM json_each(%s))", (*told, json.dumps(list(self.rhs)))  # noqa: S608 - worded by Django
        return f"{column} = ANY(%s)", (*told, list(self.rhs))

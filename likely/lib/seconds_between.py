"""From one moment to another, in seconds, reckoned by the database itself, to the millisecond.

Django's own difference of two columns calls back into Python for each row on SQLite.
"""

from typing import Any, Final

from django.db.models import FloatField, Func

SQLITE: Final = "ROUND((julianday(%(expressions)s)) * 86400.0, 3)"
POSTGRESQL: Final = "ROUND(EXTRACT(EPOCH FROM (%(expressions)s)), 3)::double precision"


class SecondsBetween(Func):
    """SecondsBetween(begin, end); null where one of them is."""

    output_field = FloatField()
    arity = 2

    def __init__(self, begin: Any, end: Any, **extra: Any) -> None:
        super().__init__(end, begin, **extra)

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=SQLITE, arg_joiner=") - julianday(", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, template=POSTGRESQL, arg_joiner=" - ", **more)

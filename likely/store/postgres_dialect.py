"""How Ibis words a question for PostgreSQL so that its figures are those of DuckDB."""

import re
import unicodedata
from functools import cache
from hashlib import sha256
from typing import Any, ClassVar, Final

# Ibis, its backend for PostgreSQL and SQLGlot are heavy: imported where they are used.
LONGEST_NAME: Final = 63  # bytes that PostgreSQL keeps of a name
# What DuckDB reads as a number, without what is infinite or none; exponents that a decimal number can hold.
# Spelt out, since \d and \s mean more in some locales than a number may hold.
DIGITS: Final = "[0-9]+(_[0-9]+)*"
BLANKS: Final = r"[ \t\n\v\f\r]*"
NUMBER: Final = rf"^{BLANKS}[+-]?({DIGITS}(\.({DIGITS})?)?|\.{DIGITS})([eE][+-]?[0-9]{{1,3}})?{BLANKS}$"
LONGEST_NUMBER: Final = 400  # characters
LARGEST: Final = "1.7976931348623157e308"
SMALLEST: Final = "4.9406564584124654e-324"
LETTERS: Final = r"\p{L}\p{N}"  # as RE2 writes letters and digits within brackets


@cache
def backend() -> Any:
    """Words questions, and has no connection of its own."""
    from ibis.backends.postgres import Backend

    class Dialect(Backend):  # type: ignore[misc, unused-ignore]
        def compile(self, *args: Any, **options: Any) -> str:
            return short_names(super().compile(*args, **options))

    made = Dialect()
    made.compiler = _compiler()
    return made


def _compiler() -> Any:
    """Ibis's, but for what would mean something else there, or fail."""
    import sqlglot.expressions as sge
    from ibis.backends.sql.compilers.postgres import PostgresCompiler

    class Compiler(PostgresCompiler):  # type: ignore[misc, unused-ignore]
        SIMPLE_OPS: ClassVar[dict[Any, Any]] = {}  # those of PostgreSQL are there already

        def visit_DefaultLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802 - Ibis's own names
            told = super().visit_DefaultLiteral(op, value=value, dtype=dtype)
            # 0.5 is a decimal to PostgreSQL, and what is counted with it is one.
            return self.cast(told, dtype) if dtype.is_floating() else told

        def visit_RegexSearch(self, op: Any, *, arg: Any, pattern: Any) -> Any:  # noqa: N802, ARG002
            return sge.RegexpLike(this=arg, expression=sge.convert(_pattern(op.pattern.value)))

        def visit_ScalarUDF(self, op: Any, **kw: Any) -> Any:  # noqa: N802
            if op.__func_name__ == "hash":  # of rows whose ids are not drawn (`store/aggregate.py`)
                return self.f.hashtextextended(*kw.values(), 0)
            if op.__func_name__ != "strip_accents":
                return super().visit_ScalarUDF(op, **kw)
            [text] = kw.values()
            bare = self.f.regexp_replace(
                self.f.anon["pg_catalog.normalize"](text, "NFD"), f"[{_ranges('M')}]", "", "g"
            )
            return self.f.anon["pg_catalog.normalize"](bare, "NFC")

        def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
            if op.arg.dtype.is_string() and to.is_floating():
                return self._number(arg, to)
            return self.visit_Cast(op, arg=arg, to=to)

        def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
            if (
                op.arg.dtype.is_boolean() and to.is_numeric()
            ):  # which PostgreSQL takes for a plain integer alone
                arg = sge.Cast(this=arg, to=sge.DataType(this=sge.DataType.Type.INT))
            return super().visit_Cast(op, arg=arg, to=to)

        def _number(self, text: Any, to: Any) -> Any:
            """A number out of a text; null where it is none. Nothing raises, whatever the text."""
            plain = sge.Cast(
                this=self.f.replace(text, "_", ""), to=sge.DataType(this=sge.DataType.Type.DECIMAL)
            )
            small = sge.Between(
                this=self.f.abs(plain), low=sge.Literal.number(SMALLEST), high=sge.Literal.number(LARGEST)
            )
            fits = self.if_(small, self.cast(plain, to), self.if_(self.f.abs(plain) < 1, self.cast(0, to)))
            short = self.f.length(text) <= LONGEST_NUMBER
            return self.if_(
                sge.And(this=short, expression=sge.RegexpLike(this=text, expression=sge.convert(NUMBER))),
                fits,
            )

        def visit_ExtractEpochSeconds(self, op: Any, *, arg: Any) -> Any:  # noqa: N802, ARG002
            return sge.Cast(this=self.f.extract("epoch", arg), to=sge.DataType(this=sge.DataType.Type.DOUBLE))

        def visit_UnwrapJSONString(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
            return self._unwrapped(op, arg, "string", _text(arg))

        def visit_UnwrapJSONFloat64(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
            return self._unwrapped(op, arg, "number", self._number(_text(arg), op.dtype))

        def visit_UnwrapJSONBoolean(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
            return self._unwrapped(op, arg, "boolean", self.cast(_text(arg), op.dtype))

        def _unwrapped(self, op: Any, arg: Any, type: str, value: Any) -> Any:
            return self.if_(self.json_typeof(op, arg).eq(sge.convert(type)), value)

    return Compiler()


def _text(arg: Any) -> Any:
    """What a value in JSON says."""
    import sqlglot.expressions as sge

    return sge.JSONBExtractScalar(this=arg, expression=sge.convert("{}"))


def short_names(statement: str) -> str:
    """The statement with each name shortened that PostgreSQL would cut off, which might make two the same."""
    return re.sub(r"'(?:[^']|'')*'|\"((?:[^\"]|\"\")+)\"", _short, statement)


def _short(found: re.Match[str]) -> str:
    if found[1] is None:  # a text
        return found[0]
    return f'"{short_name(found[1])}"'


def short_name(name: str) -> str:
    """name: without marks around it."""
    if len(name.encode()) <= LONGEST_NAME:
        return name
    return f"{sha256(name.encode()).hexdigest()[:32]}"


def _pattern(rule: str) -> str:
    """A regular expression of RE2 in PostgreSQL's own, whose letters would depend on the server's locale."""
    return rule.replace(LETTERS, _ranges("LN")) if LETTERS in rule else rule


@cache
def _ranges(kinds: str) -> str:
    """All characters whose category in Unicode begins with one of these letters, as ranges."""
    ranges: list[list[int]] = []
    for code in range(1, 0x110000):
        if unicodedata.category(chr(code))[0] in kinds:
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)

"""A number of answers: a whole number that is not negative, and nothing that merely looks like one."""

import operator

from likely.lib.refusal import Refusal


def read_count(value: object, field: str) -> int:
    """`value` as an int if it is a whole number of 0 or more (NumPy's included); a refusal otherwise."""
    if isinstance(value, bool):
        raise _refusal(field, "is true or false, not a number of answers")
    try:
        count = operator.index(value)  # type: ignore[arg-type]  # anything may come; the error is the answer
    except TypeError:
        raise _refusal(field, "is not a whole number") from None
    if count < 0:
        raise _refusal(field, "is below 0")
    return count


def _refusal(field: str, what: str) -> Refusal:
    cure = "Give the number of answers as a whole number of 0 or more."
    return Refusal("not_a_count", f"{field} {what}.", cure=cure, field=field)

"""When an answer was given, out of the many ways in which files write it.

The order of day and month is settled by evidence (a 13 can be no month) and said when it had to be
assumed. Times without a zone are taken as they are; a written offset is honoured for the instant, while
the day stays the local day that the file says.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any, Literal

from likely.store.profile import Profile

# Ibis is imported where it is used: `import likely` must stay light.
IbisColumn = Any

Order = Literal["ymd", "dmy", "mdy"]
ORDERS: tuple[Order, ...] = ("ymd", "dmy", "mdy")
Parts = tuple[int, int, int]

EARLIEST, LATEST = 1970, 2100  # years; anything else is a code, not a day
UNIX_SECONDS = (315_532_800, 4_102_444_800)  # 1980 to 2100
PLAIN_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?")
ZONE = r"\s*(?:Z|UTC|(?:GMT|UTC)?([+-]\d{1,2})(?::?(\d{2}))?|GMT)$"
TIME = r"(?:[T ,]+(?:(上午|下午)\s*)?(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d{1,9})?(?:\s*([AaPp])\.?[Mm]\.?)?)?"
NUMERIC_DAY = r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})\.?"
NAMED_DAY = r"(?:([A-Za-z]{3,9})\.?[ -](\d{1,2}),?[ -](\d{4})|(\d{1,2})[. -]+([A-Za-z]{3,9})\.?,?[ -](\d{4}))"
SHAPE = re.compile(rf"{NUMERIC_DAY}{TIME}(?:{ZONE})?")
NAMED_SHAPE = re.compile(rf"{NAMED_DAY}{TIME}(?:{ZONE})?")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME_FORMATS = ("", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p")


@dataclass(frozen=True, slots=True)
class DateReading:
    """How a column is read. share: of the present values that are dates, 0..1.

    assumed: the order of day and month had no evidence.
    """

    shape: Literal["native", "iso", "numeric", "named", "seconds", "milliseconds"]
    share: float
    order: Order = "ymd"
    assumed: bool = False


def reading_of(profile: Profile) -> DateReading | None:
    """How `profile`'s column would be read as dates; None where it holds none."""
    if profile.native == "time":
        return DateReading("native", 1.0)
    if not profile.n:
        return None
    found = [
        reading
        for reading in (_unix(profile), _iso(profile), _numeric(profile), _named(profile))
        if reading and reading.share > 0
    ]
    return max(found, key=lambda reading: reading.share, default=None)


def _share(profile: Profile, fits: Mapping[str, bool]) -> float:
    return sum(n for value, n in profile.present.items() if fits[value]) / profile.n


def _unix(profile: Profile) -> DateReading | None:
    low, high = UNIX_SECONDS
    seconds = profile.share(low, high)
    milliseconds = profile.share(low * 1000, high * 1000)
    if max(seconds, milliseconds) < 0.8:
        return None
    return DateReading("seconds", seconds) if seconds else DateReading("milliseconds", milliseconds)


def _iso(profile: Profile) -> DateReading | None:
    if profile.native != "text":
        return None
    fits = {value: bool(PLAIN_ISO.fullmatch(value)) and _is_day(value[:10]) for value in profile.present}
    return DateReading("iso", 1.0) if all(fits.values()) else None


def _is_day(text: str) -> bool:
    try:
        return EARLIEST <= datetime.fromisoformat(text).year <= LATEST
    except ValueError:
        return False


def _numeric(profile: Profile) -> DateReading | None:
    if profile.native != "text":
        return None
    parts = {
        value: (int(found[1]), int(found[2]), int(found[3]))
        for value in profile.present
        if (found := SHAPE.fullmatch(value))
    }
    if len(parts) < 0.5 * len(profile.present):
        return None
    shares = {
        order: _share(profile, {value: _fits(parts.get(value), order) for value in profile.present})
        for order in ORDERS
    }
    if shares["ymd"] > 0.5:
        return DateReading("numeric", shares["ymd"], "ymd")
    if shares["dmy"] != shares["mdy"]:
        order: Order = "dmy" if shares["dmy"] > shares["mdy"] else "mdy"
        return DateReading("numeric", shares[order], order)
    order, assumed = _settled(parts)
    return DateReading("numeric", shares[order], order, assumed)


def _settled(parts: Mapping[str, Parts]) -> tuple[Order, bool]:
    """(order, whether it is only assumed) of dates that fit both ways.

    Rows mostly lie in the order of time, so the order in which the dates hardly ever go back is right.
    Else the dot is European, and twelve hours or numbers without leading zeros are American.
    """
    back = {order: _steps_back(parts.values(), order) for order in ("dmy", "mdy")}
    few, many = sorted(back.values())
    if len(parts) > 5 and few <= 0.02 * len(parts) < 0.2 * many:
        return ("dmy" if back["dmy"] == few else "mdy"), False
    if all("." in value[:6] for value in parts):
        return "dmy", False
    american = any(re.search(r"[AaPp]\.?[Mm]|^\d/|^\d+/\d/", value) for value in parts)
    return ("mdy" if american else "dmy"), True


def _steps_back(dates: Iterable[Parts], order: Order) -> int:
    places = [order.index(letter) for letter in "ymd"]
    spelled = [tuple(parts[place] for place in places) for parts in dates]
    return sum(later < earlier for earlier, later in pairwise(spelled))


def _fits(parts: Parts | None, order: Order) -> bool:
    if parts is None:
        return False
    year, month, day = (parts[order.index(letter)] for letter in "ymd")
    full_year = year + 2000 if year < 100 and order != "ymd" else year
    return EARLIEST <= full_year <= LATEST and 1 <= month <= 12 and 1 <= day <= 31


def _named(profile: Profile) -> DateReading | None:
    if profile.native != "text":
        return None
    fits = {
        value: bool((found := NAMED_SHAPE.fullmatch(value)) and _month_named(found))
        for value in profile.present
    }
    return DateReading("named", _share(profile, fits))


def _month_named(found: re.Match[str]) -> bool:
    return (found[1] or found[5] or "")[:3].casefold() in MONTHS


def read_dates(column: IbisColumn, reading: DateReading) -> tuple[IbisColumn, IbisColumn]:
    """(at, day): the instant in UTC and the local day, both null where the value is no date."""
    local, offset_minutes = _local(column, reading)
    import ibis

    # compared with two moments: cheaper over millions of rows than taking out each year
    usual = (local >= ibis.timestamp(EARLIEST, 1, 1, 0, 0, 0)) & (
        local < ibis.timestamp(LATEST + 1, 1, 1, 0, 0, 0)
    )
    local = ibis.ifelse(usual, local, None)
    at = local if offset_minutes is None else local - offset_minutes.as_interval("m")
    return at.cast("timestamp(6)"), local.date()


def _local(column: IbisColumn, reading: DateReading) -> tuple[IbisColumn, IbisColumn | None]:
    if reading.shape == "native":
        return column.cast("timestamp(6)"), None
    if reading.shape == "iso":
        return column.strip().try_cast("timestamp(6)"), None
    if reading.shape in ("seconds", "milliseconds"):
        number = column.try_cast("float64") if column.type().is_string() else column.cast("float64")
        seconds = number if reading.shape == "seconds" else number / 1000
        return seconds.round().cast("int64").as_timestamp("s").cast("timestamp(6)"), None
    return _of_shapes(column.strip(), reading), _offset_minutes(column.strip())


def _offset_minutes(text: IbisColumn) -> IbisColumn:
    """Minutes east of Greenwich that the text ends with, 0 where it names no zone."""
    import ibis

    timed = r":\d{2}(?:[.,]\d+)?\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:GMT|UTC)?([+-]\d{1,2})(?::?(\d{2}))?$"
    hours = text.re_extract(timed, 1).try_cast("int32").fill_null(0)
    minutes = text.re_extract(timed, 2).try_cast("int32").fill_null(0)
    return hours * 60 + ibis.ifelse(hours < 0, -minutes, minutes)


def _of_shapes(text: IbisColumn, reading: DateReading) -> IbisColumn:
    """The written local time, through one spelling `day time AM` that the engine's formats know."""
    import ibis

    shape = rf"^(?:{_day_pattern(reading)}){TIME}(?:{ZONE})?$"
    groups = 3 if reading.shape == "numeric" else 6
    noon, clock, letter = (text.re_extract(shape, groups + place) for place in (1, 2, 3))
    half = ibis.cases(
        (noon == "上午", "AM"), (noon == "下午", "PM"), (letter != "", letter.upper() + "M"), else_=""
    )
    spelled = (_day_spelled(text, shape, reading) + " " + clock + " " + half).strip()
    days = _day_formats(reading)
    formats = [day + time for day in days for time in TIME_FORMATS]
    return _first_of_formats(spelled, formats)


def _day_pattern(reading: DateReading) -> str:
    return NUMERIC_DAY if reading.shape == "numeric" else NAMED_DAY


def _day_spelled(text: IbisColumn, shape: str, reading: DateReading) -> IbisColumn:
    if reading.shape == "numeric":
        parts = [text.re_extract(shape, place) for place in (1, 2, 3)]
        return parts[0] + "-" + parts[1] + "-" + parts[2]
    month = text.re_extract(shape, 1) + text.re_extract(shape, 5)
    day = text.re_extract(shape, 2) + text.re_extract(shape, 4)
    year = text.re_extract(shape, 3) + text.re_extract(shape, 6)
    return day + "-" + month.substr(0, 3) + "-" + year


def _day_formats(reading: DateReading) -> tuple[str, ...]:
    if reading.shape == "named":
        return ("%d-%b-%Y",)
    # the short year first: a full year does not fit it, while `26` would fit the long one as the year 26
    full: dict[Order, tuple[str, ...]] = {
        "ymd": ("%Y-%m-%d",),
        "dmy": ("%d-%m-%y", "%d-%m-%Y"),
        "mdy": ("%m-%d-%y", "%m-%d-%Y"),
    }
    return full[reading.order]


def _first_of_formats(text: IbisColumn, formats: list[str]) -> IbisColumn:
    import ibis
    import ibis.expr.datatypes as types

    @ibis.udf.scalar.builtin(  # DuckDB's own function, under its own name
        signature=((types.string, types.Array(types.string)), types.Timestamp(scale=6))
    )
    def try_strptime(text, formats): ...  # type: ignore[no-untyped-def]

    return try_strptime(text, ibis.array(formats))

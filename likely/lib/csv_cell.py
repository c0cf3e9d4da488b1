"""Cells that no spreadsheet takes for a formula. Every CSV that leaves Likely passes here, headers too."""

from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"  # at the start of a file: without it Excel takes UTF-8 for an old code page
# What starts a formula somewhere: Excel, LibreOffice, Sheets, in ASCII and full width.
STARTS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "|", "%")
NUMBER_SIGNS: Final = "+-"
SKIPPED: Final = " \t\r\n\0\v\f\u00a0\u3000\ufeff\"'`"  # what a program may drop before it looks


def plain_cell(value: object) -> object:
    """`value` for a CSV cell. Text that could start a formula gets an apostrophe; numbers stay numbers."""
    if not isinstance(value, str):
        return value
    text = value.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    seen = text.lstrip(SKIPPED)
    risky = seen.startswith(STARTS) or text.startswith(("\t", "\n"))
    return f"'{text}" if risky and not _is_number(text) else text


def _is_number(text: str) -> bool:
    """A phone number in E.164 or a signed figure does no harm and must stay readable by machines."""
    digits = text.lstrip(NUMBER_SIGNS).replace(".", "", 1)
    return digits.isascii() and digits.isdigit() and len(text) - len(text.lstrip(NUMBER_SIGNS)) <= 1

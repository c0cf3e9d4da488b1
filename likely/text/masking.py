"""Personal data in a comment, hidden before the comment is shown to anybody.

Known: addresses of mail, user names in web addresses, phone numbers, payment cards (Luhn), bank accounts
(IBAN, mod 97), Estonian and Chinese personal codes (their check digits). Order numbers and amounts stay.
Names cannot be told from other words without a model, so they are not hidden.
"""

import re
import sys
from functools import cache
from typing import Literal

Personal = Literal["email", "link", "iban", "card", "personal_code", "phone"]

LABELS: dict[Personal, str] = {
    "email": "[email]",
    "link": "[link]",
    "iban": "[account]",
    "card": "[card]",
    "personal_code": "[personal code]",
    "phone": "[phone]",
}
# Edges are those of Latin letters and digits: Chinese is written without spaces around a number.
_EMAIL = re.compile(r"[A-Za-zÀ-ž0-9._%+'-]+\s?@\s?[A-Za-zÀ-ž0-9-]+(?:\.[A-Za-zÀ-ž0-9-]+)+")
_LINK = re.compile(r"(?<![A-Za-z0-9])(?:https?://|www\.)[!-~]+", re.IGNORECASE)
_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII
)
_DIGITS = re.compile(r"(?<![A-Za-z0-9_.,])\d(?:[ -]?\d){9,18}[Xx]?(?![A-Za-z0-9_])")
_PHONE = re.compile(
    r"(?<![A-Za-z0-9_.,/-])(?:"
    r"\+\d[\d ().-]{6,17}\d"  # +372 5123 4567
    r"|00[1-9][\d ().-]{7,17}\d"  # 00 372 …
    r"|0\d(?:[ .-]?\d){7,9}"  # 01 23 45 67 89, 07700 900123
    r"|\(\d{2,5}\)[ .-]?\d(?:[ .-]?\d){5,8}"  # (555) 123-4567
    r"|\d{3}[.-]\d{3}[.-]\d{4}"
    r"|1[3-9]\d(?:[ -]?\d){8}"  # Chinese mobile
    r"|5\d{2,3}[ -]\d{3,4}"  # Estonian mobile, grouped
    r")(?![A-Za-z0-9_])"
)
_CALLED = re.compile(
    r"((?<![A-Za-z])(?:tel|phone|mobile|telefon|mobiil|portable|电话|手机)\w*[ .:：]*)\d(?:[ -]?\d){5,10}",
    re.I,
)


@cache
def may_mask(*, numbers: bool = True) -> str:
    """Found in each text that `mask` changes, and in few others: for engines that can't mask themselves.

    A regular expression that RE2, Java and PostgreSQL read alike. Digits are all that Python takes for one.
    numbers: also in texts of which digits alone are masked.
    """
    digit = _all_digits()
    number = rf"[(+{digit}][ ().{digit}-]{{4,}}[{digit}]"
    account = rf"[A-Za-z]{{2}}[{digit}]{{2}}( ?[A-Za-z0-9]){{11}}"
    return rf"@|://|[wW][wW][wW]\.|{account}" + (f"|{number}" if numbers else "")


def _all_digits() -> str:
    """As ranges within brackets."""
    firsts = [code for code in range(sys.maxunicode) if chr(code).isdecimal() and not int(chr(code))]
    return "".join(f"{chr(code)}-{chr(code + 9)}" for code in firsts)


def mask(text: str) -> str:
    """`text` with each personal number and address replaced by what it was, in brackets."""
    text = _EMAIL.sub(LABELS["email"], text)
    text = _LINK.sub(LABELS["link"], text)
    text = _IBAN.sub(lambda found: _mask_accounts(found.group()), text)
    text = _DIGITS.sub(lambda found: _masked_number(found.group()), text)
    text = _PHONE.sub(LABELS["phone"], text)
    return _CALLED.sub(rf"\1{LABELS['phone']}", text)


def personal_number(text: str) -> Personal | None:
    """What kind of personal number `text` is: a valid card, account or personal code; None otherwise."""
    number = re.sub(r"[ -]", "", text).upper()
    if is_iban(number):
        return "iban"
    if is_estonian_code(number) or is_chinese_code(number):
        return "personal_code"
    return "card" if is_card(number) else None


def is_card(number: str) -> bool:
    """13 to 19 digits that pass the Luhn check (ISO/IEC 7812)."""
    if not (number.isascii() and number.isdigit() and 13 <= len(number) <= 19):
        return False
    doubled = [int(c) * (2 if i % 2 else 1) for i, c in enumerate(reversed(number))]
    return len(set(number)) > 1 and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def is_iban(number: str) -> bool:
    """ISO 13616: two letters, two check digits, and the remainder 1 by 97."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", number):
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(c, 36)) for c in turned)) % 97 == 1


def is_estonian_code(number: str) -> bool:
    """Eleven digits, a date inside, and the two-step check digit of an Estonian personal code."""
    if not re.fullmatch(r"[1-8]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{4}", number):
        return False
    digits = [int(c) for c in number]
    for weights in ((1, 2, 3, 4, 5, 6, 7, 8, 9, 1), (3, 4, 5, 6, 7, 8, 9, 1, 2, 3)):
        rest = sum(w * d for w, d in zip(weights, digits, strict=False)) % 11
        if rest < 10:
            return rest == digits[10]
    return digits[10] == 0


def is_chinese_code(number: str) -> bool:
    """Eighteen characters with a date inside and the check character of GB 11643 (ISO 7064 mod 11-2)."""
    if not re.fullmatch(
        r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]", number
    ):
        return False
    total = sum(int(c) * pow(2, 17 - i, 11) for i, c in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17]


def _masked_number(text: str) -> str:
    kind = personal_number(text)
    return LABELS[kind] if kind else text


def _mask_accounts(text: str) -> str:
    """The account within `text`, whose greedy match may have swallowed the words that follow it."""
    for end in range(len(text), 14, -1):
        if text[end - 1] != " " and is_iban(re.sub(r" ", "", text[:end]).upper()):
            return LABELS["iban"] + text[end:]
    return text

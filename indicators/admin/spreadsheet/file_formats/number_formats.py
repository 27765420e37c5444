"""Number formats of XLSX: what a stored number means, and what the spreadsheet displays."""

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from indicators.admin.spreadsheet.cells import Cell, Kind
from indicators.text.formats import plain_number

SIGNIFICANT_DIGITS = 15
"""A double holds this many decimal digits; those after them are residue of the binary form."""
BUILT_IN = {
    **{1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??"},
    **dict.fromkeys((14, 15, 22, 27, 30, 31, 36, 50, 52, 53, 54, 58), "yyyy-mm-dd"),
    **dict.fromkeys((17, 57), "yyyy-mm"),
    **dict.fromkeys((16, 28, 29, 51), "mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm:ss"),
}
"""Formats that files name by number only; those of dates as far as they matter here."""
LITERAL = re.compile(r'"([^"]*)"|[\\!](.)|_.|\*.|\[[^\]]*\]')
"""Quoted text, an escaped character, spaces, fillers, colours, conditions and locales."""
CURRENCY_SIGNS = "¥￥$€ -+()"
FIRST_DAY, FIRST_DAY_1904 = datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)


def number_cell(stored: str, code: str, *, from_1904: bool = False) -> Cell:
    """The cell of a stored number with this format. Raises ValueError if it is no number."""
    number = plain(stored)
    section = code.split(";")[0]
    literals = "".join(quoted or escaped for quoted, escaped in LITERAL.findall(section)).strip(CURRENCY_SIGNS)
    pattern = LITERAL.sub("", section)
    if code.lower() in ("", "general", "@"):
        return Cell(plain_number(number), Kind.NUMBER)
    if re.search(r"[ymdhs年月日]", pattern.lower()):
        return date_cell(number, pattern.lower(), FIRST_DAY_1904 if from_1904 else FIRST_DAY)
    if "%" in pattern:
        percent = plain(str(number * 100))
        return Cell(plain_number(percent), Kind.PERCENT, f"{literals}{rounded(percent, pattern)}%")
    if fraction := re.search(r"([?#]+)/([?#]+|\d+)", pattern):
        return Cell(plain_number(number), Kind.FRACTION, mixed_fraction(number, fraction[2], whole=" " in pattern))
    if re.search("e[+-]", pattern.lower()):
        return Cell(plain_number(number), Kind.NUMBER)
    return Cell(plain_number(number), Kind.NUMBER, f"{rounded(scaled(number, pattern), pattern)}{literals}")


def scaled(number: Decimal, pattern: str) -> Decimal:
    """Divided by 1000 for each comma after the last digit of the pattern."""
    found = re.search(r"[0#?](,+)[^0#?,]*$", pattern)
    return number.scaleb(-3 * len(found[1])) if found else number


def plain(stored: str) -> Decimal:
    """The number without the residue of its binary form: 40.8 for 40.800000000000004."""
    number = Decimal(repr(float(stored)))
    if not number.is_finite():
        raise ValueError(f"{stored} is beyond the numbers of spreadsheets.")
    if number == number.to_integral_value():
        return number
    return Decimal(f"{float(stored):.{SIGNIFICANT_DIGITS}g}")


def rounded(number: Decimal, pattern: str) -> str:
    """The number with as many decimals as the pattern shows."""
    if number.adjusted() >= SIGNIFICANT_DIGITS:
        return plain_number(number)
    found = re.search(r"\.([0#?]*)", pattern)
    decimals = found[1] if found else ""
    text = f"{number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP):f}"
    for place in reversed(decimals):
        if place == "0" or not text.endswith("0"):
            break
        text = text[:-1]
    return text.rstrip(".") if decimals else text


def mixed_fraction(number: Decimal, denominator: str, *, whole: bool) -> str:
    """1 3/4, or 7/4 where the format has no place for the whole part."""
    exact = Fraction(number)
    most = int(denominator) if denominator.isdigit() else 10 ** len(denominator) - 1
    near = Fraction(round(exact * most), most) if denominator.isdigit() else exact.limit_denominator(most)
    units = int(near) if whole else 0
    rest = abs(near - units) if units else near - units
    return " ".join(str(part) for part in (units, rest) if part) or "0"


def date_cell(serial: Decimal, pattern: str, first_day: datetime.datetime) -> Cell:
    """`shown` is the date as far as the format displays it: 2020-06, or 06-30 without the year."""
    try:
        instant = first_day + datetime.timedelta(seconds=round(float(serial) * 86_400))
    except OverflowError:
        return Cell(plain_number(serial), Kind.NUMBER)
    has_year, has_day = (any(sign in pattern for sign in signs) for signs in ("ye年", "d日"))
    if not has_year and not has_day:
        return Cell(instant.isoformat(" "), Kind.DATE, instant.time().isoformat())
    shown = f"{instant:%m-%d}" if has_day else f"{instant:%m}"
    if has_year:
        shown = f"{instant:%Y-%m-%d}" if has_day else f"{instant:%Y-%m}"
    return Cell(instant_text(instant), Kind.DATE, shown)


def instant_text(instant: datetime.datetime) -> str:
    """A date in ISO 8601; with the time, unless it is midnight."""
    return instant.date().isoformat() if instant.time() == datetime.time() else instant.isoformat(" ")

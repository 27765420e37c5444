"""Which text no record holds: some format cannot contain it, or a reader cannot see what it says."""

import re
import unicodedata

Ranges = tuple[tuple[int, int], ...]
"""Code points from the first to the last of each range, both included."""

PLANES = range(17)
UNFIT_RANGES: Ranges = (
    *((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0x202D, 0x202E), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF)),
    *((plane << 16 | 0xFFFE, plane << 16 | 0xFFFF) for plane in PLANES),
)
"""Controls but tab and line feed, bidirectional overrides, lone surrogates and non-characters."""

INVISIBLE_RANGES: Ranges = (
    *((0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C)),
    *((0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x115F, 0x1160), (0x1680, 0x1680)),
    *((0x180E, 0x180E), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2064), (0x2066, 0x206F), (0x2800, 0x2800)),
    *((0x3000, 0x3000), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB)),
    *((0x110BD, 0x110BD), (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A)),
    *((0xE0001, 0xE0001), (0xE0020, 0xE007F)),
)
"""The categories Cf, Zs, Zl, Zp and Cc; fillers, the blank of Braille, a joiner and the variation selectors.

Literal, because the checks of the database have them too and must not change with the version of Python.
"""


def character_class(ranges: Ranges) -> str:
    """What stands between the brackets of a pattern."""
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in ranges)


UNFIT = re.compile(f"[{character_class(UNFIT_RANGES)}]")
INVISIBLE = re.compile(f"[{character_class(INVISIBLE_RANGES)}]+")

KINDS = {"Cc": "control character", "Cs": "lone surrogate", "Cn": "non-character"}
"""What Unicode gives no name, by category."""


def unfit_character(text: str) -> str | None:
    """The first character that no text holds, by code point and name: U+202E RIGHT-TO-LEFT OVERRIDE."""
    found = UNFIT.search(text)
    return named_character(found[0]) if found else None


def invisible_character(text: str) -> str | None:
    """The first character of a text of nothing but invisible ones; None if the text is empty or can be seen."""
    return named_character(text[0]) if INVISIBLE.fullmatch(text) else None


def named_character(character: str) -> str:
    name = unicodedata.name(character, "") or KINDS.get(unicodedata.category(character), "")
    return f"U+{ord(character):04X} {name}".rstrip()


def without_unfit(text: str) -> str:
    """For XML of stored text: U+FFFD in place of each unfit character."""
    return UNFIT.sub("\ufffd", text)

"""Which text no record holds: some format cannot contain it, or a reader cannot see what it says."""

import re
import unicodedata

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
UNFIT = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202d\u202e{NONCHARACTERS}]")
"""Controls but tab and line feed, lone surrogates, non-characters and bidirectional overrides."""

INVISIBLE_CATEGORIES = frozenset({"Cf", "Zs", "Zl", "Zp", "Cc"})
INVISIBLE_LETTERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0" + "".join(map(chr, range(0xFE00, 0xFE10))))
"""Fillers, the blank of Braille, a joiner and the variation selectors: not invisible by their category."""

KINDS = {"Cc": "control character", "Cs": "lone surrogate", "Cn": "non-character"}
"""What Unicode gives no name, by category."""


def unfit_character(text: str) -> str | None:
    """The first character that no text holds, by code point and name: U+202E RIGHT-TO-LEFT OVERRIDE."""
    found = UNFIT.search(text)
    return named_character(found[0]) if found else None


def invisible_character(text: str) -> str | None:
    """The first character of a text of nothing but invisible ones; None if the text is empty or can be seen."""
    return named_character(text[0]) if text and all(map(is_invisible, text)) else None


def is_invisible(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE_CATEGORIES or character in INVISIBLE_LETTERS


def named_character(character: str) -> str:
    name = unicodedata.name(character, "") or KINDS.get(unicodedata.category(character), "")
    return f"U+{ord(character):04X} {name}".rstrip()


def without_unfit(text: str) -> str:
    """For XML of stored text: U+FFFD in place of each unfit character."""
    return UNFIT.sub("\ufffd", text)

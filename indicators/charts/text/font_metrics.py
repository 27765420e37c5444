"""How wide texts are, and which characters the fonts of the PNG files lack."""

import json
from functools import cache
from pathlib import Path

from indicators.charts.text.words import Language

FONTS = Path(__file__).parent.parent / "fonts"
FONT_FILES = sorted(FONTS.glob("*.otf"))
EM = 1000
OTHER_FONTS = 1.18
"""How much wider than in Noto Sans the narrow characters may be in a browser: DejaVu Sans Bold is the widest known."""


@cache
def character_widths() -> dict[tuple[Language, bool], dict[str, int]]:
    """By language and whether the font is bold, the widths of characters in thousandths of the font size."""
    faces = json.loads((FONTS / "metrics.json").read_text(encoding="utf-8"))
    keys: dict[str, tuple[Language, bool]] = {
        "zh-Regular": ("zh", False),
        "zh-Bold": ("zh", True),
        "en-Regular": ("en", False),
        "en-Bold": ("en", True),
    }
    return {keys[name]: dict.fromkeys(face["1000"], EM) | face["other"] for name, face in faces.items()}


def text_width(
    text: str, size: float, language: Language, *, is_bold: bool = False, other_fonts: float = OTHER_FONTS
) -> float:
    """The width in px, with room for fonts that are wider than ours; `other_fonts` of 1 is the width in ours."""
    widths = character_widths()[language, is_bold]
    return sum(EM if (width := widths.get(char, EM)) >= EM else width * other_fonts for char in text) * size / EM


def missing_characters(text: str) -> str:
    """The characters, each once and in their order, for which the fonts of the PNG files have no glyph."""
    faces = character_widths()
    known = faces["zh", False].keys() & faces["zh", True].keys()
    return "".join(dict.fromkeys(char for char in text if char not in known))

"""The fonts of the charts, cut from Noto Sans CJK: python -m tests.chart_fonts [FOLDER OF NOTO SANS CJK]."""

import json
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from tests.serving import ROOT

FOLDER = ROOT / "indicators" / "charts" / "fonts"
DEBIAN_FOLDER = Path("/usr/share/fonts/opentype/noto")
FACES = {"zh": 2, "en": 1}
"""The faces in a .ttc file: Simplified Chinese, and Korean, whose quotation marks are as narrow as English ones."""
LATIN = [*range(0x20, 0x7F), *range(0xA0, 0x250), *range(0x2010, 0x2028), *range(0x2030, 0x205F), 0x20AC]
SIGNS = [*range(0x2150, 0x218C), *range(0x2190, 0x2200), *range(0x2200, 0x2300), *range(0x25A0, 0x2600)]
CHINESE = [*range(0x3000, 0x3040), *range(0xFF00, 0xFFEF)]


def gb_2312() -> str:
    """Its 6,763 hanzi and 682 other characters."""
    codes = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(code.decode("gb2312", "ignore") for code in codes)


def characters(language: str) -> set[int]:
    latin = {*LATIN, *SIGNS}
    return latin | {*CHINESE, *map(ord, gb_2312())} if language == "zh" else latin


def cut(source: Path, language: str, target: Path) -> None:
    """Write the glyphs of a language, without hints and without features but kerning."""
    options = subset.Options(font_number=FACES[language], layout_features=["kern"], hinting=False)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters(language))
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def widths(path: Path) -> dict[str, int]:
    """The width of each character of a font in thousandths of its size."""
    with TTFont(path) as font:
        metrics = font["hmtx"].metrics
        return {chr(code): metrics[name][0] for code, name in sorted(font.getBestCmap().items())}


def metrics(path: Path) -> dict[str, object]:
    """What the charts know of a font: the characters of the usual width, 1000, and the widths of the others."""
    found = widths(path)
    usual = "".join(char for char, width in found.items() if width == 1000)
    return {"1000": usual, "other": {char: width for char, width in found.items() if width != 1000}}


def paths() -> dict[str, Path]:
    names = {"zh": "NotoSansSC", "en": "NotoSansLatin"}
    return {f"{lang}-{weight}": FOLDER / f"{names[lang]}-{weight}.otf" for lang in FACES for weight in WEIGHTS}


WEIGHTS = ("Regular", "Bold")


def main(folder: Path) -> None:
    for key, path in paths().items():
        language, weight = key.split("-")
        cut(folder / f"NotoSansCJK-{weight}.ttc", language, path)
    found = {key: metrics(path) for key, path in paths().items()}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    (FOLDER / "metrics.json").write_text(text + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEBIAN_FOLDER)

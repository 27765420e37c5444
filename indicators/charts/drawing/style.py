"""The style of a file: the rules of charts.css, with colours for light and dark or for light alone."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from indicators.charts.drawing.colours import DARK, LIGHT

RULES = Path(__file__).parents[2] / "static" / "indicators" / "charts.css"
BROWSER_FONTS = (
    'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","PingFang SC","HarmonyOS Sans SC","Microsoft YaHei",'
    '"Noto Sans CJK SC",sans-serif'
)
PNG_FONTS = {"zh": '"Noto Sans CJK SC"', "en": '"Noto Sans CJK KR"'}
"""The names that the files in charts/fonts have inside."""


@cache
def rules() -> str:
    """The file without comments and line breaks."""
    return re.sub(r"/\*.*?\*/|\n", "", RULES.read_text(encoding="utf-8"))


def properties(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


@cache
def adaptive_style() -> str:
    """For browsers: light, or dark where the reader prefers that."""
    light = f":root{{color-scheme:light dark;{properties(LIGHT)}font-family:{BROWSER_FONTS}}}"
    return f"{light}@media (prefers-color-scheme:dark){{:root{{{properties(DARK)}}}}}{rules()}"


@cache
def light_style() -> str:
    """For resvg, which knows neither custom properties nor media queries."""
    fonts = "".join(
        f".chart.{language},.chart .{language}{{font-family:{name}}}" for language, name in PNG_FONTS.items()
    )
    return fonts + re.sub(r"var\(--([a-z]+)\)", lambda match: LIGHT[match[1]], rules())

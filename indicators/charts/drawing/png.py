"""SVG as PNG, with our own fonts only, so that each machine draws the same."""

import logging
import re

import resvg_py

from indicators.charts.text.font_metrics import FONT_FILES, missing_characters

logger = logging.getLogger(__name__)


def png(svg: str, width_px: int) -> bytes:
    """The file; a character without a glyph leaves a gap, and the log names it."""
    if missing := missing_characters(re.sub("<style>.*?</style>|<[^>]*>", "", svg.strip())):
        logger.warning("The fonts of the charts lack these characters: %s", missing)
    files = [str(path) for path in FONT_FILES]
    return resvg_py.svg_to_bytes(svg_string=svg, width=width_px, skip_system_fonts=True, font_files=files)

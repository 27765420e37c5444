"""Texts over the width of a drawing."""

from indicators.charts.drawing.shapes import Drawing, Run, Text
from indicators.charts.text.font_metrics import text_width
from indicators.charts.text.lines import lines
from indicators.charts.text.words import Language

WIDTH = 400
SMALL_PX = 13
BODY_PX = 14
VALUE_PX = 17
TITLE_PX = 17
LEADING = 1.4
BOLD = ("value", "heading")


def runs_width(runs: tuple[Run, ...], language: Language) -> float:
    """How wide runs of text are beside each other."""
    return sum(
        text_width(run.text, run.size, "zh" if run.language_tag == "zh-Hans" else language, is_bold=is_bold(run.css))
        for run in runs
    )


def is_bold(css: str) -> bool:
    return not {*BOLD}.isdisjoint(css.split())


def fitted(runs: tuple[Run, ...], width: float, language: Language) -> tuple[Run, ...]:
    """The runs, smaller if they are wider than there is room."""
    needed = runs_width(runs, language)
    if needed <= width:
        return runs
    return tuple(run._replace(size=run.size * width / needed) for run in runs)


def line_of(runs: tuple[Run, ...], language: Language, width: float = WIDTH) -> Drawing:
    """One line, no wider than a drawing."""
    size = max(run.size for run in runs)
    return Drawing(width, size * LEADING, (Text(0, size * 1.05, fitted(runs, width, language)),))


def paragraph(text: str, size: float, css: str, language: Language, width: float = WIDTH) -> Drawing:
    """A text in as many lines as it takes."""
    found = lines(text, size, width, language, is_bold=is_bold(css))
    leading = size * LEADING
    texts = (Text(0, size * 1.05 + number * leading, (Run(line, size, css),)) for number, line in enumerate(found))
    return Drawing(width, leading * len(found), tuple(texts))

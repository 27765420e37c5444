"""Cards for chats: a finding, its bars, and the sentence that it comes from, 1200 × 630 px."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indicators.charts.chart import Chart
from indicators.charts.drawing.paragraphs import LEADING, line_of, paragraph
from indicators.charts.drawing.png import png
from indicators.charts.drawing.shapes import Drawing, Group, Rectangle, Run, Shape, Text, stacked
from indicators.charts.drawing.style import light_style
from indicators.charts.text.font_metrics import text_width
from indicators.charts.text.lines import line_spans
from indicators.charts.text.words import LANGUAGE_TAGS, Language

CARD_WIDTH_PX, CARD_HEIGHT_PX = 1200, 630
MARGIN_PX, FOOT_PX = 60, 30
TEXT_WIDTH_PX = CARD_WIDTH_PX - 2 * MARGIN_PX
TITLE_SIZES_PX = (46, 40, 34, 28, 22, 18)
SENTENCE_SIZES_PX = (33, 30, 26, 22, 18, 15)
MAX_TITLE_PX, MAX_SENTENCE_PX = 140, 150
SOURCE_PX = 18
GAP_PX = 24
SENTENCE_LEADING = 1.75
MARK_GAP_PX = 1.5
"""What parts marks that touch each other."""

Span = tuple[int, int]
"""The offset of the first character and the one after the last."""


def card_png(
    title: str, sentence: str, spans: Sequence[Span], source: str, language: Language, chart: Chart | None = None
) -> bytes:
    """The card as a file, light. `spans` are marked in the Chinese sentence; `source` is one small line."""
    return png(card_svg(title, sentence, spans, source, language, chart), CARD_WIDTH_PX)


def card_svg(
    title: str, sentence: str, spans: Sequence[Span], source: str, language: Language, chart: Chart | None = None
) -> str:
    parts = [fitting_title(title, language), fitting_sentence(sentence, spans)]
    foot = line_of((Run(source, SOURCE_PX, "quiet"),), language, TEXT_WIDTH_PX)
    if chart is not None:
        used = sum(part.height + GAP_PX for part in (*parts, foot))
        parts.insert(1, enlarged(chart.drawing, CARD_HEIGHT_PX - MARGIN_PX - FOOT_PX - used))
    return document([*stacked_at_top(parts), at_bottom(foot)], language)


def document(shapes: list[Shape], language: Language) -> str:
    size = f'width="{CARD_WIDTH_PX}" height="{CARD_HEIGHT_PX}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {language}" lang="{LANGUAGE_TAGS[language]}" {size} '
        f'viewBox="0 0 {CARD_WIDTH_PX} {CARD_HEIGHT_PX}"><style>{light_style()}</style><rect class="paper" {size}/>'
        f"{''.join(shape.svg() for shape in shapes)}</svg>"
    )


def stacked_at_top(parts: list[Drawing]) -> list[Shape]:
    return [Group(stacked(parts, GAP_PX).shapes, MARGIN_PX, MARGIN_PX)]


def at_bottom(foot: Drawing) -> Shape:
    return Group(foot.shapes, MARGIN_PX, CARD_HEIGHT_PX - FOOT_PX - foot.height)


def enlarged(drawing: Drawing, height: float) -> Drawing:
    """As large as the card has room for."""
    scale = max(min(TEXT_WIDTH_PX / drawing.width, height / drawing.height), 0.1)
    return Drawing(TEXT_WIDTH_PX, drawing.height * scale, (Group(drawing.shapes, scale=scale),))


def fitting_title(title: str, language: Language) -> Drawing:
    drawings = (paragraph(title, size, "heading", language, TEXT_WIDTH_PX) for size in TITLE_SIZES_PX)
    return first_fitting(drawings, MAX_TITLE_PX)


def fitting_sentence(sentence: str, spans: Sequence[Span]) -> Drawing:
    return first_fitting((marked(sentence, spans, size) for size in SENTENCE_SIZES_PX), MAX_SENTENCE_PX)


def first_fitting(drawings: Iterator[Drawing], height: float) -> Drawing:
    """The first drawing that is no higher, else the last one."""
    drawing = next(drawings)
    for smaller in drawings:
        if drawing.height <= height:
            break
        drawing = smaller
    return drawing


def marked(sentence: str, spans: Sequence[Span], size: float) -> Drawing:
    """The sentence in lines, with a band behind each marked span."""
    found = line_spans(sentence, size, TEXT_WIDTH_PX, "zh", other_fonts=1)
    leading = size * SENTENCE_LEADING
    shapes: list[Shape] = []
    for number, line in enumerate(found):
        baseline = number * leading + leading / 2 + size * 0.37
        shapes += line_shapes(sentence, line, spans, size, baseline)
    return Drawing(TEXT_WIDTH_PX, leading * len(found), tuple(shapes))


def line_shapes(sentence: str, line: Span, spans: Sequence[Span], size: float, baseline: float) -> Iterator[Shape]:
    x = 0.0
    for start, end, is_marked in pieces(line, spans):
        width = text_width(sentence[start:end], size, "zh", other_fonts=1)
        if is_marked:
            yield Rectangle(x + MARK_GAP_PX, baseline - size * 1.05, width - 2 * MARK_GAP_PX, size * LEADING, "band")
        yield Text(x, baseline, (Run(sentence[start:end], size, "zh"),))
        x += width


def pieces(line: Span, spans: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """The parts of a line from mark to mark, and whether each is marked."""
    start, end = line
    cuts = {cut for span in spans for cut in span if start < cut < end}
    edges = sorted({start, end} | cuts)
    for left, right in pairwise(edges):
        yield left, right, any(first <= left and right <= last for first, last in spans)

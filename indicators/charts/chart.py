"""A chart: its drawing with all the words that a reader needs, as SVG and PNG."""

from dataclasses import dataclass
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from indicators.charts.drawing.paragraphs import SMALL_PX, TITLE_PX, WIDTH, paragraph
from indicators.charts.drawing.png import png
from indicators.charts.drawing.shapes import Drawing, plain, stacked
from indicators.charts.drawing.style import adaptive_style, light_style
from indicators.charts.text import words
from indicators.charts.text.words import LANGUAGE_TAGS, Language

MARGIN_PX = 16
BLOCK_GAP_PX = 12
FILE_WIDTH_PX = 648
"""How wide a browser shows a file that stands alone."""
PNG_WIDTH_PX = 1200


class Table(NamedTuple):
    """The data of a chart as texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A drawing of observations of one document.

    `description` is the alternative text, a sentence with all values; `source` names the office and the document;
    `notes` say what ±, a whisker or an arrow means, and are in files, not in the inline drawing.
    """

    title: str
    description: str
    table: Table
    source: str
    notes: tuple[str, ...]
    language: Language
    drawing: Drawing

    def svg(self, revision: int, address: str = "") -> str:
        """A file that stands alone, for light and dark, with its source, revision and address in the last lines."""
        return self.document(revision, address, adaptive_style())

    def png(self, revision: int, address: str = "") -> bytes:
        """The same, light, 1200 px wide. A character without a glyph leaves a gap, which is logged."""
        return png(self.document(revision, address, light_style()), PNG_WIDTH_PX)

    def inline(self, prefix: str) -> str:
        """The drawing for an HTML page, without title, notes and source; `prefix` makes its ids unique in the page."""
        drawing = self.drawing
        root = (
            f'<svg class="chart {self.language}" viewBox="0 0 {plain(drawing.width)} {plain(drawing.height)}" '
            f'role="img" lang="{LANGUAGE_TAGS[self.language]}"{self.labelled_by(prefix)}>'
        )
        return f"{root}{self.texts(prefix)}{drawing.svg()}</svg>"

    def document(self, revision: int, address: str, style: str) -> str:
        page = self.page(revision, address)
        width, height = page.width + 2 * MARGIN_PX, page.height + 2 * MARGIN_PX
        tag = LANGUAGE_TAGS[self.language]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart {self.language}" lang="{tag}" xml:lang="{tag}" '
            f'width="{FILE_WIDTH_PX}" height="{plain(height * FILE_WIDTH_PX / width)}" '
            f'viewBox="{-MARGIN_PX} {-MARGIN_PX} {plain(width)} {plain(height)}" role="img"{self.labelled_by("chart")}>'
            f"{self.texts('chart')}<style>{style}</style>"
            f'<rect class="paper" x="{-MARGIN_PX}" y="{-MARGIN_PX}" width="{plain(width)}" height="{plain(height)}"/>'
            f"{page.svg()}</svg>\n"
        )

    def page(self, revision: int, address: str) -> Drawing:
        """Title, drawing, notes and last lines below each other."""
        title = paragraph(self.title, TITLE_PX, "heading", self.language)
        small = [*self.notes, self.last_line(revision)]
        if address:
            small.append(address)
        foot = stacked([paragraph(text, SMALL_PX, "quiet", self.language, WIDTH) for text in small], 2)
        return stacked([title, self.drawing, foot], BLOCK_GAP_PX)

    def last_line(self, revision: int) -> str:
        return words.LAST_LINE[self.language].format(source=self.source, revision=revision)

    def texts(self, prefix: str) -> str:
        title, description = escape(self.title), escape(self.description)
        return f'<title id="{prefix}-title">{title}</title><desc id="{prefix}-desc">{description}</desc>'

    @staticmethod
    def labelled_by(prefix: str) -> str:
        return f" aria-labelledby={quoteattr(f'{prefix}-title {prefix}-desc')}"

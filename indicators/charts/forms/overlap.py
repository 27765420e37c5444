"""Counts in one unit that overlap, on one axis."""

from collections.abc import Sequence

from indicators.charts.drawing.paragraphs import BODY_PX, paragraph
from indicators.charts.drawing.shapes import Drawing, stacked
from indicators.charts.forms.bars import Bar
from indicators.charts.forms.rows import BLOCK_GAP_PX, ROW_GAP_PX, row_above, scale_of, unit_line
from indicators.charts.text import words
from indicators.charts.text.periods import period_mark
from indicators.charts.text.words import Language
from indicators.models import Observation


def overlap_drawing(observations: Sequence[Observation], language: Language) -> Drawing:
    scale = scale_of(observations)
    rows = stacked([row(Bar(each, scale, "accent", language)) for each in observations], ROW_GAP_PX)
    caption = paragraph(words.OVERLAPPING[language], BODY_PX, "heading", language)
    unit = unit_line(observations[0].metric.unit, language)
    return stacked([*unit, rows, caption], BLOCK_GAP_PX)


def row(bar: Bar) -> Drawing:
    """The name and the period of a metric above its bar."""
    metric, language = bar.observation.metric, bar.language
    name = metric.name_zh if language == "zh" else metric.name_en
    label = words.IN_BRACKETS[language].format(text=name, addition=period_mark(bar.observation.time_period, language))
    return row_above(bar, label)

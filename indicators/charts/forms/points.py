"""A series: bars for what was, diamonds for targets, never a line over years that nobody measured."""

from collections.abc import Sequence

from indicators.charts.drawing.paragraphs import BODY_PX, paragraph
from indicators.charts.drawing.shapes import Drawing, stacked
from indicators.charts.forms.rows import BLOCK_GAP_PX, is_target, labelled_bars, unit_line
from indicators.charts.text import words
from indicators.charts.text.periods import period_mark
from indicators.charts.text.words import Language
from indicators.models import Observation


def series_drawing(observations: Sequence[Observation], language: Language, *, has_unit: bool) -> Drawing:
    """Actual values in the order of time, then targets."""
    ordered = sorted(observations, key=is_target)
    labels = [row_label(observation, language) for observation in ordered]
    unit = unit_line(ordered[0].metric.unit, language) if has_unit else []
    parts = [*unit, labelled_bars(ordered, labels, language)]
    if all(map(is_target, ordered)):
        parts.append(paragraph(words.NO_ACTUAL[language], BODY_PX, "target-text", language))
    return stacked(parts, BLOCK_GAP_PX)


def row_label(observation: Observation, language: Language) -> str:
    period = period_mark(observation.time_period, language)
    if not is_target(observation):
        return period
    return period + words.COMMA[language] + words.TARGET[language]

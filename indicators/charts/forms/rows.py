"""Rows of bars on one scale, with labels beside or above them."""

from collections.abc import Sequence
from decimal import Decimal

from indicators.charts.drawing.paragraphs import BODY_PX, SMALL_PX, WIDTH, line_of, paragraph, runs_width
from indicators.charts.drawing.shapes import Drawing, Group, Line, Run, Text, stacked
from indicators.charts.forms.bars import BASELINE_PX, DIAMOND_PX, Bar, Scale, axis_ends
from indicators.charts.forms.domains import domain, has_full_axis
from indicators.charts.text import words
from indicators.charts.text.numbers import is_percent, quantity_label, unit_name
from indicators.charts.text.words import Language
from indicators.models import Observation, Unit

ROW_GAP_PX = 10
BLOCK_GAP_PX = 8
AXIS_GAP_PX = 3
MAX_LABEL_PX = 130
"""A longer label is above its bar."""
EDGE_PX = DIAMOND_PX + 2


def unit_line(unit: Unit, language: Language) -> list[Drawing]:
    """The unit over the bars; nothing for percentages, which have their sign at each value."""
    if is_percent(unit):
        return []
    return [paragraph(words.UNIT[language].format(unit=unit_name(unit, language)), SMALL_PX, "quiet", language)]


def bar_css(number: int, count: int) -> str:
    """The last bar is now, the others are then."""
    return "accent" if number == count - 1 else "then"


def labelled_bars(observations: Sequence[Observation], labels: Sequence[str], language: Language) -> Drawing:
    """Bars with a short label on the left, or above where one is too long."""
    widths = [runs_width((Run(label, BODY_PX),), language) for label in labels]
    left = max(widths) + ROW_GAP_PX if max(widths) <= MAX_LABEL_PX else 1
    bars = bars_on_scale(observations, left, language)
    is_beside = left > 1 and all(bar.place() for bar in bars)
    if not is_beside:
        bars = bars_on_scale(observations, 1, language)
    row = row_beside if is_beside else row_above
    rows = stacked([row(bar, label) for bar, label in zip(bars, labels, strict=True)], ROW_GAP_PX)
    if is_beside:
        zero = bars[0].scale.zero
        rows = Drawing(rows.width, rows.height, (*rows.shapes, Line(zero, 0, zero, rows.height, "axis")))
    if not has_full_axis(observations):
        return rows
    return stacked([rows, whole_axis(bars[0].scale, observations[0].metric.unit, language)], AXIS_GAP_PX)


def bars_on_scale(observations: Sequence[Observation], left: float, language: Language) -> list[Bar]:
    scale = scale_of(observations, left)
    count = sum(not is_target(observation) for observation in observations)
    return [Bar(observation, scale, bar_css(n, count), language) for n, observation in enumerate(observations)]


def scale_of(observations: Sequence[Observation], left: float = 1) -> Scale:
    """The scale over the width of the drawing, with room for a diamond at either end."""
    room = EDGE_PX if any(map(is_target, observations)) else 1
    return Scale(max(left, room), WIDTH - EDGE_PX, *domain(observations))


def is_target(observation: Observation) -> bool:
    return observation.value_type == Observation.ValueType.TARGET


def row_beside(bar: Bar, label: str) -> Drawing:
    drawing = bar.drawing(has_figure=True)
    return drawing._replace(shapes=(Text(0, BASELINE_PX, (Run(label, BODY_PX, "quiet"),)), *drawing.shapes))


def row_above(bar: Bar, label: str) -> Drawing:
    """The label on lines of its own, then the figure if it does not fit at the bar, then the bar."""
    fits = bar.place() is not None
    lines = [paragraph(label, BODY_PX, "quiet", bar.language)]
    if not fits:
        lines.append(line_of(bar.runs(), bar.language))
    drawing = bar.drawing(has_figure=fits)
    zero = Line(bar.scale.zero, 0, bar.scale.zero, drawing.height, "axis")
    return stacked([*lines, drawing._replace(shapes=(*drawing.shapes, zero))], 2)


def whole_axis(scale: Scale, unit: Unit, language: Language) -> Drawing:
    """A line from 0 to 100 per cent, or from −100 to 0, with both ends labelled."""
    low, high = (end_label(end, unit, language) for end in (scale.low, scale.high))
    labels = axis_ends(scale, (low, high), language)
    line = Line(scale.left, 0, scale.right, 0, "axis")
    return Drawing(WIDTH, labels.height + AXIS_GAP_PX, (line, Group(labels.shapes, y=AXIS_GAP_PX)))


def end_label(end: Decimal, unit: Unit, language: Language) -> str:
    return quantity_label(end, unit, language) if end else "0"

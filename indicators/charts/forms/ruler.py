"""The interval of one value on an axis of its own."""

from decimal import Decimal

from indicators.charts.drawing.paragraphs import BODY_PX, SMALL_PX, VALUE_PX, WIDTH, fitted
from indicators.charts.drawing.shapes import Drawing, Line, Rectangle, Run, Shape, Text, stacked
from indicators.charts.forms.bars import Scale
from indicators.charts.forms.rows import BLOCK_GAP_PX, unit_line
from indicators.charts.text.numbers import quantity_label
from indicators.charts.text.words import Language
from indicators.models import Observation

BAND_LEFT, BAND_RIGHT = 80, 320
TOP_PX, BAND_PX = 26, 18
HEIGHT_PX = 68


def ruler_drawing(observation: Observation, low: Decimal, high: Decimal, language: Language) -> Drawing:
    """The band between the bounds, a tick at the value, and their numbers."""
    scale = Scale(BAND_LEFT, BAND_RIGHT, low, high)
    bottom = TOP_PX + BAND_PX
    shapes: list[Shape] = [Rectangle(BAND_LEFT, TOP_PX, BAND_RIGHT - BAND_LEFT, BAND_PX, "band")]
    shapes += [Line(x, TOP_PX, x, bottom, "band-end") for x in (BAND_LEFT, BAND_RIGHT)]
    shapes.append(Line(1, bottom, WIDTH - 1, bottom, "axis"))
    for bound in (low, high):
        shapes.append(number_text(bound, scale.x(bound), bottom + VALUE_PX, BODY_PX, "quiet", observation, language))
    if observation.value is not None:
        x = scale.x(observation.value)
        shapes.append(Line(x, TOP_PX - 5, x, bottom + 5, "tick"))
        shapes.append(number_text(observation.value, x, SMALL_PX + 2, VALUE_PX, "value", observation, language))
    unit = unit_line(observation.metric.unit, language)
    return stacked([*unit, Drawing(WIDTH, HEIGHT_PX, tuple(shapes))], BLOCK_GAP_PX)


def number_text(
    number: Decimal, x: float, y: float, size: float, css: str, observation: Observation, language: Language
) -> Text:
    """A number, centred at x and no wider than the room on either side."""
    run = Run(quantity_label(number, observation.metric.unit, language), size, css)
    return Text(x, y, fitted((run,), 2 * min(x, WIDTH - x, WIDTH / 2), language), "middle")

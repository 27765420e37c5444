"""A part of a whole: a bar in a bar, or dots of which some are filled."""

from decimal import Decimal
from typing import NamedTuple

from indicators.charts.drawing.paragraphs import BODY_PX, SMALL_PX, VALUE_PX, WIDTH, line_of, paragraph
from indicators.charts.drawing.shapes import Circle, Drawing, Rectangle, Run, stacked
from indicators.charts.forms.bars import BAR_PX, Scale, axis_ends
from indicators.charts.forms.rows import BLOCK_GAP_PX, end_label, unit_line
from indicators.charts.text import words
from indicators.charts.text.numbers import figure_label, is_percent, precision_label, unit_name
from indicators.charts.text.periods import period_mark
from indicators.charts.text.words import Language
from indicators.models import Observation, Unit

MAX_DOTS = 20
AREA_WORDS = frozenset("省市州盟县旗区乡镇村") | {"街道", "社区"}
"""Measure words of units that are areas: each of few areas gets a dot."""
DOT_PX = 10
DOTS_IN_ROW = 11
LINE_GAP_PX = 2


class Part(NamedTuple):
    """A part and its whole; a share of 100 per cent where `whole` is None or in another unit."""

    part: Observation
    whole: Observation | None

    @property
    def is_share(self) -> bool:
        return self.whole is None or self.whole.metric.unit_id != self.part.metric.unit_id


def part_drawing(pair: Part, language: Language, *, has_unit: bool) -> Drawing:
    lines = [labels(pair.part, pair.whole, language), picture(pair, language)]
    if pair.whole is not None:
        lines.append(labels(pair.whole, pair.part, language, before=words.OF[language]))
    unit = unit_line(pair.part.metric.unit, language) if has_unit else []
    return stacked([*unit, *lines], BLOCK_GAP_PX)


def labels(observation: Observation, other: Observation | None, language: Language, before: str = "") -> Drawing:
    """The figure with its period, then what tells it from the other one: the region or the metric."""
    css = "quiet"
    runs = [
        Run(before, BODY_PX, css),
        Run(figure_label(observation, language), VALUE_PX, "value"),
        Run(unit_of_whole(observation, other, language), BODY_PX, css),
        Run(f" {precision_label(observation, language)}".rstrip(), SMALL_PX, css),
        Run(f" · {period_mark(observation.time_period, language)}", SMALL_PX, css),
    ]
    is_of_region = other is not None and other.metric_id == observation.metric_id
    named = observation.region if is_of_region else observation.metric
    name = named.name_zh if language == "zh" else named.name_en
    figure = line_of(tuple(run for run in runs if run.text), language)
    return stacked([figure, paragraph(name, BODY_PX, css, language)], LINE_GAP_PX)


def unit_of_whole(observation: Observation, share: Observation | None, language: Language) -> str:
    """The unit where the other value is a share: 17,632 people."""
    unit = observation.metric.unit
    if is_percent(unit) or share is None or share.metric.unit_id == unit.pk:
        return ""
    return words.WITH_UNIT[language].format(figure="", unit=unit_name(unit, language))


def picture(pair: Part, language: Language) -> Drawing:
    unit, value = pair.part.metric.unit, pair.part.value or Decimal(0)
    whole = Decimal(100) if pair.is_share or pair.whole is None else pair.whole.value or Decimal(1)
    if not pair.is_share and whole <= MAX_DOTS and is_of_areas(unit):
        return dots(int(value), int(whole))
    scale = Scale(1, WIDTH - 1, Decimal(0), whole)
    bar = nested_bar(scale, value)
    if not pair.is_share:
        return bar
    low, high = (end_label(end, unit, language) for end in (Decimal(0), whole))
    return stacked([bar, axis_ends(scale, (low, high), language)], BLOCK_GAP_PX)


def is_of_areas(unit: Unit) -> bool:
    return not AREA_WORDS.isdisjoint(unit.measure_words)


def nested_bar(scale: Scale, value: Decimal) -> Drawing:
    whole = Rectangle(scale.left, 1, scale.right - scale.left, BAR_PX - 2, "whole")
    part = Rectangle(scale.left, 1, scale.x(value) - scale.left, BAR_PX - 2, "accent")
    return Drawing(WIDTH, BAR_PX, (whole, part))


def dots(part: int, whole: int) -> Drawing:
    step = WIDTH / DOTS_IN_ROW
    circles = tuple(
        Circle(
            (number % DOTS_IN_ROW) * step + DOT_PX + 1,
            (number // DOTS_IN_ROW) * step + DOT_PX + 1,
            DOT_PX,
            "accent" if number < part else "hollow",
        )
        for number in range(whole)
    )
    row_count = -(-whole // DOTS_IN_ROW)
    return Drawing(WIDTH, (row_count - 1) * step + 2 * DOT_PX + 2, circles)

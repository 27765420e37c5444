"""The public functions: each chooses the form that fits its data."""

from collections.abc import Iterable, Sequence

from indicators.charts.captions import captioned, name, title_of
from indicators.charts.chart import Chart
from indicators.charts.forms.overlap import overlap_drawing
from indicators.charts.forms.parts import part_drawing
from indicators.charts.forms.points import series_drawing
from indicators.charts.forms.rows import is_target
from indicators.charts.forms.ruler import ruler_drawing
from indicators.charts.text import words
from indicators.charts.text.numbers import bounds, unit_name
from indicators.charts.text.words import Language
from indicators.charts.wholes import part_and_whole
from indicators.models import Metric, Observation

SELECT_RELATED = ("metric__unit", "region", "document")
"""What the observations need to have loaded."""


def chart_of_series(
    observations: Sequence[Observation], language: Language, among: Iterable[Observation] = (), *, has_unit: bool = True
) -> Chart | None:
    """The chart of one metric and region of a document, in the order of time; None where a chart says nothing.

    `among` are observations of the document among which the whole of a part is looked for. Without `has_unit` the
    drawing does not say its unit, for places that do.
    """
    shown = [each for each in observations if each.value_type != Observation.ValueType.SUPERSEDED]
    if not shown or shown[0].metric.measure == Metric.Measure.RANK:
        return None
    if len(shown) > 1 or is_target(shown[0]) or shown[0].metric.measure == Metric.Measure.CHANGE:
        ordered = sorted(shown, key=is_target)
        remark = words.NO_ACTUAL[language] if all(map(is_target, ordered)) else ""
        drawing = series_drawing(ordered, language, has_unit=has_unit)
        return captioned(ordered, drawing, words.BAR_CHART, language, remark=remark)
    return part_chart(shown[0], language, among, has_unit=has_unit)


def part_chart(
    observation: Observation, language: Language, among: Iterable[Observation], *, has_unit: bool
) -> Chart | None:
    if observation.value is None:
        return None
    pair = part_and_whole(observation, among)
    if pair is None:
        return None
    shown = [each for each in pair if each is not None]
    drawing = part_drawing(pair, language, has_unit=has_unit)
    return captioned(shown, drawing, words.PART_CHART, language, title_of(observation, language))


def overlapping_chart(observations: Sequence[Observation], language: Language, title: str = "") -> Chart:
    """Counts in one unit that overlap, the largest first; ValueError for several units or none."""
    if len({each.metric.unit_id for each in observations}) != 1:
        raise ValueError("Counts in different units have no axis in common.")
    ordered = sorted(observations, key=lambda each: each.value or each.value_high or 0, reverse=True)
    first = ordered[0]
    unit, region = unit_name(first.metric.unit, language), name(first.region, language)
    title = title or words.COUNTS_TITLE[language].format(unit=unit, region=region)
    drawing, remark = overlap_drawing(ordered, language), words.OVERLAPPING[language]
    return captioned(ordered, drawing, words.BAR_CHART, language, title, remark)


def ruler(observation: Observation, language: Language) -> Chart | None:
    """The interval of a value that has two different bounds; None for others."""
    interval = bounds(observation)
    if interval is None:
        return None
    return captioned([observation], ruler_drawing(observation, *interval, language), words.RULER, language)

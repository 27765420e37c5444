"""What is said with a drawing: title, alternative text, table, notes and source."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from indicators.charts.chart import Chart, Table
from indicators.charts.drawing.shapes import Drawing
from indicators.charts.forms.rows import is_target
from indicators.charts.text import words
from indicators.charts.text.numbers import (
    bounds,
    figure_label,
    full_label,
    interval_label,
    precision_label,
    quantity_label,
    unit_name,
)
from indicators.charts.text.periods import has_unknown_start, period_label
from indicators.charts.text.words import InBoth, Language
from indicators.models import Document, Metric, Observation, Region

Named = Document | Metric | Region


def captioned(
    observations: Sequence[Observation],
    drawing: Drawing,
    kind: InBoth,
    language: Language,
    title: str = "",
    remark: str = "",
) -> Chart:
    """The chart of a drawing of these observations, the first of which gives the title unless it is given.

    The alternative text ends with the kind of the drawing; before that comes what the drawing remarks.
    """
    title = title or title_of(observations[0], language)
    return Chart(
        title=title,
        description=description(observations, (remark, kind[language]), title, language),
        table=table(observations, language),
        source=source(observations[0].document, language),
        notes=tuple(notes(observations, language)),
        language=language,
        drawing=drawing,
    )


def name(record: Named, language: Language) -> str:
    return record.name_zh if language == "zh" else record.name_en


def title_of(observation: Observation, language: Language) -> str:
    metric, region = name(observation.metric, language), name(observation.region, language)
    return words.TITLE[language].format(metric=metric, region=region)


def source(document: Document, language: Language) -> str:
    office = document.source_office_zh if language == "zh" else document.source_office_en
    return words.SOURCE[language].format(office=office, document=name(document, language))


def description(observations: Sequence[Observation], remarks: Sequence[str], title: str, language: Language) -> str:
    """Poor population, Ankang City: 2012: 1,005,000 people (± 500); 2018: 229,600 people (± 50). Bar chart."""
    values = words.SEMICOLON[language].join(spoken(each, observations, language) for each in observations)
    sentence = words.LABELLED[language].format(label=title, text=values)
    sentences = (words.SENTENCE[language].format(text=capitalised(text)) for text in (sentence, *remarks) if text)
    return words.BETWEEN_SENTENCES[language].join(sentences)


def capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def spoken(observation: Observation, among: Sequence[Observation], language: Language) -> str:
    """The value of an observation, after what tells it from the others."""
    parts = [name(observation.metric, language)] if has_several_metrics(among) else []
    parts += [name(observation.region, language)] if has_several_regions(among) else []
    parts.append(period_label(observation.time_period, language))
    if is_target(observation):
        parts.append(words.TARGET[language])
    label = words.COMMA[language].join(parts)
    return words.LABELLED[language].format(label=label, text=full_label(observation, language))


def has_several_metrics(observations: Sequence[Observation]) -> bool:
    return len({each.metric_id for each in observations}) > 1


def has_several_regions(observations: Sequence[Observation]) -> bool:
    return len({each.region_id for each in observations}) > 1


def table(observations: Sequence[Observation], language: Language) -> Table:
    """A row for each observation; columns of metric, region and type where they differ."""
    columns = columns_of(observations, language)
    header = tuple(title[language] for title, _cell in columns)
    return Table(header, tuple(tuple(cell(each) for _title, cell in columns) for each in observations))


def columns_of(
    observations: Sequence[Observation], language: Language
) -> list[tuple[InBoth, Callable[[Observation], str]]]:
    columns: list[tuple[InBoth, Callable[[Observation], str], bool]] = [
        (words.METRIC_COLUMN, lambda each: name(each.metric, language), has_several_metrics(observations)),
        (words.REGION_COLUMN, lambda each: name(each.region, language), has_several_regions(observations)),
        (words.PERIOD_COLUMN, lambda each: period_label(each.time_period, language), True),
        (words.TYPE_COLUMN, lambda each: type_label(each, language), any(map(is_target, observations))),
        (words.VALUE_COLUMN, lambda each: figure_label(each, language), True),
        (words.UNIT_COLUMN, lambda each: unit_name(each.metric.unit, language), True),
        (words.INTERVAL_COLUMN, lambda each: interval_label(each, language), True),
        (words.PRINTED_COLUMN, lambda each: each.value_text, True),
    ]
    return [(title, cell) for title, cell, is_needed in columns if is_needed]


def type_label(observation: Observation, language: Language) -> str:
    return words.TARGET[language] if is_target(observation) else words.ACTUAL[language]


def notes(observations: Sequence[Observation], language: Language) -> list[str]:
    """What the signs in the drawing mean, each once."""
    found = [approximation_note(each, language) for each in observations if is_approximate(each)]
    if any(precision_label(each, language) and not is_approximate(each) for each in observations):
        found.append(words.ROUNDING_NOTE[language])
    if has_gap(observations):
        found.append(words.YEARS_BETWEEN_NOTE[language])
    if any(has_unknown_start(each.time_period) for each in observations):
        found.append(words.UNKNOWN_START_NOTE[language])
    return list(dict.fromkeys(found))


def is_approximate(observation: Observation) -> bool:
    return observation.qualifier == Observation.Qualifier.APPROXIMATE


def approximation_note(observation: Observation, language: Language) -> str:
    interval = bounds(observation)
    if interval is None:
        return words.UNBOUNDED_NOTE[language]
    low, high = (quantity_label(bound, observation.metric.unit, language) for bound in interval)
    return words.WHISKER_NOTE[language].format(low=low, high=high)


def has_gap(observations: Sequence[Observation]) -> bool:
    """Whether the actual values of one series are more than a year apart."""
    series = {(each.metric_id, each.region_id) for each in observations}
    years = [each.period_end.year for each in observations if not is_target(each)]
    return len(series) == 1 and any(later - year > 1 for year, later in pairwise(years))

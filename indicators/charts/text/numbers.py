"""Values, their precision and their bounds as texts."""

from decimal import Decimal

from indicators.charts.text import words
from indicators.charts.text.words import Language
from indicators.models import Observation, Unit
from indicators.text.formats import grouped_number

MINUS = "\u2212"
ONE_DECIMAL = Decimal("0.1")
SIGNS = {"approximate": "≈ ", "at_least": "≥ ", "at_most": "≤ "}


def is_percent(unit: Unit) -> bool:
    return unit.symbol == "%"


def unit_name(unit: Unit, language: Language) -> str:
    return unit.name_zh if language == "zh" else unit.name_en


def number_label(number: Decimal) -> str:
    """1,005,000 or −70, without trailing zeros."""
    return grouped_number(number).replace("-", MINUS)


def quantity_label(number: Decimal, unit: Unit, language: Language) -> str:
    """The number, with a percent sign where that is the unit: 40.7 %."""
    label = number_label(number)
    return words.PERCENT[language].format(number=label) if is_percent(unit) else label


def figure_label(observation: Observation, language: Language) -> str:
    """The value with its qualifier: ≈ −70 %, ≥ 21,000, 30,000–50,000."""
    unit = observation.metric.unit
    if observation.value is None:
        return interval_label(observation, language)
    value, has_bounds = observation.value, observation.value_low is not None or observation.value_high is not None
    if observation.qualifier == Observation.Qualifier.APPROXIMATE and not has_bounds:
        value = nearest_tenth(value)
    return SIGNS.get(observation.qualifier, "") + quantity_label(value, unit, language)


def nearest_tenth(value: Decimal) -> Decimal:
    return value.quantize(ONE_DECIMAL) if value != value.to_integral_value() else value


def bounds(observation: Observation) -> tuple[Decimal, Decimal] | None:
    """The bounds of a value that has both and is not exact."""
    low, high = observation.value_low, observation.value_high
    return (low, high) if low is not None and high is not None and low < high else None


def interval_label(observation: Observation, language: Language) -> str:
    """−75 % to −65 %, or 1,004,500–1,005,500; empty if the value does not have two different bounds."""
    interval = bounds(observation)
    if interval is None:
        return ""
    low, high = (quantity_label(bound, observation.metric.unit, language) for bound in interval)
    if MINUS in low or is_percent(observation.metric.unit):
        return words.BETWEEN[language].format(low=low, high=high)
    return f"{low}–{high}"


def precision_label(observation: Observation, language: Language) -> str:
    """± 500, or ± 0.05 pp for percentages; the bounds where they are not equally far; empty for exact values."""
    interval, value = bounds(observation), observation.value
    if interval is None or value is None:
        return ""
    low, high = interval
    if value - low != high - value:
        return interval_label(observation, language)
    label = words.PLUS_MINUS[language].format(number=number_label(high - value))
    return label + words.PERCENTAGE_POINTS[language] if is_percent(observation.metric.unit) else label


def full_label(observation: Observation, language: Language) -> str:
    """For running text: 1,005,000 people (± 500)."""
    figure, unit = figure_label(observation, language), observation.metric.unit
    if not is_percent(unit):
        figure = words.WITH_UNIT[language].format(figure=figure, unit=unit_name(unit, language))
    if observation.qualifier == Observation.Qualifier.APPROXIMATE:
        addition = interval_label(observation, language)
    else:
        addition = precision_label(observation, language)
    return words.IN_BRACKETS[language].format(text=figure, addition=addition) if addition else figure

"""The values of derived indicators, with the period and the type that follow from their operands."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from indicators.models import Derived, Observation, Unit
from indicators.relations.operands import OperandValues, Value
from indicators.relations.results import side
from indicators.text.interval import Columns, shown
from indicators.text.period import Period

BASES = ["undated", "report", "plan", "stated"]
"""Where a period comes from, the least certain first."""


class Indicator(NamedTuple):
    """A derived indicator, its operands, and its value with its bounds."""

    definition: Derived
    values: list[Value]
    columns: Columns

    @property
    def observations(self) -> list[Observation]:
        """The operands that are values of observations."""
        return [one for value in self.values if not value.operand.is_count for one in value.observations]

    @property
    def period(self) -> dict[str, str | date | None]:
        """The columns of the period: as the definition gives it, else that of the operand with the latest period."""
        latest = max(self.observations, key=lambda one: one.period_end, default=None)
        key = self.definition.time_period or (latest.time_period if latest else None)
        start, end = Period.parse(key) if key else (None, None)
        basis = min((one.period_basis for one in self.observations), key=BASES.index, default=None)
        return {"time_period": key, "period_start": start, "period_end": end, "period_basis": basis}

    @property
    def value_type(self) -> str:
        """actual if all operands are."""
        types = {str(one.value_type) for one in self.observations} - {"actual"}
        return min(types, default="actual")

    @property
    def qualifier(self) -> str:
        _value, low, high = self.columns
        if low is None and high is None:
            return Observation.Qualifier.APPROXIMATE.value
        if low is None or high is None:
            return (Observation.Qualifier.AT_MOST if low is None else Observation.Qualifier.AT_LEAST).value
        return Observation.Qualifier.EXACT.value

    @property
    def obs_status(self) -> str:
        """M where an operand is withdrawn or has no value, else A."""
        missing = self.columns[0] is None
        return (Observation.ObsStatus.MISSING if missing else Observation.ObsStatus.NORMAL).value


def indicators(definitions: Iterable[Derived]) -> list[Indicator]:
    """The values of derived indicators in their order; one query for each kind of operand."""
    definitions = list(definitions)
    values = OperandValues(definitions)
    return [indicator_of(definition, values.of(definition)) for definition in definitions]


def indicator_of(definition: Derived, values: list[Value]) -> Indicator:
    operands = {value.operand.name: value.interval for value in values}
    interval = side(definition.parsed_formula().left, operands)
    return Indicator(definition, values, shown(interval, whole=definition.unit.kind == Unit.Kind.COUNT))

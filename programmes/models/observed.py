"""The programme of an observation: that which its document gives its metric."""

from typing import Any

from django.db import models

from indicators.models import Observation
from programmes.models.programme import ProgrammeMetric


class ObservedProgramme(models.ForeignObject[Any, Any]):
    """Joins observations to programme metrics by document and metric, so that queries follow it. It has no column.

    Django documents no relation by two columns, but uses this one for its generic relations, which are marked alike so
    that models do not take them for columns.
    """

    many_to_one = False
    one_to_many = True


ObservedProgramme(
    ProgrammeMetric,
    on_delete=models.DO_NOTHING,
    from_fields=["document", "metric"],
    to_fields=["document", "metric"],
    related_name="+",
    null=True,
    blank=True,
).contribute_to_class(Observation, "programme_metric", private_only=True)

"""Codes of series in query parameters: the metric's code, two hyphens, the region's code."""

from collections import defaultdict
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field

from indicators.filtering.codes import MAX_ALLOWED, MAX_NAMED, keys_of_codes
from indicators.filtering.fields import ListField, unknown
from indicators.models import Metric, Observation, Region
from indicators.sql.filtered_rows import FilteredRows
from indicators.text.suggestions import nearest

MAX_SERIES = 400
"""Series in one list. SQLite accepts 1,000 alternatives in one condition."""
SEPARATOR = "--"


class SeriesField(ListField):
    """Codes of series, as the condition of their observations; the errors name those that are unknown."""

    def clean(self, value: Any) -> Q | None:
        codes: list[str] = list(dict.fromkeys(super().clean(value) or []))
        if not codes:
            return None
        if len(codes) > MAX_SERIES:
            raise ValidationError(f"Give {MAX_SERIES} series at most, not {len(codes)}.", code="too_many")
        points = points_of(codes)
        known = {SEPARATOR.join(pair) for pair in Observation.objects.filter(points).values_list(*CODES).distinct()}
        if missing := [code for code in codes if code not in known]:
            raise ValidationError([unknown_series(code) for code in missing[:MAX_NAMED]])
        return points


CODES = ("metric__code", "region__code")


def points_of(codes: list[str]) -> Q:
    """The condition of the observations of series; codes of unknown metrics and regions have none."""
    pairs = [(metric, region) for metric, _separator, region in (code.partition(SEPARATOR) for code in codes)]
    metrics = keys_of_codes(Metric, {metric for metric, _region in pairs})
    regions = keys_of_codes(Region, {region for _metric, region in pairs})
    regions_of: dict[int, list[int]] = defaultdict(list)
    for metric, region in pairs:
        if metric in metrics and region in regions:
            regions_of[metrics[metric]].append(regions[region])
    conditions = (Q(metric=metric, region__in=keys) for metric, keys in regions_of.items())
    return Q(*conditions, _connector=Q.OR) if regions_of else Q(pk__in=[])


def unknown_series(code: str) -> ValidationError:
    """The error for a code that no series has, with the nearest series of the nearest metric."""
    metric = nearest(code.partition(SEPARATOR)[0], Metric.objects.values_list("code", flat=True).order_by())
    near = Observation.objects.filter(metric__code=metric).values_list(*CODES).order_by("region__code").distinct()
    return unknown("series", code, map(SEPARATOR.join, near[:MAX_ALLOWED]), are_all=False)


class SeriesCodes(django_filters.BaseInFilter):
    """A comma list of codes of series."""

    base_field_class = SeriesField
    field_class = forms.CharField

    def __init__(self, help_text: str) -> None:
        super().__init__(help_text=help_text)
        pattern = "^[a-z0-9]+(-[a-z0-9]+)*--[a-z0-9]+(-[a-z0-9]+)*$"
        extend_schema_field({"type": "string", "pattern": pattern, "description": help_text})(self)

    def filter(self, observations: FilteredRows, points: Q) -> FilteredRows:
        return observations.filter(points)

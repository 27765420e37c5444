"""The versions of a record."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404

from indicators.models import Record

MAX_KEY_DIGITS = 18
"""Decimal digits that fit into a 64-bit integer, whatever they are."""


def versions_of(model: type[Record], object_id: str) -> Any:
    """The versions of a record, first to last; raises Http404 if it has none."""
    key = unquote(object_id)
    versions = model.history.filter(id=int(key)) if key.isdecimal() and len(key) <= MAX_KEY_DIGITS else None
    if not versions:
        raise Http404
    return versions.select_related("revision_from").order_by("revision_from")

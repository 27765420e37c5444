"""The versions of a record, and the names by which pages call them."""

from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404

from indicators.history.text_values import code_of
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


def version_name(version: Any) -> str:
    """The code of the record. A link has no code: its name is the codes of both records, which may be withdrawn."""
    model = version.instance_type
    if hasattr(version, "code"):
        return str(version.code)
    fields = model.content_fields()
    links = [name for name, field in fields.items() if field.is_relation]
    return " – ".join(code_of(fields[name], getattr(version, fields[name].attname)) for name in links)

"""References to records in conflicts and revisions: kind, name and code, with a link if the record is published."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import kind_of, name_of_record, name_of_version, named_by, record_of
from indicators.admin.display.markup import link, with_code
from indicators.history.lookup import current_version, published


def record_title(record_type: str, record: str) -> str:
    """The name of the record, published or withdrawn; its kind and code if there was never such a record."""
    version = current_version(record_type, record)
    return name_of_version(version) if version is not None else f"{record_type} {record}"


def record_titles(mentioned: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The names of records by type and code, in a few queries for each type; links are named by their codes."""
    by_type: dict[str, set[str]] = {}
    titles: dict[tuple[str, str], str] = {}
    for record_type, code in mentioned:
        by_type.setdefault(record_type, set()).add(code)
        titles[record_type, code] = f"{record_type} {code}"
    for record_type, codes in by_type.items():
        model = published().get(record_type)
        if model is None:
            continue
        titles |= {(record_type, code): f"{kind_of(model)} {code}" for code in codes}
        if model.natural_key_fields == ("code",):
            records = [record_of(version) for version in model.history.current().filter(code__in=codes)]
            prefetch_related_objects(records, *named_by(model))
            titles |= {(record_type, record.code): name_of_record(record) for record in records}
    return titles


def record_link(record_type: str, record: str) -> SafeString:
    model, version = published().get(record_type), current_version(record_type, record)
    if model is None or version is None:
        return format_html("{} {} ({})", record_type, record, _("withdrawn"))
    name = with_code(f"{kind_of(model)} {name_of_version(version)}", record)
    if version.withdrawn:
        return format_html("{} ({})", name, _("withdrawn"))
    published_model: Any = model
    return link(published_model(pk=version.id), name)

"""References to records in conflicts and revisions: kind, name and code, with a link if the record is published."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import kind_of, name_of_version
from indicators.admin.display.markup import link, with_code
from indicators.history.lookup import current_version, published


def record_title(record_type: str, record: str) -> str:
    """The name of the record, published or withdrawn; its kind and code if there was never such a record."""
    version = current_version(record_type, record)
    return name_of_version(version) if version is not None else f"{record_type} {record}"


def record_link(record_type: str, record: str) -> SafeString:
    model, version = published().get(record_type), current_version(record_type, record)
    if model is None or version is None:
        return format_html("{} {} ({})", record_type, record, _("withdrawn"))
    name = with_code(f"{kind_of(model)} {name_of_version(version)}", record)
    if version.withdrawn:
        return format_html("{} ({})", name, _("withdrawn"))
    published_model: Any = model
    return link(published_model(pk=version.id), name)

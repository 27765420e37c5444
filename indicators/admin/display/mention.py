"""References to records by kind and code: the name, with a link if the record is published."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import kind_of
from indicators.admin.display.markup import link
from indicators.admin.display.names import full_name
from indicators.history.lookup import current_version, published


def record_title(record_type: str, record: str) -> str:
    """The name of the record, published or withdrawn; its kind and code if there was never such a record."""
    version = current_version(record_type, record)
    return full_name(version) if version is not None else f"{record_type} {record}"


def record_link(record_type: str, record: str) -> SafeString:
    """The name with its kind and code beside it, and a link to the record."""
    model, version = published().get(record_type), current_version(record_type, record)
    if model is None or version is None:
        return format_html("{} {}", record_type, record)
    name = link(model(pk=version.id), full_name(version)) if not version.withdrawn else full_name(version)
    ended = format_html(" ({})", _("withdrawn")) if version.withdrawn else ""
    return format_html('{}{} <span class="quiet">{} {}</span>', name, ended, kind_of(model), record)

"""References to records in conflicts and revisions: kind, name and code, with a link if the record is published."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import kind_of, label_of, name_of_version, text_for_people
from indicators.admin.display.markup import link, with_code
from indicators.history.lookup import current_version, published
from indicators.models import Correction


def record_link(record_type: str, record: str) -> SafeString:
    model, version = published().get(record_type), current_version(record_type, record)
    if model is None or version is None:
        return format_html("{} {} ({})", record_type, record, _("withdrawn"))
    name = with_code(f"{kind_of(model)} {name_of_version(version)}", record)
    if version.withdrawn:
        return format_html("{} ({})", name, _("withdrawn"))
    published_model: Any = model
    return link(published_model(pk=version.id), name)


def described(correction: Correction) -> SafeString:
    """One line: the record, the field, its old and new value."""
    model, mention = published().get(correction.record_type), record_link(correction.record_type, correction.record)
    field = model.content_fields().get(correction.field or "") if model else None
    if field is None:
        return format_html("{}: {}", mention, _(str(correction.get_action_display())))
    old, new = (text_for_people(field, text) for text in (correction.old, correction.new))
    return format_html("{}: {}: {} → {}", mention, label_of(field), old, new)

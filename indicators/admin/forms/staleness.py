"""The check for concurrent edits: a form of an earlier version of the record is refused, with what has changed."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.differences import differences_of
from indicators.admin.display.markup import lines
from indicators.admin.display.reasons import reason_for_people
from indicators.checks.names import in_chinese, with_colon


def refuse_stale(current: Any, seen: str) -> None:
    """Raises ValidationError, with the role, the reason and the changes of each later revision.

    `seen` is the number of the revision of the record when its form was rendered.
    """
    if seen == str(current.revision_from_id):
        return
    options = current.instance_type._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[current.id])
    link = format_html('<a href="{}">{}</a>', url, _("Reload the record"))
    if not re.fullmatch(r"[0-9]{1,9}", seen):
        raise ValidationError(format_html("{} {}", _("The form does not say which revision you opened."), link))
    raise ValidationError(
        format_html(
            "{}<br>{}<br>{}", _("Somebody changed this record after you opened it."), changes_since(current, seen), link
        )
    )


def changes_since(current: Any, seen: str) -> SafeString:
    """The changes after a revision, a line for each later version."""
    model = current.instance_type
    versions = model.history.filter(id=current.id).select_related("revision_from").order_by("revision_from")
    changes, before = [], None
    for version in versions:
        if version.revision_from_id > int(seen):
            changes.append(change_line(model, before, version))
        before = version
    return lines([*changes, _("Nothing was overwritten, and your changes were not saved.")])


def change_line(model: Any, before: Any, version: Any) -> str:
    revision = version.revision_from
    fields = [with_colon(field.label, f"{field.old} → {field.new}") for field in differences_of(model, before, version)]
    withdrawn = [_("withdrawn")] if version.withdrawn else []
    return _("Revision %(number)s, by the %(role)s: %(changes)s. Reason: %(reason)s") % {
        "number": revision.number,
        "role": _(revision.role),
        "changes": ("；" if in_chinese() else "; ").join([*withdrawn, *fields]) or "-",
        "reason": reason_for_people(revision.reason),
    }

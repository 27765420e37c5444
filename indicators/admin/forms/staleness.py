"""Two people at one record: the second is told what the first changed, and nothing is overwritten."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.differences import differences_of
from indicators.admin.display.markup import lines


def refuse_stale(standing: Any, seen: str) -> None:
    """A ValidationError tells by which role, why and what was changed after the record was `seen`.

    `standing` is the version that stands, `seen` the number of the revision that the page was made at.
    """
    if seen == str(standing.revision_from_id):
        return
    options = standing.instance_type._meta
    url = reverse(f"admin:{options.app_label}_{options.model_name}_change", args=[standing.id])
    link = format_html('<a href="{}">{}</a>', url, _("Reload the record"))
    if not re.fullmatch(r"[0-9]{1,9}", seen):
        raise ValidationError(format_html("{} {}", _("The form does not say which revision you opened."), link))
    raise ValidationError(
        format_html(
            "{}<br>{}<br>{}", _("Somebody changed this record after you opened it."), since(standing, seen), link
        )
    )


def since(standing: Any, seen: str) -> SafeString:
    """What was changed since a revision, a line for each later version."""
    model = standing.instance_type
    versions = model.history.filter(id=standing.id).select_related("revision_from").order_by("revision_from")
    told, before = [], None
    for version in versions:
        if version.revision_from_id > int(seen):
            told.append(change(model, before, version))
        before = version
    return lines([*told, _("Nothing was overwritten, and your changes were not saved.")])


def change(model: Any, before: Any, version: Any) -> str:
    revision = version.revision_from
    fields = [f"{one.label}: {one.old} → {one.new}" for one in differences_of(model, before, version)]
    withdrawn = [_("withdrawn")] if version.withdrawn else []
    return _("Revision %(number)s, by the %(role)s: %(changes)s. Reason: %(reason)s") % {
        "number": revision.number,
        "role": _(revision.role),
        "changes": "; ".join([*withdrawn, *fields]) or "-",
        "reason": revision.reason,
    }

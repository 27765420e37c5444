"""The message after publishing: the revision, the public record, and the way back."""

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import record_name
from indicators.checks.names import with_colon
from indicators.models import Passage, Quote, Revision
from indicators.models.record import CodedRecord


def announcement(record: Model, revision: Revision, undo: str = "") -> SafeString:
    """One line; `undo` is the URL of the page that takes the change back."""
    published = _("Published in revision %(number)s.") % {"number": revision.number}
    about = [
        (reverse("admin:indicators_revision_change", args=[revision.pk]), _("What it changed")),
        (public_url(record), _("The record as the public sees it")),
        (undo, _("Undo")),
    ]
    links = format_html_join(SafeString(" · "), '<a href="{}">{}</a>', ((url, text) for url, text in about if url))
    return format_html("{} {}", with_colon(record_name(record), published), links)


def announcement_of_many(revision: Revision) -> SafeString:
    """The same for a revision of many records."""
    published = _("Published in revision %(number)s.") % {"number": revision.number}
    url = reverse("admin:indicators_revision_change", args=[revision.pk])
    return format_html('{} <a href="{}">{}</a>', published, url, _("What it changed"))


def public_url(record: Model) -> str:
    """The URL of a record in the API; none if it is withdrawn, and for links, which have no URL of their own."""
    if getattr(record, "withdrawn", False):
        return ""
    if isinstance(record, Passage):
        return reverse("passage-detail", kwargs={"document": record.document.code, "number": record.number})
    if isinstance(record, Quote):
        return reverse("quote-detail", kwargs={"document": record.passage.document.code, "code": record.code})
    if isinstance(record, CodedRecord):
        return reverse(f"{record.record_type()}-detail", kwargs={"code": record.code})
    return ""

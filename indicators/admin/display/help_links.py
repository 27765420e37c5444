"""Links from the admin to its documentation, in the language of the page."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.checks.names import in_chinese

REASONS = {True: "怎样写理由", False: "a-good-reason"}
"""The heading about reasons, in the Chinese page and in the English one."""


def help_address() -> str:
    return reverse("page-zh" if in_chinese() else "page", args=["correcting"])


def with_link_to_reasons(text: object) -> SafeString:
    """A help text with a link to what a good reason says, in a tab of its own so that the form stays."""
    url = f"{help_address()}#{REASONS[in_chinese()]}"
    return format_html('{} <a href="{}" target="_blank" rel="noopener">{}</a>', text, url, _("How to correct"))

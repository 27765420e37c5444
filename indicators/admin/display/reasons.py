"""Reasons of revisions in the language of the page: people's as they wrote them, the program's translated."""

import re

from django.utils.translation import gettext as _

LOAD = re.compile(r"Load of (?P<names>.+)")
REDACTION = re.compile(r"Redaction in the reason of revision (?P<number>[0-9]+)\.")
"""The reasons that `ankang_api.loading` and `indicators.history.redaction` write."""


def reason_for_people(reason: str) -> str:
    if load := LOAD.fullmatch(reason):
        return _("Load of fixtures") if load["names"] == "fixtures" else _("Load of %(names)s") % load.groupdict()
    if redaction := REDACTION.fullmatch(reason):
        return _("Redaction in the reason of revision %(number)s.") % redaction.groupdict()
    return reason

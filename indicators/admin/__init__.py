"""The admin: it shows each record beside its evidence, and publishes corrections of records in numbered revisions.

A request enters at a ModelAdmin (`codelist`, `computed`, `observation`, `source`, `conflict`, `revision`), which
calls a class in `pages`, or at `spreadsheet.views`. Both use `forms` and `display`, and write through
`indicators.history`.
"""

from django.conf import settings
from django.contrib import admin
from django.utils.translation import gettext_lazy

from indicators.admin.codelist import MembershipAdmin, MetricAdmin, RegionAdmin, UnitAdmin
from indicators.admin.computed import DerivedAdmin, RelationAdmin
from indicators.admin.conflict import ConflictAdmin
from indicators.admin.observation import ObservationAdmin
from indicators.admin.revision import RevisionAdmin
from indicators.admin.source import DocumentAdmin, PassageAdmin, QuoteAdmin

admin.site.site_title = admin.site.site_header = settings.PUBLICATION.short_title
admin.site.index_title = gettext_lazy("Records and their words")

__all__ = [
    "ConflictAdmin",
    "DerivedAdmin",
    "DocumentAdmin",
    "MembershipAdmin",
    "MetricAdmin",
    "ObservationAdmin",
    "PassageAdmin",
    "QuoteAdmin",
    "RegionAdmin",
    "RelationAdmin",
    "RevisionAdmin",
    "UnitAdmin",
]

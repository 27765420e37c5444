"""Corrections as pages show them: the record, what was and what is, why, and the page as it was before."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankang_api.pages.content.records import address
from indicators.admin.display.labels import label_of, text_for_people
from indicators.admin.display.mention import record_titles
from indicators.admin.display.reasons import reason_for_people
from indicators.history.lookup import published
from indicators.models import Correction, Revision


class Change(NamedTuple):
    """One field of one record, or a whole record that was added, withdrawn or reinstated."""

    record: str
    address: str
    """The page of the record, if it has one."""
    what: str
    """The field, or what was done to the record."""
    old: str
    new: str
    revision: Revision
    reason: str
    words: str
    before: str
    """The page of the record as it was before, if it has one."""

    @property
    def edit(self) -> tuple[str, int]:
        """The same for all fields of a record that one revision changed."""
        return self.record, self.revision.number


def changes(corrections: QuerySet[Correction]) -> list[Change]:
    """The corrections, the newest first; a few queries."""
    found = list(corrections.select_related("revision").order_by("-revision", "place"))
    titles = record_titles((one.record_type, one.record) for one in found)
    return [change(one, titles[one.record_type, one.record]) for one in found]


def change(correction: Correction, title: str) -> Change:
    model = published().get(correction.record_type)
    field = model.content_fields().get(correction.field or "") if model else None
    old, new = (text_for_people(field, text) if field else "" for text in (correction.old, correction.new))
    has_page = correction.record_type == "observation"
    page, number = (address("observation", "", correction.record) if has_page else ""), correction.revision.number
    existed = correction.action != Correction.Action.ADDED
    return Change(
        title,
        page,
        label_of(field) if field else _(str(correction.get_action_display())),
        old,
        new,
        correction.revision,
        reason_for_people(correction.revision.reason),
        correction.quote_exact or "",
        f"{page}?revision={number - 1}" if page and existed and number > 1 else "",
    )


def by_day(found: Iterable[Change], day_of: Any) -> list[tuple[Any, list[Change]]]:
    """The changes by the day of their revision, in their order."""
    days: dict[Any, list[Change]] = {}
    for each in found:
        days.setdefault(day_of(each.revision.time), []).append(each)
    return list(days.items())

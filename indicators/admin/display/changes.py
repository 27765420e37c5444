"""What a revision changed, in words: a line for the list of revisions, and a line for each correction."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Count, Min, Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from indicators.admin.display.labels import label_of, text_for_people
from indicators.admin.display.mention import record_link, record_titles
from indicators.checks.names import with_colon
from indicators.history.lookup import published
from indicators.models import Correction, Revision
from indicators.text.formats import grouped_number


def changes_of(revisions: Sequence[Revision]) -> dict[int, SafeString]:
    """By number of the revision, a line: 贫困人口，安康市，2018：229,600 → 226,900，等 2 处.

    A load has no corrections: its line counts the records. A redaction has no line. The number of queries does not grow
    with that of the revisions.
    """
    corrections = Correction.objects.filter(revision__in=revisions).order_by()
    counts = dict(corrections.values_list("revision").annotate(Count("pk")))
    values = corrections.filter(field="value").values_list("revision").annotate(Min("place"))
    places = {**dict.fromkeys(counts, 1), **dict(values)}
    of_places = Q(pk__in=[])
    for number, place in places.items():
        of_places |= Q(revision=number, place=place)
    found = list(Correction.objects.filter(of_places))
    titles = record_titles((one.record_type, one.record) for one in found)
    lines = {
        one.revision_id: line(titles[one.record_type, one.record], change_of(one), counts[one.revision_id])
        for one in found
    }
    return loads(revisions) | lines


def loads(revisions: Sequence[Revision]) -> dict[int, SafeString]:
    """By number of the load, how many records it published; one query."""
    kinds = {revision.pk: revision.kind for revision in revisions}
    first, *others = [
        model.history.filter(revision_from__in=kinds).order_by().values_list("revision_from").annotate(Count("pk"))
        for model in published().values()
    ]
    counts: dict[int, int] = {}
    for number, count in first.union(*others, all=True):
        counts[number] = counts.get(number, 0) + count
    return {number: load_line(number, counts[number]) for number in counts if kinds[number] == Revision.Kind.LOAD}


def load_line(number: int, count: int) -> SafeString:
    text = _("First load: %(count)s records") if number == 1 else _("Load: %(count)s records new or changed")
    return format_html("{}", text % {"count": grouped_number(Decimal(count))})


def line(record: str, change: str, count: int) -> SafeString:
    if count > 1:
        change = _("%(change)s; %(count)d changes") % {"change": change, "count": count}
    return format_html("{}", with_colon(record, change))


def change_of(correction: Correction, *, labelled: bool = False) -> str:
    """The old and the new value; of a whole record, what was done to it. `labelled` puts a label before a value too."""
    model = published().get(correction.record_type)
    field = model.content_fields().get(correction.field or "") if model else None
    if field is None:
        return _(str(correction.get_action_display()))
    old, new = (text_for_people(field, text) for text in (correction.old, correction.new))
    change = f"{old} → {new}"
    if field.name == "value" and not labelled:
        return change
    return with_colon(label_of(field), change)


def described(correction: Correction) -> SafeString:
    """One line: a link to the record, the field, its old and new value."""
    link = record_link(correction.record_type, correction.record)
    return format_html(with_colon("{}", "{}"), link, change_of(correction, labelled=True))

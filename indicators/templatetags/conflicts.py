"""Open conflicts for templates: how many there are, and the one of a record."""

from django import template

from indicators.models import Override, Record

register = template.Library()


@register.simple_tag
def open_conflict_count() -> int:
    return Override.objects.filter(conflict=True).exclude(field="").count()


@register.simple_tag
def open_conflict_of(record: Record | None) -> Override | None:
    """One of the open conflicts of the record; they are decided together."""
    if not isinstance(record, Record):
        return None
    about = {"record_type": record.record_type(), "record": record.record_code}
    return Override.objects.filter(**about, conflict=True).exclude(field="").first()

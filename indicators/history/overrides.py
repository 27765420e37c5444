"""What was loaded of the fields that corrections hold."""

from typing import Any

from indicators.models import Override, Record


def overrides_of(record: Record) -> Any:
    return Override.objects.filter(record_type=record.record_type(), record=record.record_code)


def hold(record: Record, changes: dict[str, tuple[str | None, str | None]], *, adding: bool) -> None:
    """Note what was loaded of the fields that a correction changes; none of one that is as loaded or as the fixture."""
    key = {"record_type": record.record_type(), "record": record.record_code}
    if adding:
        overrides_of(record).delete()  # a link may be added, withdrawn and added again
        Override.objects.create(**key)
        return
    held = {override.field: override for override in overrides_of(record)}
    if "" in held:
        return
    for name, (old, new) in changes.items():
        if name not in held:
            Override.objects.create(**key, field=name, loaded=old)
        elif new == held[name].loaded or (held[name].conflict and new == held[name].fixture):
            held[name].delete()

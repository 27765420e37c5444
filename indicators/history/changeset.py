"""Changesets: every write of published data, in one revision, with its history and its public corrections."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from indicators.history.overrides import hold, overrides_of
from indicators.history.text_values import texts
from indicators.models import Correction, Quote, Record, Revision
from indicators.models.record import CHANGESET_IS_OPEN


class Changeset:
    """The writes of one revision. The first write opens the revision; a changeset without a change has none."""

    def __init__(self, kind: str, role: str, reason: str, user: Any = None) -> None:
        self.kind, self.role, self.reason, self.user = kind, role, reason, user
        self.revision: Revision | None = None
        self.corrections = 0

    @property
    def is_load(self) -> bool:
        return self.kind == Revision.Kind.LOAD

    def open_revision(self) -> Revision:
        if self.revision is None:
            self.revision = Revision.objects.open(self.kind, self.role, self.reason, self.user)
        return self.revision

    def save(self, record: Record) -> bool:
        """Publish a new record or a change of one; False, and no trace, where nothing changed.

        A ValidationError says what is wrong.
        """
        adding = record._state.adding
        record.full_clean(exclude=["revision"])
        before = None if adding else type(record).history.current().get(id=record.pk)
        if before is None:
            self.refuse_known(record)
        elif columns(before) == columns(record):
            return False
        changes = {} if self.is_load else differences(before, record)
        if not adding:
            refuse_another_identity(record, changes)
        if not self.is_load:
            hold(record, changes, adding=adding)
            record.corrected = overrides_of(record).exists()
        self.write(record, before)
        if adding:
            self.add_correction(record, Correction.Action.ADDED)
        for field, (old, new) in changes.items() if not adding else ():
            self.add_correction(record, Correction.Action.CHANGED, field=field, old=old, new=new)
        return True

    def save_all(self, records: list[Record]) -> None:
        """Publish new and changed records of one kind in a load, in a few statements.

        They are clean. What the database refuses even so is an IntegrityError, and then none of them is saved.
        """
        if not records:
            return
        model, revision = type(records[0]), self.open_revision()
        for record in records:
            record.revision = revision
        new, changed = [one for one in records if one._state.adding], [one for one in records if not one._state.adding]
        fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
        before = model.history.current().filter(id__in=[one.pk for one in changed])
        versions = model.history.model
        try:
            with transaction.atomic():
                model._default_manager.bulk_create(new)
                model._default_manager.bulk_create(
                    changed, update_conflicts=True, unique_fields=["id"], update_fields=fields
                )
                before.update(revision_to=revision)
                versions.objects.bulk_create(
                    [versions(**columns(one), id=one.pk, revision_from_id=revision.number) for one in records]
                )
        except IntegrityError:
            for one in new:
                one.pk, one._state.adding = None, True
            raise

    def withdraw(self, record: Record, *, replaced_by: str | None = None) -> None:
        """Withdraw a record; a ValidationError names the records that refer to it."""
        before = type(record).history.current().get(id=record.pk)
        record.withdrawn = True
        self.end_version(record, before)
        self.add_version(record, replaced_by=replaced_by)
        self.add_correction(record, Correction.Action.WITHDRAWN, replaced_by=replaced_by)
        try:
            record.delete()
        except ProtectedError as error:
            needed = [one for one in error.protected_objects if isinstance(one, Record)]
            names = sorted(f"{one.record_type()} {one.record_code}" for one in needed)
            message = _("Other records refer to it: %(records)s. Withdraw or change them first.")
            raise ValidationError(message % {"records": ", ".join(names)}, code="stood_on") from error

    def reinstate(self, version: Any) -> Record:
        """Publish a withdrawn record again as it was; ValidationError if something prevents it."""
        model: type[Record] = version.instance_type
        record = model(**columns(version) | {"pk": version.id, "withdrawn": False})
        record.corrected = overrides_of(record).exists()
        record.full_clean(exclude=["revision"])
        self.write(record, version)
        self.add_correction(record, Correction.Action.REINSTATED)
        return record

    def make_way(self, model: type[Record], keys: list[int], place: str) -> None:
        """Free the unique positions of records that are about to be saved with each other's positions."""
        taken = set(model._default_manager.values_list(place, flat=True))
        free = (number for number in range(32767, 0, -1) if number not in taken)  # what the column can hold
        for key in keys:
            model._default_manager.filter(pk=key).update(**{place: next(free)})

    def refuse_known(self, record: Record) -> None:
        """A code is stable for ever: it is not given again to another record."""
        if "code" in record.natural_key_fields and not self.is_load:
            code = record.record_code
            if type(record).history.filter(code=code, withdrawn=True, revision_to=None).exists():
                message = _("%(code)s is withdrawn. Reinstate it, or choose another code.")
                raise ValidationError(message % {"code": code}, code="withdrawn")

    def write(self, record: Record, before: Any) -> None:
        """Save the record and its new version, which ends the previous version."""
        record.revision = self.open_revision()
        if before is not None:
            self.end_version(record, before)
        record.save()
        self.add_version(record)

    def end_version(self, record: Record, before: Any) -> None:
        record.revision = self.open_revision()
        if before.revision_from_id == record.revision.number:
            before.delete()  # written twice in one revision: only the last of it is a version
        else:
            before.revision_to = record.revision
            before.save()

    def add_version(self, record: Record, **more: Any) -> None:
        versions = type(record).history.model
        versions.objects.create(**columns(record), id=record.pk, revision_from_id=record.revision_id, **more)

    def add_correction(self, record: Record, action: str, **more: Any) -> None:
        """Add a public correction; a load adds none."""
        if self.is_load:
            return
        self.corrections += 1
        quote: Quote | None = getattr(record, "quote", record if isinstance(record, Quote) else None)
        Correction.objects.create(
            code=f"{self.open_revision().number}-{self.corrections}",
            revision=self.open_revision(),
            place=self.corrections,
            record_type=record.record_type(),
            record=record.record_code,
            action=action,
            quote=quote.code if quote else None,
            quote_exact=quote.exact if quote else None,
            **more,
        )


def columns(record: Any) -> dict[str, Any]:
    """The columns of a record or of a version that the two have in common, but for their keys."""
    model = getattr(record, "instance_type", type(record))
    names = (field.attname for field in model._meta.concrete_fields if not field.primary_key)
    return {name: getattr(record, name) for name in names if name != "revision_id"}


def differences(before: Any, record: Record) -> dict[str, tuple[str | None, str | None]]:
    """What a record says otherwise than a version of it: old and new by field."""
    old = texts(before, type(record)) if before else {}
    return {name: (old.get(name), new) for name, new in texts(record, type(record)).items() if old.get(name) != new}


def refuse_another_identity(record: Record, changes: Iterable[str]) -> None:
    """A correction does not change the identity of a record."""
    fixed = {*record.natural_key_fields, *record.identity_fields}
    message = _("This says what the record is of, and never changes. Publish another record in its place.")
    if moved := [name for name in changes if name in fixed]:
        raise ValidationError(dict.fromkeys(moved, message))


@contextmanager
def open_changeset(kind: str, role: str, reason: str, user: Any = None) -> Iterator[Changeset]:
    """Write published data in one transaction, while no other process writes."""
    with transaction.atomic():
        Revision.objects.lock()
        token = CHANGESET_IS_OPEN.set(True)
        try:
            yield Changeset(kind, role, reason, user)
        finally:
            CHANGESET_IS_OPEN.reset(token)

"""Versions: what a record was between two revisions, in a table of its own for each model."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from indicators.models.fields import Code, text_columns
from indicators.models.revision import Revision
from indicators.sql.text_check import TextCheck


class VersionQuerySet(models.QuerySet[Any]):
    def current(self) -> "VersionQuerySet":
        """The newest version of each record; of a withdrawn record, the one that withdrew it."""
        return self.filter(revision_to=None)

    def at_revision(self, revision: int) -> "VersionQuerySet":
        """The version of each record that was current at a revision."""
        return self.filter(Q(revision_to=None) | Q(revision_to__gt=revision), revision_from__lte=revision)


class Version(models.Model):
    """A record from one revision until the one that replaced or withdrew it."""

    revision_from = models.ForeignKey(
        Revision,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        help_text="Number of the revision that made this version.",
    )
    revision_to = models.ForeignKey(
        Revision,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Number of the revision that ended this version; null while it is current.",
    )
    replaced_by = Code(
        unique=False, null=True, help_text="Code of the record that was published in place of a withdrawn one."
    )

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """Gives each model a table of versions. `indicators.history.changeset` writes its rows with the records."""

    def __init__(self) -> None:
        super().__init__(
            bases=(Version,), inherit=True, excluded_fields=["revision"], historical_queryset=VersionQuerySet
        )

    def get_extra_fields(self, model: Any, fields: Any) -> dict[str, Any]:
        """The record's model and a key. The Revision has the time, role and reason, once for all its changes."""
        return {"instance_type": model, "history_id": models.BigAutoField(primary_key=True)}

    def get_meta_options(self, model: Any) -> dict[str, Any]:
        """The indexes of the records, so that earlier revisions are read as fast; one version of each is current."""
        name, columns = model._meta.model_name, text_columns(model)
        checks = [TextCheck(name=f"{name}_versions_text_is_fit", **columns)] if any(columns.values()) else []
        indexes = [
            models.Index(fields=index.fields, condition=index.condition, name=f"v_{index.name}")
            for index in model._meta.indexes
        ]
        return {
            "ordering": ("id", "revision_from"),
            "indexes": [*indexes, models.Index(fields=["revision_from", "id"], name=f"{name}_versions")],
            "constraints": [
                models.UniqueConstraint(
                    fields=["id"], condition=Q(revision_to__isnull=True), name=f"{name}_one_version_stands"
                ),
                models.CheckConstraint(
                    condition=Q(revision_to__isnull=True) | Q(revision_to__gt=F("revision_from")),
                    name=f"{name}_versions_in_order",
                ),
                *checks,
            ],
        }

    def post_save(self, instance: Any, created: bool, **_: Any) -> None:
        """Nothing: the changeset that saves a record writes its version."""

    def pre_delete(self, instance: Any, **_: Any) -> None:
        """Nothing: the changeset that withdraws a record writes its version."""

    post_delete = pre_delete

"""Rows of revisions, and of the corrections in them."""

from django.db.models import IntegerField
from rest_framework import serializers

from indicators.models import Correction, Revision
from indicators.rows.columns import Annotated
from indicators.rows.serializer import RowSerializer, sources


class RevisionSerializer(RowSerializer):
    """A numbered state of all the data. Who made it is said as a role, never as a name."""

    basic = ("number", "time", "kind", "role", "reason", "corrections")
    annotated = {"corrections": Annotated("correction_count", IntegerField())}
    corrections = serializers.IntegerField(
        source="correction_count", help_text="How many corrections are of it, one for each field; 0 of a load."
    )

    class Meta:
        model = Revision
        fields = ("number", "time", "kind", "role", "reason", "redacted_in", "corrections")


class CorrectionSerializer(RowSerializer):
    """One field of one record that was corrected, or a record that was added, withdrawn or reinstated."""

    basic = ("time", "record_type", "record", "action", "field", "old", "new", "reason")

    class Meta:
        model = Correction
        fields = (
            "code",
            "revision",
            "time",
            "kind",
            "role",
            "reason",
            "record_type",
            "record",
            "action",
            "field",
            "old",
            "new",
            "quote",
            "quote_exact",
            "replaced_by",
        )
        extra_kwargs = sources(
            time="revision.time", kind="revision.kind", role="revision.role", reason="revision.reason"
        )

"""Versions of the records that were published before there was a history."""

from typing import Any


def first_versions(app_label: str) -> Any:
    """A migration's function: each record of the app gets the version that stands since its last revision."""

    def create(apps: Any, schema_editor: Any) -> None:
        for versions in apps.get_app_config(app_label).get_models():
            name = versions._meta.object_name
            if name.startswith("Historical"):
                records = apps.get_model(app_label, name.removeprefix("Historical"))
                names = [f.attname for f in records._meta.concrete_fields if f.attname != "revision_id"]
                found = records.objects.values(*names, "revision_id").iterator()
                made = (versions(revision_from_id=row.pop("revision_id"), **row) for row in found)
                versions.objects.bulk_create(made, batch_size=1000)

    return create

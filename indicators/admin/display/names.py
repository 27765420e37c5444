"""The names of records in the language of the request: 贫困人口，安康市，2018."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indicators.history.text_values import code_of
from indicators.models.version import Version

MAX_WORDS = 24
"""Characters of a passage that its name shows."""


def in_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def full_name(record: Any) -> str:
    """The name of a record or of a version; its code where it has no name, or refers to a withdrawn record."""
    if isinstance(record, Version):
        record = of_model(record)
    try:
        return joined(name_parts(record))
    except ObjectDoesNotExist:
        return key_of(record)


def of_model(version: Any) -> Any:
    """An unsaved record with the values of a version, whose relations lead to the published records."""
    model = version.instance_type
    return model(**{field.attname: getattr(version, field.attname) for field in model.content_fields().values()})


def name_parts(record: Any) -> list[str]:
    """What the name consists of, by the fields that the record has."""
    if hasattr(record, "metric_id") and hasattr(record, "time_period"):
        return [own_name(record.metric), own_name(record.region), record.time_period]
    if hasattr(record, "name_zh"):
        return [own_name(record)]
    if hasattr(record, "exact"):
        return [f"“{record.exact}”"]
    if hasattr(record, "text"):
        text = record.text if len(record.text) <= MAX_WORDS else f"{record.text[:MAX_WORDS]}…"
        return [_("Passage %(number)s: %(words)s") % {"number": record.number, "words": text}]
    return [own_name(getattr(record, name)) for name in record.natural_key_fields if name != "code"] or [record.code]


def own_name(record: Any) -> str:
    return str(record.name_zh if in_chinese() else record.name_en)


def joined(parts: list[str]) -> str:
    return ("，" if in_chinese() else ", ").join(parts)


def key_of(record: Any) -> str:
    """The code of a record or a version. A link has none: the codes of the records that it links."""
    if hasattr(record, "code"):
        return str(record.code)
    model = getattr(record, "instance_type", type(record))
    fields = model.content_fields()
    links = [name for name, field in fields.items() if field.is_relation]
    return " – ".join(code_of(fields[name], getattr(record, fields[name].attname)) for name in links)

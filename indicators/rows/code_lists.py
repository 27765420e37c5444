"""Codes of the records of a relation as a list."""

from typing import Any

from rest_framework import serializers


class CodeListField(serializers.ListField):
    """The codes of related records, of an instance whose relation is prefetched in the order of the list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=serializers.CharField(), **kwargs)

    def to_representation(self, related: Any) -> list[str]:
        return [record.code for record in related.all()]

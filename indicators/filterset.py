"""What the filter sets of all views have in common."""

from typing import Any

from django.http import QueryDict
from django_filters import filterset


class FilterSet(filterset.FilterSet):
    """Makes the filters that a query names or must name, and leaves out the others: most queries name one or two."""

    base_filters: dict[str, Any]

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        filters = type(self).base_filters.items()
        self.base_filters = {name: one for name, one in filters if name in data or one.extra["required"]}
        super().__init__(data, *args, **kwargs)

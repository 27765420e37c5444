"""What the filter sets of all views have in common."""

from copy import copy
from functools import lru_cache
from typing import Any, cast

from django.forms import Form
from django.http import QueryDict
from django_filters import filterset

from indicators.sql.filtered_rows import FilteredRows


class Filters(dict[str, Any]):
    """Filters by name. A filter set copies those of its class, to note itself in each: what they hold stays shared."""

    def __deepcopy__(self, memo: Any) -> "Filters":
        copies = Filters((name, copy(one)) for name, one in self.items())
        for one in copies.values():
            one.method = one.method  # bound to the copy
        return copies


class Fields(dict[str, Any]):
    """Fields by name, which no form changes: all forms of a class share them."""

    def __deepcopy__(self, memo: Any) -> "Fields":
        return self


class FilterSet(filterset.FilterSet):
    """Makes the filters that a query names or must name, and leaves out the others: most queries name one or two."""

    base_filters: dict[str, Any]

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        filters = type(self).base_filters.items()
        self.base_filters = Filters((name, one) for name, one in filters if name in data or one.extra["required"])
        super().__init__(data, *args, **kwargs)

    @classmethod
    def parameter_names(cls) -> list[str]:
        return list(cls.base_filters)

    def filtered_rows(self) -> FilteredRows:
        """The rows of the view's queryset that meet the conditions of all filters. The form must be valid."""
        rows = FilteredRows(self.queryset)
        for name, value in self.form.cleaned_data.items():
            rows = self.filters[name].filter(rows, value)
        return rows

    def get_form_class(self) -> type[Form]:
        """The form of the named filters, made once for each choice of them."""
        of: Any = type(self)
        return form_of(of, tuple(self.base_filters))


@lru_cache(256)
def form_of(filters: Any, names: tuple[str, ...]) -> type[Form]:
    form: Any = type("Filters", (filters._meta.form,), {name: filters.base_filters[name].field for name in names})
    form.base_fields = Fields(form.base_fields)
    return cast(type[Form], form)

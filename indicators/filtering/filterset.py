"""What the filter sets of all views have in common."""

from collections.abc import Collection
from copy import copy
from functools import lru_cache
from typing import Any, ClassVar, cast

from django.forms import Form
from django.http import QueryDict
from django_filters import filterset


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
    in_list_filters: ClassVar[Collection[str]] = ()
    """Names of the filters that leave the rows with one of the listed values in a column, and do nothing else."""

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        filters = type(self).base_filters.items()
        self.base_filters = Filters((name, one) for name, one in filters if name in data or one.extra["required"])
        super().__init__(data, *args, **kwargs)

    def lists(self) -> dict[str, list[Any]] | None:
        """By field, the values of which rows have one; None where the query asks for anything else too."""
        if not set(self.filters) <= set(self.in_list_filters):
            return None
        return {one.field_name: self.form.cleaned_data[name] for name, one in self.filters.items()}

    def get_form_class(self) -> type[Form]:
        """The form of the named filters, made once for each choice of them."""
        of: Any = type(self)
        return form_of(of, tuple(self.base_filters))


@lru_cache(256)
def form_of(filters: Any, names: tuple[str, ...]) -> type[Form]:
    form: Any = type("Filters", (filters._meta.form,), {name: filters.base_filters[name].field for name in names})
    form.base_fields = Fields(form.base_fields)
    return cast(type[Form], form)

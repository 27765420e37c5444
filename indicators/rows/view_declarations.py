"""What a view of the API may declare."""

from typing import Any, ClassVar

from indicators.rows.computed_rows import ComputedRowSerializer
from indicators.rows.record_links import RecordLink
from indicators.rows.serializer import RowSerializer
from indicators.text.suggestions import did_you_mean

Table = type[RowSerializer] | type[ComputedRowSerializer]


class ViewDeclarations:
    """Not a view: DRF imports the modules that read these declarations before its own views are defined."""

    keyset: ClassVar[tuple[str, ...]] = ("code",)
    """Query paths that together are unique: the order of the list, `-` for descending."""
    export_keyset: ClassVar[tuple[str, ...] | None] = None
    """The order of exports, where it differs."""
    export_table: ClassVar[Table | None] = None
    """The rows of exports, where JSON pages nest them."""
    max_export_rows: ClassVar[int | None] = None
    """The rows that an export may have; None: as many as there are."""
    has_summary: ClassVar[bool] = False
    """Whether `meta` of the list has what `summary` computes of its rows."""
    pivots: ClassVar[bool] = False
    """Whether exports can have a column for each period."""
    nested_rows: ClassVar[str | None] = None
    """The field of a row of JSON that holds rows of the export, whose fields `fields` may name too."""
    record_serializer_class: ClassVar[Any] = None
    """The serializer of a single record, where it differs from that of the list."""
    record_is_table: ClassVar[bool] = False
    """Whether an export of a single record has several rows, so that it comes in all formats."""
    record_links: ClassVar[dict[str, RecordLink]] = {}
    """The links of a single record, beside `self`."""
    expandable: ClassVar[dict[str, type[RowSerializer]]] = {}
    """The fields whose records `expand` adds to a row, and the rows of these records."""
    is_feed: ClassVar[bool] = False
    """Whether the list is also an Atom feed."""
    is_linked_data: ClassVar[bool] = False
    """Whether the JSON is JSON-LD too."""
    is_citable: ClassVar[bool] = False
    """Whether the responses are lists of records or single records, which have references."""
    has_tables: ClassVar[bool] = False
    """Whether the list has the formats of tables although its rows are no records of a model."""
    shows_reasons: ClassVar[bool] = False
    """Whether responses contain reasons of revisions. A redaction changes them in earlier revisions too."""
    includes_withdrawn: ClassVar[bool] = False
    """Whether the view reads withdrawn records."""
    depends_on_data: ClassVar[bool] = True
    """False if the responses depend on the code alone: they have no revision."""

    filterset_class: ClassVar[Any] = None
    """The filters of the list; the filter backend reads it."""
    detail: bool = False
    """Whether the response is of a single record; DRF's routers set it."""
    lookup_value_regex: str
    """The codes in the path; DRF's routers read it."""
    swagger_fake_view: bool = False
    """Whether the view only describes itself; drf-spectacular sets it."""

    @classmethod
    def table(cls) -> Table | None:
        """The serializer of the flat rows of the list; None if there are none."""
        serializer: Any = cls.export_table or getattr(cls, "serializer_class", None)
        is_table = isinstance(serializer, type) and issubclass(serializer, RowSerializer | ComputedRowSerializer)
        return serializer if is_table and serializer.flat else None

    @classmethod
    def has_flat_pages(cls) -> bool:
        """Whether JSON pages are flat rows too, not only exports."""
        return cls.table() is not None and cls.export_table is None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        refuse_undeclared(cls)


def refuse_undeclared(view: type) -> None:
    """Raise TypeError for an attribute that no base class declares: a misspelt one would have no effect."""
    declared: set[str] = {
        name for base in view.__mro__[1:] for name in (*vars(base), *vars(base).get("__annotations__", ()))
    }
    declared |= set(vars(view).get("__annotations__", ()))
    for name, value in vars(view).items():
        if not (name.startswith("_") or name in declared or is_method(value)):
            raise TypeError(f"No base class of {view.__name__} declares {name}.{did_you_mean(name, sorted(declared))}")


def is_method(value: Any) -> bool:
    return (callable(value) and not isinstance(value, type)) or isinstance(value, classmethod | staticmethod | property)

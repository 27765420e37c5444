"""The columns of all lists: type, unit, what null means, and a description in both languages, from the help texts."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import gettext

from ankang_api.metadata.null_meanings import Text, null_meaning
from ankang_api.metadata.published_lists import Described, PublishedList, published_lists
from indicators.rows.columns import Column

NO_VALUE = Text(
    "该时期没有数值，或报告印出的是一个范围", "there is no value for the period, or the report prints a range"
)
ROW_UNIT = Text("以同一行的 unit 列为准", "as the column unit of the same row says")
SIDES = ("left", "right", "gap")
UNITS = {
    **dict.fromkeys(
        [f"{side}{bound}" for side in SIDES for bound in ("", "_low", "_high")],
        Text("由公式及其运算项的计量单位而定", "as the formula and the units of its operands give it"),
    ),
    "value": ROW_UNIT,
    "value_low": ROW_UNIT,
    "value_high": ROW_UNIT,
    "printed_mult": Text("10 的幂次", "power of ten"),
    "printed_decimals": Text("小数位数", "decimal places"),
    "number_record": ROW_UNIT,
    "number_read": ROW_UNIT,
    **dict.fromkeys(("multiplier_record", "multiplier_read"), Text("10 的幂次", "power of ten")),
    **dict.fromkeys(("decimals_record", "decimals_read"), Text("小数位数", "decimal places")),
    **dict.fromkeys(("sign_record", "sign_read"), Text("正负号", "sign")),
    "report_year": Text("公历年份", "calendar year"),
    "year": Text("公历年份", "calendar year"),
    "corrections": Text("项", "corrections"),
}
"""Units of columns of numbers. Places and numbers of revisions have none."""


class Field(NamedTuple):
    """A column of a list."""

    list: str
    name: str
    type: str
    unit_zh: str | None
    unit_en: str | None
    nullable: bool
    null_means_zh: str | None
    null_means_en: str | None
    description_zh: str
    description_en: str


def fields() -> list[Field]:
    """Every column of every list, in the order of the lists."""
    return fields_of(settings.ROOT_URLCONF)


@cache
def fields_of(urls: str) -> list[Field]:
    return [field(each, column) for each in published_lists() for column in each.described()]


def field(listed: PublishedList, column: Described) -> Field:
    unit = UNITS.get(column.name) if column.kind in ("number", "integer") else None
    null = null_meaning(listed.noun, column.name) if column.nullable else None
    return Field(
        listed.name,
        column.name,
        column.kind,
        unit.zh if unit else None,
        unit.en if unit else None,
        column.nullable,
        null.zh if null else None,
        null.en if null else None,
        in_chinese(column.description),
        column.description,
    )


def in_chinese(text: str) -> str:
    """The Chinese of a help text, as the admin shows it; empty if the catalogue lacks it."""
    with translation.override("zh-hans"):
        chinese = gettext(text) if text else ""
    return "" if chinese == text else chinese


def columns_of(name: str, columns: Sequence[Column]) -> list[Field]:
    """Columns of a list, or those of the periods in a pivot table of it."""
    by_name = {field.name: field for field in fields() if field.list == name}
    return [by_name.get(column.name) or period_field(name, column) for column in columns]


def is_required(field: Field, column: Column) -> bool:
    """Whether each cell of a column has a value. In a table, null, an empty list and an empty text are empty cells."""
    stored = column.field
    may_be_empty = field.nullable or field.type == "list"
    return not may_be_empty and not (stored.blank and isinstance(stored, models.CharField | models.TextField))


def period_field(name: str, column: Column) -> Field:
    described = f"时期 {column.name} 的数值，以本行的计量单位计。", column.description
    return Field(name, column.name, column.kind, *ROW_UNIT, True, *NO_VALUE, *described)

"""docs/fields.md: the columns of all lists for readers, in Chinese and English beside each other."""

from collections.abc import Iterator
from itertools import groupby

from ankang_api.metadata.fields import Field, fields
from ankang_api.metadata.published_lists import PublishedList, published_lists

HEAD = """# Fields 字段

Every column of every list, as [`/api/v1/fields`](http://127.0.0.1:8000/api/v1/fields) returns them, also
[as CSV](http://127.0.0.1:8000/api/v1/fields.csv). A column whose value can be null says what null means; all others
always have a value. In CSV and XLSX null is an empty cell. `manage.py write_fields` makes this page.

各列表的全部字段，与 `/api/v1/fields` 一致。可以为空的字段注明空值的含义，其余字段总有值。在 CSV 和 XLSX 中，
空值为空单元格。

| type 类型 | values | 值 |
|---|---|---|
| text | a text | 文字 |
| number | a decimal number, such as 40.7 | 十进制数，如 40.7 |
| integer | a whole number | 整数 |
| date | a day, such as 2018-12-31 | 日期，如 2018-12-31 |
| time | an instant in UTC, such as 2026-11-24T08:00:00Z | 协调世界时的时刻，如 2026-11-24T08:00:00Z |
| boolean | true or false | true（是）或 false（否） |
| list | texts, joined with `; ` in CSV and XLSX | 若干文字；在 CSV 和 XLSX 中以 `; ` 分隔 |
| object | members of its own, only in JSON | 含有下级成员，仅见于 JSON |
"""


def page() -> str:
    """The page in Markdown."""
    lists = {each.name: each for each in published_lists()}
    parts = [HEAD]
    for name, columns in groupby(fields(), key=lambda field: field.list):
        parts.append("\n".join(section(lists[name], list(columns))))
    return "\n".join(parts)


def section(listed: PublishedList, columns: list[Field]) -> Iterator[str]:
    description = (listed.view.__doc__ or "").strip().partition("\n")[0]
    yield f"## {listed.name}\n"
    yield f"`/api/v1/{listed.path}`: {description}\n"
    yield "| name 名称 | type 类型 | 说明 | description |"
    yield "|---|---|---|---|"
    yield from (row(column) for column in columns)
    yield ""


def row(column: Field) -> str:
    zh, en = [escaped(column.description_zh)], [escaped(column.description_en)]
    if column.unit_zh and column.unit_en:
        zh.append(f"单位：{escaped(column.unit_zh)}。")
        en.append(f"Unit: {escaped(column.unit_en)}.")
    if column.null_means_zh and column.null_means_en:
        zh.append(f"空值：{escaped(column.null_means_zh)}。")
        en.append(f"Null: {escaped(column.null_means_en)}.")
    return f"| `{column.name}` | {column.type} | {'<br>'.join(zh)} | {'<br>'.join(en)} |"


def escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")

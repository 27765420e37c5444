"""What null means in each column that can be null, in Chinese and English."""

from typing import NamedTuple


class Text(NamedTuple):
    zh: str
    en: str


NO_QUOTE = Text("记录没有引文", "the record has no quote")
NO_OFFICE_WORDS = Text("文献没有写明提供单位的文字", "no words of the document name the office")
NO_NOTE = Text("没有附注", "there is no note")
NO_DEFINITION = Text("没有另作释义", "no definition is added to the report")
FROM_REPORT = Text("释义出自报告", "the definition is from the report")
UNLIMITED = Text("没有限定范围", "the metric is not limited")
NOT_PRINTED = Text("数值未印出，由文字推得", "no number is printed; the value follows from the words")
NO_AIM = Text("报告未说明目的", "the report states no aim")
NO_PROGRAMME = Text("指标不属于任何工程", "the metric belongs to no programme")
CANNOT_TELL = Text("文字不能确定", "the words cannot tell")
NOT_READ = Text("引文本身读不出", "the quote gives none on its own")
NO_VALUE = Text("运算项没有数值（如记录已撤回）", "an operand has no value, such as one whose record is withdrawn")
UNBOUNDED = Text("没有界限", "nothing bounds it")
ASSERTED = Text("此关系予以断言", "the relation is asserted")
NO_ASSUMPTION = Text("不需要前提", "nothing is assumed")
IS_COMPUTED = Text("派生指标为计算所得，不是报告印出的数值", "the indicator is computed; no report prints it")
IS_EVIDENCE = Text("这些文字是记录的依据", "the words are evidence for records")

CHECKS = (
    *("number", "multiplier", "decimals", "sign", "unit"),
    *("period", "qualifier", "value_type", "subject", "region"),
)
"""The checks of an observation against its words."""

NOT_COMPUTED = ("value_text", "printed_mult", "printed_decimals", "quote", "quote_exact")
"""Columns of observations that derived indicators lack."""

OF_COLUMNS = {
    "assumption_en": NO_ASSUMPTION,
    "assumption_zh": NO_ASSUMPTION,
    **dict.fromkeys(("left", "right", "gap"), NO_VALUE),
    **dict.fromkeys(("left_low", "left_high", "right_low", "right_high", "gap_low", "gap_high"), UNBOUNDED),
    "reason_en": ASSERTED,
    "reason_zh": ASSERTED,
    "base_period": Text("数值不是变化量，或报告未说明基期", "the value is no change, or the report does not say"),
    "comparison": Text(
        "数值不与另一时期比较，或报告未说明", "the value is compared with no period, or the report does not say"
    ),
    "counterpart": Text("没有以其他单位计数的同一指标", "no metric counts the same in another unit"),
    "date": Text("文献未印日期", "the document prints no date"),
    "denominator": Text("不是占比，或报告未给出分母", "the metric is no share, or the report gives no whole"),
    "excluded_en": IS_EVIDENCE,
    "excluded_zh": IS_EVIDENCE,
    "field": Text("更正的是整条记录", "the correction is of the whole record"),
    "new": Text("更正后没有值", "there is no value after the correction"),
    "note_en": NO_NOTE,
    "note_zh": NO_NOTE,
    "old": Text("更正前没有值", "there was no value before the correction"),
    **dict.fromkeys(("number_record", "multiplier_record", "decimals_record", "sign_record"), NOT_PRINTED),
    **dict.fromkeys(("number_read", "multiplier_read", "decimals_read", "sign_read"), NOT_READ),
    **dict.fromkeys((f"{check}_agrees" for check in CHECKS), CANNOT_TELL),
    **dict.fromkeys(("period_read", "qualifier_read", "value_type_read"), NOT_READ),
    "part_of": Text("报告未说明属于哪一指标", "the report names no metric that this one is a part of"),
    "period_quote": Text("时期没有文字依据（undated）", "no words give the period (undated)"),
    "period_start": Text("时期的起点不明", "the start of the period is unknown"),
    "printed_decimals": NOT_PRINTED,
    "printed_mult": NOT_PRINTED,
    "programme": NO_PROGRAMME,
    **dict.fromkeys(("aim_en", "aim_zh", "aim_quote", "aim_quote_exact"), NO_AIM),
    "programme_name_en": NO_PROGRAMME,
    "programme_name_zh": NO_PROGRAMME,
    "quote": NO_QUOTE,
    "quote_exact": NO_QUOTE,
    "rank_order": Text("指标不是位次", "the metric is no rank"),
    "redacted_in": Text("没有文字被隐去", "no words were redacted"),
    "replaced_by": Text("没有发布替代的记录", "no record was published in its place"),
    "restates": Text("不是对其他文献数值的重述", "the value restates none of another document"),
    "revision_to": Text("此版本现行有效", "the version is current"),
    "scope_en": UNLIMITED,
    "scope_zh": UNLIMITED,
    "source_office_quote": NO_OFFICE_WORDS,
    "source_office_quote_exact": NO_OFFICE_WORDS,
    "successor": Text(
        "区划沿用至今，或未记录其继任区划", "the division still exists, or its successor is not recorded"
    ),
    "symbol": Text("单位没有符号", "the unit has no symbol"),
    "null_means_en": Text("值不为空", "no value is null"),
    "null_means_zh": Text("值不为空", "no value is null"),
    "unit_en": Text("不是有单位的数值", "the column is no number with a unit"),
    "unit_zh": Text("不是有单位的数值", "the column is no number with a unit"),
    "temporality": Text("报告未说明", "the report does not say"),
    "value": Text(
        "报告印出的是一个范围，两端见 value_low 和 value_high",
        "the report prints a range, from value_low to value_high",
    ),
    "value_high": Text("文字没有给出上限", "the words set no upper bound"),
    "value_low": Text("文字没有给出下限", "the words set no lower bound"),
    "year": Text("报告未写授予年份", "the report does not say when it was given"),
    "year_of": Text("报告未写所属年度", "the report does not say for which year"),
}
"""By the name of the column."""

OF_LISTS = {
    **dict.fromkeys([("derived", name) for name in NOT_COMPUTED], IS_COMPUTED),
    ("derived", "metric"): Text("派生指标不是报告的指标", "a derived indicator is no metric of a report"),
    ("derived", "temporality"): Text("取决于运算项，报告未说明", "the report does not say it of the operands"),
    **dict.fromkeys([("derived", name) for name in ("value", "period_end", "period_basis")], NO_VALUE),
    ("derived", "time_period"): Text(
        "运算项均已撤回；在历史版本中：与时期最晚的运算项相同",
        "all operands are withdrawn; in a history: it is that of the operand with the latest period",
    ),
    ("achievements", "programme"): Text(
        "获认可的是整个脱贫攻坚工作或其他做法", "the whole campaign or another practice was recognised"
    ),
    ("achievements", "level"): Text("报告未说明级别", "the report does not say the level"),
    ("metrics", "definition_source_en"): FROM_REPORT,
    ("metrics", "definition_source_zh"): FROM_REPORT,
    ("parts", "definition_en"): NO_DEFINITION,
    ("parts", "definition_source_en"): NO_DEFINITION,
    ("parts", "definition_source_zh"): NO_DEFINITION,
    ("parts", "definition_zh"): NO_DEFINITION,
    ("parts", "description_en"): Text("报告未作说明", "the report says nothing of it"),
    ("parts", "description_zh"): Text("报告未作说明", "the report says nothing of it"),
    ("parts", "parent"): Text("不是其他构成项的成员", "no part names it as a member"),
    ("parts", "programme"): Text("属于整个脱贫攻坚工作", "it is a part of the whole campaign"),
    ("regions", "parent"): Text("是国家，或是跨行政区划的区域", "it is the country, or an area across borders"),
}
"""By the noun of the list and the name of the column, where it differs from the above."""


def null_meaning(noun: str, column: str) -> Text | None:
    """What null means in a column of a list or of its histories; None if nobody has written it yet."""
    return OF_LISTS.get((noun, column)) or OF_COLUMNS.get(column)

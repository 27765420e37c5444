"""All words of charts that are not in the data, in both languages."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["zh", "en"]
InBoth = Mapping[Language, str]

LANGUAGE_TAGS: InBoth = {"en": "en", "zh": "zh-Hans"}

TITLE: InBoth = {"en": "{metric}, {region}", "zh": "{metric} · {region}"}
COUNTS_TITLE: InBoth = {"en": "Figures in {unit}, {region}", "zh": "以{unit}为单位的数据 · {region}"}
SOURCE: InBoth = {"en": "Source: {office}, {document}", "zh": "资料来源：{office}，{document}"}
LAST_LINE: InBoth = {"en": "{source}. Revision {revision}", "zh": "{source}。第 {revision} 次修订"}
UNIT: InBoth = {"en": "Unit: {unit}", "zh": "单位：{unit}"}

PLUS_MINUS: InBoth = {"en": "± {number}", "zh": "±{number}"}
PERCENTAGE_POINTS: InBoth = {"en": " pp", "zh": "个百分点"}
PERCENT: InBoth = {"en": "{number}\u00a0%", "zh": "{number}%"}
BETWEEN: InBoth = {"en": "{low} to {high}", "zh": "{low}至{high}"}
WITH_UNIT: InBoth = {"en": "{figure} {unit}", "zh": "{figure}{unit}"}
IN_BRACKETS: InBoth = {"en": "{text} ({addition})", "zh": "{text}（{addition}）"}
LABELLED: InBoth = {"en": "{label}: {text}", "zh": "{label}：{text}"}
SEMICOLON: InBoth = {"en": "; ", "zh": "；"}
SENTENCE: InBoth = {"en": "{text}.", "zh": "{text}。"}
BETWEEN_SENTENCES: InBoth = {"en": " ", "zh": ""}
COMMA: InBoth = {"en": ", ", "zh": "，"}

OF: InBoth = {"en": "of ", "zh": "共"}
TARGET: InBoth = {"en": "target", "zh": "目标"}
ACTUAL: InBoth = {"en": "actual", "zh": "实际"}
NO_ACTUAL: InBoth = {"en": "no actual reported", "zh": "报告未给出实际值"}
OVERLAPPING: InBoth = {"en": "overlapping, do not add", "zh": "口径有重叠，不可相加"}

ROUNDING_NOTE: InBoth = {
    "en": "± is the rounding of the printed figure.",
    "zh": "±为报告所印数字的舍入误差。",
}
YEARS_BETWEEN_NOTE: InBoth = {
    "en": "The report gives no figures for the years between.",
    "zh": "报告未给出其间各年的数据。",
}
WHISKER_NOTE: InBoth = {
    "en": "The whisker shows the values that the printed words allow: {low} to {high}.",
    "zh": "误差线为报告用语所允许的取值范围：{low}至{high}。",
}
UNKNOWN_START_NOTE: InBoth = {
    "en": "← The start of the period is unknown.",
    "zh": "←表示时期的起点不明。",
}
UNBOUNDED_NOTE: InBoth = {
    "en": "≈ The printed words set no bounds.",
    "zh": "≈表示报告用语未限定取值范围。",
}

BAR_CHART: InBoth = {"en": "Bar chart", "zh": "条形图"}
PART_CHART: InBoth = {"en": "Part of a whole", "zh": "部分与整体图"}
RULER: InBoth = {"en": "Range of values that the printed figure allows", "zh": "报告所印数字允许的取值范围"}

METRIC_COLUMN: InBoth = {"en": "Metric", "zh": "指标"}
REGION_COLUMN: InBoth = {"en": "Region", "zh": "地区"}
PERIOD_COLUMN: InBoth = {"en": "Period", "zh": "时期"}
TYPE_COLUMN: InBoth = {"en": "Type", "zh": "类型"}
VALUE_COLUMN: InBoth = {"en": "Value", "zh": "数值"}
UNIT_COLUMN: InBoth = {"en": "Unit", "zh": "单位"}
INTERVAL_COLUMN: InBoth = {"en": "Range", "zh": "取值范围"}
PRINTED_COLUMN: InBoth = {"en": "As printed", "zh": "报告原文"}

UNTIL: InBoth = {"en": "≤ {end}", "zh": "至{end}"}
YEAR: InBoth = {"en": "{year}", "zh": "{year}年"}
MONTH: InBoth = {"en": "{month_name} {year}", "zh": "{year}年{month}月"}
DAY: InBoth = {"en": "{day} {month_name} {year}", "zh": "{year}年{month}月{day}日"}
QUARTER: InBoth = {"en": "Q{number} {year}", "zh": "{year}年第{number}季度"}
HALF_YEARS: tuple[InBoth, InBoth] = (
    {"en": "first half of {year}", "zh": "{year}年上半年"},
    {"en": "second half of {year}", "zh": "{year}年下半年"},
)
FROM_TO: InBoth = {"en": "{start} – {end}", "zh": "{start}至{end}"}
MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)

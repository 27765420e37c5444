"""Numerals of a text that measure nothing: dates, durations, ordinals of names, titles and idioms."""

import re
from collections.abc import Iterable

from indicators.text.numbers.numerals import CHINESE, FIGURE

YEAR = r"(?<!\d)(?:19|20)\d\d"
NUMBER = f"(?:{FIGURE}|{CHINESE})"
DURATIONS = ("小时", "分钟", "星期", "年", "月", "周", "天", "日", "秒", "学年", "学期")
"""Units of time; they are read where a unit of the records has them."""
FILLER = "□"

PERIODS = (
    rf"{YEAR}[-/.]\d\d?(?:[-/.]\d\d?)?(?!\d)",
    rf"{YEAR}(?:年(?:度|底|末|初)?)?(?:[-—–~～、/]|—|至|到)+(?:{YEAR}|\d\d)(?=学?年)",
    rf"{YEAR}(?:[、和与]{YEAR})+年?",
    rf"{YEAR}(?:学?年度?|(?=[底末初]))",
    "[零〇一二三四五六七八九]{4}年",
    r"(?<![\d.])\d\d?(?:[-—–~～至到]\d\d?)?月(?:份|[底末初])?(?:\d\d?[日号])?",
    r"[正元一二三四五六七八九十]{1,2}月(?:份|[底末初]|[一二三四五六七八九十]{1,3}[日号])",
    "(?<![一二三四五六七八九十百千])(?:十[一二]|[正元一二三四五六七八九十])月",
    r"(?<![\d.])\d\d?[日号](?![a-zA-Z])",
    r"(?<!\d)\d\d?[:：]\d\d(?!\d)",
    r"(?<![\d.])\d\d?时(?:\d\d?分)?",
    rf"[第前后上下]?{NUMBER}个?季度",
    "[上下]?半年|半个月|半天",
    '[“"]?十[一二三四五六]五[”"]?',
)
TITLES = (
    "一约四会|两委|十有八九|十之八九|千家万户|千方百计|千千万万|成百上千|成千上万|万无一失|一心一意|三番五次|百花齐放|五花八门",
    "[一每同另这那某任哪]一(?!半|倍|成)|每" + NUMBER,
    "一[\u4e00-\u9fff]一",
    r"[A-Za-z]+-?\d+(?:\.\d+)?|(?<!\d)\d+[GKDAV](?![A-Za-z])",
    r"\d+(?:\+(?:\d+|[A-Z]))+",
    r"[〔\[（(]?(?:20\d\d[〕\])）])?(?<!第)\d+号",
    r"(?<!\d)\d{3,5}(?=热线|电话|平台|国道|省道|工程)|(?<=电话|热线)\d{3,}|\d[05]后",
    rf"第(?:{CHINESE}|\d+)(?=[\u4e00-\u9fff□])(?![位名的])",
    "[数几][十百千万亿]+",
)
QUOTED = re.compile(r"[“‘《][^”’》]{1,12}[”’》]")
"""A short quoted name: “第一书记”, “321”工程."""
MEASURED = re.compile("全覆盖|清零|[元%‰]|零就业")
FROM_TO = re.compile(rf"([由从][^，。；]{{1,16}}?)[至到](?=[约近]?{NUMBER})")


def without_names(text: str, measure_words: Iterable[str]) -> str:
    """The text with a filler in place of each numeral that measures nothing; offsets are kept."""
    durations = "|".join(word for word in DURATIONS if word not in set(measure_words))
    patterns = [*PERIODS, *TITLES]
    if durations:
        patterns.append(f"{NUMBER}(?:[-—–~～至到]{NUMBER})?[多余]?个?[多余]?(?:{durations})(?!岁)")
    text = QUOTED.sub(lambda name: name[0] if MEASURED.search(name[0]) else fill(name), text)
    text = re.sub("|".join(patterns), fill, text)
    return FROM_TO.sub(lambda ends: ends[1] + FILLER, text)


def fill(match: re.Match[str]) -> str:
    return FILLER * len(match[0])

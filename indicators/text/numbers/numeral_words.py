"""The words beside the numbers of Chinese reports: how exact a number is, whether it falls, what it counts."""

import re
from collections.abc import Iterable

APPROXIMATE, AT_LEAST, AT_MOST, EXACT, RANGE = "approximate", "at_least", "at_most", "exact", "range"

BEFORE = {
    APPROXIMATE: ("大约", "大概", "约为", "(?<![节契合预签条公制特])约"),
    AT_LEAST: (
        *("至少", "最少", "不低于", "不少于", "不下", "超过", "超出", "突破", "高于", "多于", "逾", "(?<![赶反])超"),
        *("(?<!以)上(?=[百千万])", "过(?=半)"),
    ),
    AT_MOST: (
        *("最多", "至多", "不超过", "不高于", "不多于", "未超过", "不足", "不到", "未达", "未到", "低于", "少于"),
        *("将近", "接近", "(?<![最附就邻])近"),
    ),
}
"""Words before a number; the longest one counts."""
AFTER = {
    APPROXIMATE: ("左右", "上下(?!联动)", "来", "把"),
    AT_LEAST: ("以上", "之上", "以外", "之多", "多", "余", "几"),
    AT_MOST: ("以下", "之下", "以内", "之内", "不到"),
}
"""Words after a number, or between its figure and its multiplier (100余万)."""
THRESHOLDS = ("以上", "以下", "以内", "以外", "之上", "之下", "之内")
"""What may limit the scope of another figure."""

FALL = (
    "(?:减少|下降|降低|下滑|缩减|回落|缩小|下跌|下浮|缩短|削减|压减|压缩|收窄|减退|萎缩|下调|调减|递减|负增长"
    "|少(?=了)|减|降|跌)了?(?![到至为])"
    "|(?:降幅|跌幅|减幅|降低幅度|下降幅度|减少幅度)(?:约?为|达到?|是|在|高?达)?|零下|负"
)
RISE = "(?:增长|增加|提高|上升|扩大|提升|增收|增|涨)了?(?![到至为])|(?:增幅|涨幅)(?:为|达到?|是)?"
BETWEEN = "(?:了|达到?|有|共|仅|高达|多达|合|占|为)?"
"""Words between a word of change and a number that say nothing of it."""

COMMON_UNITS = (
    *("百分点", "倍", "%", "‰", "人次", "人", "名", "户", "家", "个", "周岁", "岁", "元", "亩", "公顷", "吨", "公斤"),
    *(
        "千克",
        "公里",
        "千米",
        "米",
        "平方公里",
        "平方米",
        "立方米",
        "千瓦",
        "千瓦时",
        "座",
        "头",
        "只",
        "株",
        "辆",
        "台",
    ),
    *("件", "项", "起", "场", "所", "套", "处", "村", "镇"),
)
"""Measure words that a numeral of several characters has even where no unit of the records has them."""
DIVISIONS = frozenset("县区市旗乡镇村")
"""Words of alike things: 9县1区 are ten."""
NO_UNIT = r"[\s\d□，。、；：！？（）“”‘’《》()\-+=/]"
"""What is no word of a unit."""


def bare(word: str) -> str:
    """A word of the tables without what must stand beside it."""
    return re.sub(r"\(.*?\)", "", word)


QUALIFIERS = {bare(word): name for table in (BEFORE, AFTER) for name, words in table.items() for word in words}


def any_of(qualifiers: dict[str, tuple[str, ...]]) -> str:
    """A pattern of the words, the longer ones first."""
    words = [word for group in qualifiers.values() for word in group]
    return "|".join(sorted(words, key=lambda word: len(bare(word)), reverse=True))


def alternatives(words: Iterable[str]) -> str:
    """A pattern of measure words, the longer ones first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "(?!)"

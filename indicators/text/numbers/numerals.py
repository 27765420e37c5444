"""The values of Chinese numerals, and a text whose figures and signs are all written in one way."""

import re
from decimal import Decimal

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
POWER_OF_SHARE = {"成": 1, "‰": -1}
"""Powers of ten of shares that are read as percent."""
TENS = {"廿": 20, "卅": 30, "卌": 40}
DIGIT = f"[{''.join(DIGITS)}]"
CHINESE = f"[{''.join(DIGITS)}{''.join(TENS)}十百千][{''.join(DIGITS)}{''.join(TENS)}十百千万亿]*(?:点{DIGIT}+)?"
"""A Chinese numeral. 万 and 亿 do not begin one: 亿元GDP is no number of yuan."""
MULTIPLIER = "万亿|[百千]?[万亿]|百(?!分)|千(?![瓦克米伏卡帕焦赫])"
"""What multiplies a figure: 15万亿, 3千. A kilowatt (千瓦) is a unit."""
FIGURE = r"(?<![\d.])\d+(?:\.\d+)?"
FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
FORMAL_RUN = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟萬億零万亿]{2,}")
FULL_WIDTH = str.maketrans("０１２３４５６７８９．％－−﹣＋：∶／○Ｏ", "0123456789.%---+::/〇〇")
THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}(?:([,，٬'’‘ \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?!\d)")

SPACES = r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]"
COUNTED = r"[\d零〇一二两三四五六七八九十百千万亿余多来几]"
TO = "[-—–~～至到]"
INNER_SPACES = re.compile(
    rf"(?<={COUNTED}){SPACES}+(?=[%‰\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]){SPACES}+(?=\d)"
    rf"|(?<=[\d%‰\u4e00-\u9fff]){SPACES}+(?={TO}{SPACES}*{COUNTED})|(?<={TO}){SPACES}+(?={COUNTED})"
)
"""White space before a number, between its figure, its multiplier and its unit, and within a range: 约 22.96 万 人."""


def power_of(multiplier: str) -> int:
    """The power of ten of a multiplier: 4 for 万, 12 for 万亿, 0 for none."""
    return sum(POWERS[character] for character in multiplier)


def chinese_number(text: str) -> int:
    """三 is 3, 二十五 is 25, 一千零五 is 1005, 一亿二千万 is 120000000, 三万五 is 35000, 廿五 is 25."""
    for power in ("亿", "万", "千", "百"):
        head, printed, tail = text.rpartition(power)
        if printed:
            unit = int(10 ** POWERS[power])
            last = DIGITS[tail] * unit // 10 if tail in DIGITS else chinese_number(tail)
            return (chinese_number(head) or 1) * unit + last
    head, printed, tail = text.rpartition("十")
    tens = 10 * (chinese_number(head) or 1) if printed else 0
    return tens + sum(TENS.get(character) or DIGITS[character] for character in tail)


def number_of(text: str) -> Decimal:
    """The value of a figure or a Chinese numeral, which may have decimals: 98.5, 九十八点五."""
    if text[0].isdecimal():
        return Decimal(text)
    whole, _point, decimals = text.partition("点")
    return Decimal(f"{chinese_number(whole)}.{''.join(str(DIGITS[digit]) for digit in decimals) or 0}").normalize() + 0


def printed_precision(text: str) -> tuple[int, int]:
    """The power of ten of the last word of a numeral, and its decimals: 九万六千 is (3, 0), 十二 is (0, 0).

    Numerals that end in 十 are taken as counted to the last unit.
    """
    if text[0].isdecimal():
        return 0, len(text.partition(".")[2])
    power = POWERS.get(text[-1], 0)
    return power if power > 1 else 0, len(text.partition("点")[2])


def plain(text: str) -> str:
    """The text with half-width figures, without thousands separators, and simple numerals; offsets are kept.

    Zeros before a figure take the places of its separators.
    """
    text = FORMAL_RUN.sub(lambda run: run[0].translate(FORMAL), text.translate(FULL_WIDTH))
    return THOUSANDS.sub(without_separators, text)


def without_inner_spaces(text: str) -> tuple[str, list[int]]:
    """The text without white space within its numbers, and the offset in `text` of each character that is left."""
    spaces = {offset for match in INNER_SPACES.finditer(text) for offset in range(*match.span())}
    offsets = [offset for offset in range(len(text)) if offset not in spaces]
    return "".join(text[offset] for offset in offsets), offsets


def without_separators(match: re.Match[str]) -> str:
    return "".join(re.findall(r"\d", match[0])).zfill(len(match[0]))

"""Numbers in words of reports are read as a statistician reads them; tests/numerals.tsv has the right readings."""

from pathlib import Path

import pytest

from indicators.text.numbers.chinese_numbers import Reading, read, readings
from indicators.text.precision import Printed

pytestmark = pytest.mark.database_independent

MEASURE_WORDS = ["人", "名", "户", "个", "家", "县", "区", "场", "例", "次", "元", "%", "成", "分之", "第", "全覆盖"]
CASES = [line.split("\t") for line in (Path(__file__).parent / "numerals.tsv").read_text().splitlines()[1:]]


def shown(reading: Reading) -> str:
    """The number or both ends, and the qualifier unless it is exact: 120000 at_least, 30000..50000."""
    if reading.qualifier == "range":
        return f"{reading.low:f}..{reading.high:f}"
    return f"{reading.number:f}" if reading.qualifier == "exact" else f"{reading.number:f} {reading.qualifier}"


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_read(text: str, expected: str) -> None:
    assert (" & ".join(map(shown, readings(text, MEASURE_WORDS))) or "-") == expected


@pytest.mark.parametrize(
    ("text", "start", "end", "words"),
    [
        ("减少贫困人口约3.2万人左右", 6, 14, ("人",)),
        ("同比下降10.02个百分点", 2, 13, ("百分点",)),
        ("投入1，200余万元", 2, 10, ("元",)),
        ("居全省第二", 3, 5, ("第",)),
        ("动态清零", 2, 4, ()),
        ("贫困人口减少到 22.96 万 人，", 8, 17, ("人",)),
        ("增长 10.5 %", 0, 9, ("%",)),
        ("共 417\u3000家", 0, 7, ("家",)),
    ],
)
def test_a_reading_has_its_place_and_the_words_of_its_unit(
    text: str, start: int, end: int, words: tuple[str, ...]
) -> None:
    [reading] = readings(text, MEASURE_WORDS)
    assert (reading.start, reading.end, reading.words) == (start, end, words)


@pytest.mark.parametrize(
    ("text", "number"),
    [("9县1区", "10"), ("3乡、12镇", "15"), ("9县和1区", "10"), ("13万户92万人", None), ("40人、50人", None)],
)
def test_joined_numbers_of_alike_things_are_one(text: str, number: str | None) -> None:
    reading = read(text, [*MEASURE_WORDS, "乡", "镇"])
    assert (str(reading.number) if reading else None) == number


def test_a_duration_is_a_number_where_a_unit_of_the_records_is_one_of_time() -> None:
    assert read("平均受教育年限9.1年", MEASURE_WORDS) is None
    assert str(getattr(read("平均受教育年限9.1年", [*MEASURE_WORDS, "年"]), "number", None)) == "9.1"


@pytest.mark.parametrize(
    ("value_text", "printed"),
    [
        ("100.5万人", (4, 1)),
        ("3.5千公里", (3, 1)),
        ("15万亿元", (12, 0)),
        ("1.2亿多元", (8, 1)),
        ("100余万亩", (4, 0)),
        ("3-5万元", (4, 0)),
        ("1,236.5公里", (0, 1)),
        ("九万六千人次", (3, 0)),
        ("三百户", (2, 0)),
        ("三十户", (0, 0)),
        ("七成", (1, 0)),
        ("3‰", (-1, 0)),
        ("98.50%", (0, 2)),
        ("22.96 万 人", (4, 2)),
        ("22.96\u3000万\u00a0人", (4, 2)),
        ("1 005 000 人", (0, 0)),
        ("七 成", (1, 0)),
        ("98.50 %", (0, 2)),
        ("5百分点", (0, 0)),
        ("3千瓦", (0, 0)),
        ("三分之二", None),
        ("1/3", None),
        ("半数", None),
        ("全覆盖", None),
    ],
)
def test_a_text_says_how_precise_its_number_is(value_text: str, printed: tuple[int, int] | None) -> None:
    assert Printed.read(value_text) == printed

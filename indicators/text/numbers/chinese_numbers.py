"""Reads the numbers in Chinese text, independently of the records."""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from indicators.text.numbers import numeral_words as words_of
from indicators.text.numbers.number_forms import FORMS, Core, form_pattern
from indicators.text.numbers.numerals import plain, without_inner_spaces
from indicators.text.numbers.set_aside import without_names

BEFORE = re.compile(
    f"(?P<outer>{words_of.any_of(words_of.BEFORE)})?"
    f"(?:(?P<fall>{words_of.FALL})|(?P<rise>{words_of.RISE}))?{words_of.BETWEEN}"
    f"(?P<inner>{words_of.any_of(words_of.BEFORE)})?"
    rf"(?P<minus>(?<![\d万亿元%])[-−－] *)?(?=[\s\S]\Z)"
)
AFTER = re.compile(f"(?P<word>{words_of.any_of(words_of.AFTER)})")
AFTER_UNKNOWN_UNIT = re.compile(rf"(?:(?!{words_of.NO_UNIT}).){{0,2}}?(?P<word>以上|以下|以内|左右)")
"""After a unit of which the first character is known alone: 4.5平方分米左右."""
REACH = 12
"""Characters before a number in which its sign and its qualifier are looked for."""
CLAUSE_END = re.compile("[，；。！？,;\n]")


class Reading(NamedTuple):
    """A number and its place in the text, from start to end.

    `number` is in the unit, percent for all shares, and signed; None for a range, of which `low` and `high` are the
    ends. `qualifier` is exact, approximate, at_least, at_most (of the magnitude) or range. `mult` and `decimals` are
    the power of ten and the decimals that it is printed with, None for fractions in words. `words` are those of the
    unit; none where the text has none.
    """

    start: int
    end: int
    number: Decimal | None
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    mult: int | None
    decimals: int | None
    sign: int
    words: tuple[str, ...]


def read(exact: str, measure_words: Iterable[str]) -> Reading | None:
    """The number of a quote; a sum where numbers of alike things are joined (9县1区); None for several, or for none."""
    found = readings(exact, measure_words)
    if len(found) > 1 and all(alike(one, other, exact) for one, other in pairwise(found)):
        number = sum((one.number for one in found if one.number is not None), Decimal(0))
        words = tuple(word for one in found for word in one.words)
        return found[0]._replace(number=number, end=found[-1].end, words=words)
    return found[0] if len(found) == 1 else None


def readings(text: str, measure_words: Iterable[str]) -> list[Reading]:
    """The numbers of a text in its order; dates, durations, names and the limits of a scope are set aside."""
    measure_words = frozenset(measure_words)
    joined, offsets = without_inner_spaces(plain(text))
    prepared = without_names(joined, measure_words)
    found, position = [], 0
    for match in compiled(measure_words).finditer(prepared):
        found.append(reading_of(match, prepared, position))
        position = found[-1].end
    return [
        one._replace(start=offsets[one.start], end=offsets[one.end - 1] + 1)
        for one in found
        if not is_scope(one, found, prepared)
    ]


@lru_cache(maxsize=64)
def compiled(measure_words: frozenset[str]) -> re.Pattern[str]:
    return form_pattern(measure_words)


def reading_of(match: re.Match[str], text: str, position: int) -> Reading:
    """The reading of a matched number with the words before it, from `position` on, and after it."""
    start, end = match.span()
    before = BEFORE.search(text[max(position, start - REACH) : start + 1])
    assert before is not None  # every part of the pattern may be empty
    core = FORMS[str(match.lastgroup)].read(match)
    core = core.grown() if before["rise"] or before["fall"] else core
    limit = (AFTER_UNKNOWN_UNIT if is_unknown(core.word) else AFTER).match(text, end)
    sign = -1 if bool(before["fall"]) != bool(before["minus"]) else 1
    ends = [] if core.low is None or core.high is None else sorted((sign * core.low, sign * core.high))
    low, high = ends or (None, None)
    return Reading(
        start - len(before[0]),
        limit.end() if limit else end,
        None if core.number is None else sign * core.number,
        low,
        high,
        qualifier(core, before, limit["word"] if limit else ""),
        core.mult,
        core.decimals,
        sign,
        (core.word,) if core.word is not None else (),
    )


def qualifier(core: Core, before: re.Match[str], after: str) -> str:
    """How exact the words say that a number is: the word inside it, else the one before, else the one after."""
    if core.qualifier != words_of.EXACT:
        return core.qualifier
    printed = before["inner"] or before["outer"] or after
    return words_of.QUALIFIERS.get(printed, words_of.EXACT)


def qualifier_beside(text_before: str, text_after: str) -> str:
    """How exact a number is by the words directly before and after it; exact where neither says so."""
    printed = BEFORE.search(f"{text_before[-REACH:]}0")
    limit = AFTER_UNKNOWN_UNIT.match(text_after)
    words = [printed and (printed["inner"] or printed["outer"]), limit and limit["word"]]
    return next((words_of.QUALIFIERS[word] for word in words if word), words_of.EXACT)


def is_unknown(word: str | None) -> bool:
    return word is not None and len(word) == 1 and word not in words_of.COMMON_UNITS


def is_scope(one: Reading, found: list[Reading], text: str) -> bool:
    """Whether a number limits what another one counts: an age, 全部, or a threshold in the clause of another figure."""
    others = [other for other in found if other is not one]
    if one.words and one.words[0].endswith("岁"):
        return any(not (other.words and other.words[0].endswith("岁")) for other in others)
    if text[one.start : one.end].endswith("全部"):
        return any(same_clause(one, other, text) for other in others)
    if not is_threshold(one, text):
        return False
    return any(not is_threshold(other, text) and same_clause(one, other, text) for other in others)


def is_threshold(one: Reading, text: str) -> bool:
    return text[one.start : one.end].endswith(words_of.THRESHOLDS)


def same_clause(one: Reading, other: Reading, text: str) -> bool:
    first, last = sorted((one, other))
    return not CLAUSE_END.search(text[first.end : last.start])


def alike(one: Reading, other: Reading, text: str) -> bool:
    """Whether two numbers are printed alike, count divisions, and stand beside each other: 9县1区."""
    printed = [(each.mult, each.decimals, each.sign, each.qualifier) for each in (one, other)]
    joined = text[one.end : other.start].strip("和与及、") == ""
    return joined and printed[0] == printed[1] and all(set(each.words) <= words_of.DIVISIONS for each in (one, other))

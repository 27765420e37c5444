"""What the words of a quote claim beside the number: its period, how exact it is, its subject, its region."""

import re
from typing import Any, NamedTuple

from indicators.checks.vocabulary import LEVELS, Division, Vocabulary
from indicators.models import Observation, Quote
from indicators.text.numbers.chinese_numbers import Reading, qualifier_beside
from indicators.text.period import Period
from indicators.text.period_words import Words, part_of_year, time_words

SENTENCE_END = re.compile("[。！？\n]")
SENTENCE_PART_END = re.compile("[。！？；\n]")
FROM = re.compile("[由从][^，。；、]{0,8}$")
UP_TO = re.compile("(?:到|至|为|成)(?:[约近]|了)?$")
ROUNDED = {"分之", "成"}
"""Shares in words, which are round numbers as a rule."""
COMPARED = re.compile("[居占列位][全我][国省市县区]|[全我][国省市县区](?=第|前|平均|首位|排名)")
"""A region that a value is compared with: a place in the province is no value of the province."""
PLANNED = re.compile("计划(?![的任指]|单列)|力争|争取|拟(?!定)|预计|目标(?:是|为)")
FULFILLED = re.compile("(?:年度|完成|按)计划")
REPLACED = re.compile("原报|原为|原统计")


class Check(NamedTuple):
    """One aspect of an observation: the recorded value, the value in the words, and whether they agree.

    `agrees` is None where the words cannot tell.
    """

    name: str
    record: Any
    read: Any
    agrees: bool | None


def before(quote: Quote, offset: int = 0, ends: re.Pattern[str] = SENTENCE_PART_END) -> str:
    """The words of the sentence, or of its part before ；, before a quote or before an offset in it."""
    return ends.split(quote.passage.text[: quote.start + offset])[-1]


def period_check(observation: Observation, reading: Reading | None) -> Check:
    words = time_words(observation.quote.exact)
    if not words.periods and observation.period_quote:
        more = time_words(observation.period_quote.exact)
        words = more._replace(plan=words.plan or more.plan, cue=more.cue or words.cue)
    bases = observation.PeriodBasis
    check = {bases.STATED: stated, bases.PLAN: plan, bases.REPORT: of_report, bases.UNDATED: undated}
    read, agrees = check[bases(observation.period_basis)](observation, words, reading)
    return Check("period", observation.time_period, read, agrees)


def stated(observation: Observation, words: Words, reading: Reading | None) -> tuple[str | None, bool | None]:
    """由X…到Y binds the first of two periods to X and the last to Y."""
    if not words.periods:
        return None, False
    if len(words.periods) > 1:
        named = ["/".join(ends) for ends in words.periods]
        return ", ".join(named), None if any(same_days(key, observation.time_period) for key in named) else False
    [keys] = words.periods
    end = bound_end(observation, reading) if len(keys) == 2 else None
    read = "/".join(keys) if end is None else keys[end]
    agrees: bool | None = same_days(read, observation.time_period)
    if not agrees and end is None and observation.time_period in keys:
        agrees = None
    return read, agrees


def bound_end(observation: Observation, reading: Reading | None) -> int | None:
    """0 for the number after 由, -1 for the one after 到; None for neither."""
    text = before(observation.quote, reading.start if reading else 0)
    if UP_TO.search(text):
        return -1
    return 0 if FROM.search(text) else None


def plan(observation: Observation, words: Words, reading: Reading | None) -> tuple[str | None, bool | None]:
    """From the first year of the plan to the year of the report, or to the last year of a plan that is over."""
    if words.plan is None or words.periods:
        return None, False
    last = min(observation.document.report_year, words.plan + 4)
    read = f"{words.plan}/{observation.document.report_year}"
    return read, observation.time_period in (read, f"{words.plan}/{last}")


def of_report(observation: Observation, words: Words, reading: Reading | None) -> tuple[str | None, bool | None]:
    """This year is the year, a quarter is one of it; so far, or already, is its end alone."""
    if words.cue is None or words.periods or words.plan:
        return None, False
    year = str(observation.document.report_year)
    if part := part_of_year(words.cue):
        read = f"{year}-{part}"
    else:
        read = year if words.cue.startswith(("今年", "本年")) else f"../{year}"
    return read, observation.time_period == read


def undated(observation: Observation, words: Words, reading: Reading | None) -> tuple[str | None, bool | None]:
    """No words say when; the end of the report's year is the latest possible."""
    if words.periods or words.plan or words.cue:
        read = words.cue or words.plan or ", ".join("/".join(keys) for keys in words.periods)
        return str(read), False
    return None, None if observation.time_period == f"../{observation.document.report_year}" else False


def same_days(key: str, other: str) -> bool:
    try:
        return key == other or Period.parse(key) == Period.parse(other)
    except ValueError:
        return False


def qualifier_check(observation: Observation, reading: Reading | None) -> Check:
    if reading is None:
        return Check("qualifier", observation.qualifier, None, False)
    read = reading.qualifier
    if read == "exact":
        passage, start = observation.quote.passage.text, observation.quote.start
        read = qualifier_beside(passage[: start + reading.start], passage[start + reading.end :])
    if read == "exact" and ROUNDED & set(reading.words):
        read = "approximate"
        agrees = True if observation.qualifier == read else None if observation.qualifier == "exact" else False
        return Check("qualifier", observation.qualifier, read, agrees)
    return Check("qualifier", observation.qualifier, read, observation.qualifier == read)


def value_type_check(observation: Observation) -> Check:
    """Whether the words plan a value, give one that was replaced, or say what happened."""
    clause = re.split("[，；]", before(observation.quote))[-1]
    text = f"{clause}{observation.quote.exact}"
    if observation.period_quote:
        text += observation.period_quote.exact
    read = "target" if PLANNED.search(FULFILLED.sub("", text)) else "actual"
    read = "superseded" if REPLACED.search(observation.quote.exact) else read
    return Check("value_type", observation.value_type, read, observation.value_type == read)


def subject_check(observation: Observation, reading: Reading | None, vocabulary: Vocabulary) -> Check:
    """The subject that the quote names, or else the nearest one before it in its sentence that has the printed unit."""
    own = observation.metric.subject_words
    named = subjects(observation.quote.exact, vocabulary)
    if not named:
        found = subjects(before(observation.quote), vocabulary)
        found = found or subjects(before(observation.quote, ends=SENTENCE_END), vocabulary)
        printed = set(reading.words) if reading else set()
        named = [word for word in found if not printed or printed & vocabulary.subject_words[word]][-1:]
    if not own:
        return Check("subject", own, named, None)
    return Check("subject", own, named, bool(set(own) & set(named)))


def subjects(text: str, vocabulary: Vocabulary) -> list[str]:
    """The subject words in a text by their ends, without those inside longer ones."""
    spans = [
        (match.end(), match.start(), word)
        for word in vocabulary.subject_words
        for match in re.finditer(re.escape(word), text)
    ]
    return [word for end, start, word in sorted(spans) if not any(is_inside((start, end), other) for other in spans)]


def is_inside(span: tuple[int, int], other: tuple[int, int, str]) -> bool:
    start, end = span
    last, first, _word = other
    return first <= start and end <= last and (first, last) != span


def region_check(observation: Observation, vocabulary: Vocabulary) -> Check:
    """The division that the quote names, or its sentence before it, or else the document's."""
    own = vocabulary.region_of(observation.document)
    record = observation.region.code
    named = divisions(observation.quote.exact, own, vocabulary)
    if not named:
        named = divisions(before(observation.quote), own, vocabulary)
        if own is None and named:
            return Check("region", record, named, None)
        if own and len(named) > 1:
            named = list(dict.fromkeys([*named, own.code]))
    if not named:
        return Check("region", record, [own.code] if own else [], record == own.code if own else None)
    if len(named) > 1:
        return Check("region", record, named, None if record in named else False)
    return Check("region", record, named, record == named[0])


def divisions(text: str, own: Division | None, vocabulary: Vocabulary) -> list[str]:
    """The codes of the divisions that a text names, without those that a value is compared with."""
    text = COMPARED.sub("", text)
    codes = [one.code for one in vocabulary.named(text)]
    for one in vocabulary.line(own) if own else ():
        if any(f"{word}{kind}" in text for kind, level in LEVELS.items() if level == one.level for word in "全我"):
            codes.append(one.code)
    return list(dict.fromkeys(codes))

"""The period of a figure, from the time words of its sentence."""

import re
from typing import NamedTuple

from ankang_api.proposals.clauses import Figures, Span

QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
PLANS = {"十": 2001, "十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026}
"""The first years of the five-year plans."""
PART = (
    r"(?:(?P<month{n}>\d{{1,2}})月(?:(?P<day{n}>\d{{1,2}})日|底|末)?"
    "|(?P<half{n}>[上下])半年|第?(?P<quarter{n}>[一二三四])季度|年?[底末初])?"
)
YEAR = r"(?P<year{n}>(?:19|20)\d{{2}}|今|去)年"
SINGLE = re.compile((YEAR + PART).format(n=""))
RANGE = re.compile((YEAR + "?" + PART).format(n="1") + "(?:至|到|—+|-|－|～)" + (YEAR + PART).format(n="2"))
SCHOOL_YEAR = re.compile(r"(\d{4})[—\-－至到]+(\d{4})学年")
PART_OF_YEAR = re.compile("第?(?P<quarter>[一二三四])季度|(?P<half>[上下])半年")
PLAN = re.compile('[“"]?(?P<plan>十[一二三四五]?)五[”"]?(?:以来|期间|时期)')
SO_FAR = re.compile("截至目前|目前|至今|迄今")
ALREADY = re.compile("已")
BASE_BEFORE = re.compile("[比较是为]$")
AT_START = re.compile("(?:^|[，；：。“])(?:截至|截止|到|自|从|在|至)?$")
"""What stands before a date that holds for the clauses after its own."""


class Dated(NamedTuple):
    """A period as a key, where it comes from, and its words in the passage; no words if it is undated."""

    key: str
    basis: str
    words: Span | None


def key_of(match: re.Match[str], number: str, this_year: int) -> str:
    """2020, 2020-06, 2020-06-30, 2020-Q3 or 2020-S1."""
    found = match.groupdict()
    year = {"今": str(this_year), "去": str(this_year - 1)}.get(found[f"year{number}"], found[f"year{number}"])
    if month := found[f"month{number}"]:
        day = found[f"day{number}"]
        return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
    if half := found[f"half{number}"]:
        return f"{year}-S{1 if half == '上' else 2}"
    if quarter := found[f"quarter{number}"]:
        return f"{year}-Q{QUARTERS[quarter]}"
    return str(year)


def is_base(text: str, start: int) -> bool:
    """Whether a date is that with which a figure is compared: 比2018年底, 是2012年的."""
    return bool(BASE_BEFORE.search(text, 0, start))


def candidates(text: str, sentence: Span, this_year: int) -> list[tuple[int, Dated]]:
    """The periods that a sentence names, each with its place."""
    found: list[tuple[int, Dated]] = []
    taken: list[Span] = []

    def add(match: re.Match[str], key: str, basis: str) -> None:
        span = Span(*match.span())
        if not any(span.start < other.end and other.start < span.end for other in taken):
            taken.append(span)
            if not is_base(text, span.start):
                found.append((span.start, Dated(key, basis, span)))

    for match in SCHOOL_YEAR.finditer(text, *sentence):
        add(match, f"{match[1]}-09/{match[2]}-08", "stated")
    for match in RANGE.finditer(text, *sentence):
        add(match, f"{key_of(match, '1', this_year)}/{key_of(match, '2', this_year)}", "stated")
    for match in SINGLE.finditer(text, *sentence):
        add(match, key_of(match, "", this_year), "report" if match["year"] in "今去" else "stated")
    for match in PART_OF_YEAR.finditer(text, *sentence):
        part = f"Q{QUARTERS[match['quarter']]}" if match["quarter"] else f"S{1 if match['half'] == '上' else 2}"
        add(match, f"{this_year}-{part}", "report")
    for match in PLAN.finditer(text, *sentence):
        add(match, f"{PLANS[match['plan']]}/{this_year}", "plan")
    for match in SO_FAR.finditer(text, *sentence):
        add(match, f"../{this_year}", "report")
    return sorted(found)


def dated(text: str, words: Figures, this_year: int) -> Dated:
    """The period named last before the figure in its sentence; of 由A到B under a range, its first and its last year."""
    place = words.quote.end
    before = [
        one
        for start, one in candidates(text, words.sentence, this_year)
        if start < place and (start >= words.clause.start or AT_START.search(text[:start]))
    ]
    if not before:
        if (match := ALREADY.search(text, *words.clause)) and match.end() <= place:
            return Dated(f"../{this_year}", "report", Span(*match.span()))
        return Dated(f"../{this_year}", "undated", None)
    found = before[-1]
    if "/" in found.key and found.basis == "stated":
        first, last = found.key.split("/")
        if end := end_of_change(text, words):
            return found._replace(key=first if end == "from" else last)
    return found


def end_of_change(text: str, words: Figures) -> str | None:
    """`from` or `to` if the figure is the first or the last of 由A到B; else None."""
    clause = words.clause.of(text)
    start = words.clause.start + clause.find("由")
    if "由" not in clause or start > words.quote.end:
        return None
    return "to" if re.search("[到至]", text[start : words.quote.end]) else "from"


def base_period(text: str, words: Figures, this_year: int) -> str | None:
    """The period with which the figure is compared: 比2018年底下降10个百分点; None if the clause names none."""
    for match in SINGLE.finditer(text, words.clause.start, words.quote.end):
        if is_base(text, match.start()):
            return key_of(match, "", this_year)
    return None

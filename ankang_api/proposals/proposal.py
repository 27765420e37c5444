"""The proposal for a report: rows for each file of its folder, from the text as received."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from ankang_api.loading.text_restoration import restore
from ankang_api.proposals.clauses import Span
from ankang_api.proposals.figures import CodeLists, Figure, figures, printed
from ankang_api.proposals.implied import bounds
from ankang_api.proposals.named import achievements, headings, parts
from indicators.checks.coverage import NUMERAL
from indicators.models.source import sha256
from indicators.text.period import code_part

YEAR = re.compile(r"(?:19|20)\d{2}(?=年|[、—-])")
THIS_YEAR = re.compile("今年|截至目前")

Row = dict[str, Any]


class Proposal(NamedTuple):
    """Texts, rows by the name of their file, and the numerals in no quote, each with the words around it."""

    received: str
    restored: str
    rows: dict[str, list[Row]]
    unread: list[str]


class Source(NamedTuple):
    """What a person says of a report beside its text: its code, its region, and its year if known."""

    document: str
    region: str
    year: int | None


def propose(received: str, source: Source, lists: CodeLists) -> Proposal:
    """Rows for every figure, name and recognition that the text gives; each is to be reviewed."""
    restored = restore(received, [])
    year = source.year or report_year(restored)
    rows: dict[str, list[Row]] = {"documents": [document_row(source, received, restored, year)]}
    unread: list[str] = []
    for number, text in enumerate(restored.split("\n"), 1):
        passage = Passage(source, number, text, year)
        for name, row in passage.rows(lists):
            rows.setdefault(name, []).append(row)
        unread += passage.unread()
    return Proposal(received, restored, rows, unread)


def report_year(text: str) -> int:
    """The newest year of the text; the year after it where the text speaks of this year or of the time of writing."""
    years = [int(year) for year in YEAR.findall(text)]
    if not years:
        raise ValueError("The text names no year. Give the year of the report with --year.")
    return max(years) + bool(THIS_YEAR.search(text))


def document_row(source: Source, received: str, restored: str, year: int) -> Row:
    return {
        "code": source.document,
        "language": "zh-Hans",
        "report_year": year,
        "sha256_received": sha256(received),
        "sha256_restored": sha256(restored),
        "emendations": [],
        "review": [
            "Give names, publisher, office, rights and the basis of the year in both languages.",
            f"The year {year} is that of --year, or inferred from the newest year in the text.",
        ],
    }


class Passage:
    """The rows of one passage."""

    def __init__(self, source: Source, number: int, text: str, year: int) -> None:
        self.source, self.text, self.year = source, text, year
        self.code = f"{source.document}-p{number}"
        self.quotes: dict[Span, str] = {}
        self.uses = Counter[str]()

    def rows(self, lists: CodeLists) -> Iterator[tuple[str, Row]]:
        """The name of a file and a row, in the order of the text; a quote stands before what refers to it."""
        read = []
        for figure in figures(self.text, lists, self.source.region, self.year):
            yield from self.of_figure(figure)
            read.append((self.code_of(figure), figure))
        for row in bounds(self.text, read):
            yield (
                "relations",
                {"document": self.source.document} | row | self.review("Give a code and names in both languages."),
            )
        for named in [*headings(self.text), *parts(self.text)]:
            yield from self.quote(named.words, named.kind)
            row = {"kind": None, "name_zh": named.words.of(self.text).strip("“”"), "quote": self.quotes[named.words]}
            yield (
                "parts",
                row | self.review("A programme, a part, or only a name? Give kind, parent and English."),
            )
        for named in achievements(self.text):
            yield from self.quote(named.words, named.kind)
            row = {"document": self.source.document, "kind": named.kind, "quote": self.quotes[named.words]}
            yield "achievements", row | self.review("Give subject, recipient and names, or delete the row.")

    def of_figure(self, figure: Figure) -> Iterator[tuple[str, Row]]:
        metric = figure.metrics[0] if figure.metrics else None
        yield from self.quote(figure.words.quote, metric or "figure")
        row = {"document": self.source.document, "metric": metric} | figure.row()
        row |= {
            "value_text": printed(self.text[figure.reading.start : figure.reading.end]),
            "quote": self.quotes[figure.words.quote],
        }
        if figure.dated.words:
            yield from self.quote(figure.dated.words, "period")
            row["period_quote"] = self.quotes[figure.dated.words]
        yield "observations", row | self.review(*self.questions(figure))

    def code_of(self, figure: Figure) -> str:
        """The code of the observation, if its likeliest metric is right."""
        metric = figure.metrics[0] if figure.metrics else "metric"
        when = code_part(figure.dated.key, figure.dated.basis)
        return f"{self.source.document}-{metric}-{figure.region}-{when}"

    def questions(self, figure: Figure) -> list[str]:
        unit = figure.unit.code if figure.unit else f"new: {'、'.join(figure.reading.words)}"
        return [
            f"Clause: {figure.words.clause.of(self.text)}",
            f"Unit: {unit}",
            f"Metric: {', '.join(figure.metrics) or 'new'}",
            f"Period: {figure.dated.key} ({figure.dated.basis})",
        ]

    def quote(self, words: Span, name: str) -> Iterator[tuple[str, Row]]:
        """The row of a quote, once for each span; its prefix tells it from the same words elsewhere in the passage."""
        if words in self.quotes:
            return
        self.uses[name] += 1
        again = f"-{self.uses[name]}" if self.uses[name] > 1 else ""
        self.quotes[words] = f"{self.code}-{name}{again}"
        prefix, suffix = self.text[max(0, words.start - 16) : words.start], self.text[words.end : words.end + 16]
        row = {"code": self.quotes[words], "passage": self.code, "exact": words.of(self.text)}
        yield "quotes", row | {"prefix": prefix, "suffix": suffix} | self.review("Do the words show the whole claim?")

    def unread(self) -> list[str]:
        """The numerals of the passage that no quote contains, each in brackets between the words around it."""
        return [
            f"{self.code}: {self.text[max(0, start - 8) : start]}[{match[0]}]{self.text[end : end + 8]}"
            for match in NUMERAL.finditer(self.text)
            for start, end in [match.span()]
            if not any(quote.start <= start and end <= quote.end for quote in self.quotes)
        ]

    def review(self, *questions: str) -> Row:
        return {"review": list(questions)}

"""A synthetic country: `python -m tests.benchmarks.country --rows 1000000 FOLDER` writes its fixtures."""

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Fields = dict[str, Any]

REGIONS, METRICS, YEARS = 3000, 500, 20
PROGRAMMES = 50
FIRST_YEAR = 2001
CELLS = REGIONS * METRICS * YEARS
DOCUMENT = "country"


def stride(rows: int) -> int:
    """How many cells lie between two rows: rows spread over the cells, and over the years, as even as they can."""
    step = max(1, CELLS // max(1, rows))
    return next(odd for odd in range(step, 0, -1) if odd % 2 and odd % 5)


def region_code(place: int) -> str:
    return f"r{1000 + place}"


def metric_code(place: int) -> str:
    return f"m{100 + place}"


def regions() -> Iterator[Fields]:
    """One country, 30 provinces, 300 prefectures, and counties below them."""
    for place in range(REGIONS):
        level, parent = ("county", 31 + place % 300) if place > 330 else ("prefecture", 1 + place % 30)
        if place <= 30:
            level, parent = ("province", 0) if place else ("country", -1)
        row = {"code": region_code(place), "code_system": "own", "level": level}
        row |= {"name_zh": f"虚构地区{place}", "name_en": f"Invented region {place}"}
        yield row | ({"parent": region_code(parent)} if parent >= 0 else {})


def units() -> Iterator[Fields]:
    yield {"code": "person", "name_zh": "人", "name_en": "people", "kind": "count", "measure_words": ["人"]}
    yield {"code": "percent", "name_zh": "百分比", "name_en": "percent", "kind": "ratio", "measure_words": ["%"]}


def is_share(metric: int) -> bool:
    return metric % 50 == 49


def metrics() -> Iterator[Fields]:
    temporalities = ("stock", "flow", "cumulative")
    for place in range(METRICS):
        yield {
            "code": metric_code(place),
            "unit": "percent" if is_share(place) else "person",
            "measure": "share" if is_share(place) else "count",
            "temporality": temporalities[place % 3],
            "name_zh": f"虚构指标{place}",
            "name_en": f"Invented metric {place}",
            "definition_zh": f"为测量速度而虚构的第{place}个指标。",
            "definition_en": f"Metric {place}, invented to measure speed.",
        }


def words(metric: int) -> str:
    return f"虚构指标{metric}"


def text() -> str:
    """The report: a passage for each metric."""
    return "\n".join(f"{words(place)}的数值，皆为测速而虚构。" for place in range(METRICS))


def documents() -> Iterator[Fields]:
    said = {"name": "虚构国家", "publisher": "虚构的机关", "source_office": "虚构的机关", "rights": "为测速而写。"}
    told = {"name": "Invented country", "publisher": "Nobody", "source_office": "Nobody", "rights": "Invented."}
    both = {f"{name}_zh": value for name, value in said.items()} | {f"{name}_en": told[name] for name in told}
    basis = {"report_year_basis_zh": "虚构。", "report_year_basis_en": "Invented."}
    sums = dict.fromkeys(("sha256_received", "sha256_restored"), hashlib.sha256(text().encode()).hexdigest())
    yield {"code": DOCUMENT, "language": "zh-Hans", "report_year": 2020} | both | basis | sums


def quote_code(metric: int) -> str:
    return f"{DOCUMENT}-{metric_code(metric)}"


def quotes() -> Iterator[Fields]:
    for place in range(METRICS):
        yield {"code": quote_code(place), "passage": f"{DOCUMENT}-p{place + 1}", "exact": words(place)}


def programmes() -> Iterator[Fields]:
    for place in range(PROGRAMMES):
        names = {f"{kind}_zh": f"虚构工程{place}" for kind in ("name", "heading", "aim")}
        names |= {f"{kind}_en": f"Invented programme {place}" for kind in ("name", "heading", "aim")}
        quoted = dict.fromkeys(("quote", "heading_quote", "aim_quote"), quote_code(place))
        of = {"document": DOCUMENT, "region": region_code(0)}
        yield {"code": f"programme-{place}", "order": place + 1} | of | names | quoted


def programme_metrics() -> Iterator[Fields]:
    """Five metrics to a programme; the other half of the metrics has none."""
    for place in range(PROGRAMMES * 5):
        of = {"document": DOCUMENT, "programme": f"programme-{place // 5}", "metric": metric_code(place)}
        yield of | {"order": place % 5 + 1}


def observation(number: int, step: int) -> Fields:
    """An observation by its number from 0: mostly exact and actual; tests.benchmarks.filling says the same in SQL."""
    cell = number * step
    region, metric, year = cell // (METRICS * YEARS), cell // YEARS % METRICS, FIRST_YEAR + cell % YEARS
    value = number * 7919 % (90 if is_share(metric) else 100003)
    row: Fields = {"document": DOCUMENT, "metric": metric_code(metric), "region": region_code(region)}
    row |= {"time_period": f"../{year}" if number % 40 == 3 else str(year), "period_basis": "stated"}
    row |= {"period_quote": quote_code(metric), "quote": quote_code(metric)}
    row |= {"value": value, "value_text": f"{value}{'%' if is_share(metric) else '人'}"}
    exceptions = {0: {"value_type": "target"}, 1: {"qualifier": "at_least"}, 2: {"derivation": "implied"}}
    return row | exceptions.get(number % 50, {})


def observations(rows: int) -> Iterator[Fields]:
    step = stride(rows)
    return (observation(number, step) for number in range(rows))


def write(folder: Path, rows: int) -> None:
    """The folders codelists/ and country/ that `load_fixtures` reads, in JSON Lines."""
    of_country: dict[str, Iterable[Fields]] = {
        "documents": documents(),
        "quotes": quotes(),
        "observations": observations(rows),
    }
    of_country |= {"programmes": programmes(), "programme-metrics": programme_metrics()}
    write_folder(folder / "codelists", {"regions": regions(), "units": units(), "metrics": metrics()})
    write_folder(folder / DOCUMENT, of_country)
    for name in ("received.txt", "restored.txt"):
        (folder / DOCUMENT / name).write_text(text(), encoding="utf-8")


def write_folder(folder: Path, collections: dict[str, Iterable[Fields]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in collections.items():
        with (folder / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="Observations, 10,000,000 at most.")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.rows)


if __name__ == "__main__":
    main()

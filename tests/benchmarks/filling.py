"""`python -m tests.benchmarks.filling --rows 10000000`: the synthetic country in an empty database, by SQL."""

import argparse
import os
import tempfile
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection, transaction

from tests.benchmarks import country

CELLS = """
WITH RECURSIVE numbers(i) AS (SELECT CAST(0 AS bigint) UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < {rows}),
cells AS (SELECT i, i * {step} / {of_region} AS r, i * {step} / {years} % {metrics} AS m,
                 {first} + i * {step} % {years} AS y FROM numbers),
said AS (SELECT *, i * 7919 % (CASE m % 50 WHEN 49 THEN 90 ELSE 100003 END) AS value,
                CASE m % 50 WHEN 49 THEN 0.5 ELSE 0 END AS half FROM cells)
"""
COLUMNS = {
    "revision_id": "{revision}",
    "corrected": "FALSE",
    "withdrawn": "FALSE",
    "code": "'country-m' || (100 + m) || '-r' || (1000 + r) || (CASE i % 40 WHEN 3 THEN '-until-' ELSE '-' END) || y"
    " || (CASE i % 50 WHEN 0 THEN '-target' ELSE '' END)",
    "search_text": "''",
    "time_period": "(CASE i % 40 WHEN 3 THEN '../' ELSE '' END) || y",
    "period_start": "CASE i % 40 WHEN 3 THEN NULL ELSE {start} END",
    "period_end": "{end}",
    "period_basis": "'stated'",
    "period_quote_id": "quote.id",
    "value": "value",
    "value_low": "value - half",
    "value_high": "value + half",
    "value_text": "value || (CASE m % 50 WHEN 49 THEN '%' ELSE '人' END)",
    "printed_mult": "0",
    "printed_decimals": "0",
    "value_type": "CASE i % 50 WHEN 0 THEN 'target' ELSE 'actual' END",
    "qualifier": "CASE i % 50 WHEN 1 THEN 'at_least' ELSE 'exact' END",
    "obs_status": "'A'",
    "derivation": "CASE i % 50 WHEN 2 THEN 'implied' ELSE 'printed' END",
    "document_id": "document.id",
    "metric_id": "metric.id",
    "region_id": "region.id",
    "quote_id": "quote.id",
}
JOINED = """
FROM said JOIN indicators_region region ON region.code = 'r' || (1000 + r)
JOIN indicators_metric metric ON metric.code = 'm' || (100 + m)
JOIN indicators_quote quote ON quote.code = 'country-m' || (100 + m)
JOIN indicators_document document ON document.code = 'country' ORDER BY i
"""


def fill(rows: int, versions: int) -> None:
    """All but the observations come from the loader, and those from SQL, with a revision for each version.

    Each revision after the first changes a tenth of the observations. Without versions no past can be read.
    """
    from indicators.models import Revision

    with tempfile.TemporaryDirectory() as folder:
        country.write(Path(folder), 0)
        call_command("load_fixtures", folder, verbosity=0)
    with transaction.atomic(), connection.cursor() as cursor:
        first = Revision.objects.order_by("-number")[0].number
        cursor.execute(insertion(rows, first))
        if versions:
            cursor.execute(f"{versions_of(first)} WHERE code LIKE 'country-%'")
        for number in range(first + 1, first + versions):
            revise(number)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def insertion(rows: int, revision: int) -> str:
    numbers = {"rows": rows, "step": country.stride(rows), "years": country.YEARS, "metrics": country.METRICS}
    numbers |= {"of_region": country.METRICS * country.YEARS, "first": country.FIRST_YEAR}
    cast = "CAST(y || '{}' AS date)" if connection.vendor == "postgresql" else "y || '{}'"
    values = ", ".join(COLUMNS.values())
    values = values.format(start=cast.format("-01-01"), end=cast.format("-12-31"), revision=revision)
    return (
        f"INSERT INTO indicators_observation ({', '.join(COLUMNS)}) {CELLS.format(**numbers)} SELECT {values} {JOINED}"
    )


def versions_of(revision: int) -> str:
    """A statement, to which a condition may be added, that copies observations to their history."""
    names = ", ".join(["id", *(name for name in COLUMNS if name != "revision_id")])
    return (
        f"INSERT INTO indicators_historicalobservation ({names}, revision_from_id) "
        f"SELECT {names}, {revision} FROM indicators_observation"
    )


def revise(number: int) -> None:
    from indicators.models import Revision

    Revision.objects.open(Revision.Kind.LOAD, "loader", f"Invented revision {number}")
    changed = f"qualifier = 'exact' AND id % 10 = {number % 10} AND code LIKE 'country-%'"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE indicators_historicalobservation SET revision_to_id = {number} WHERE {changed}")
        cursor.execute(
            f"UPDATE indicators_observation SET qualifier = 'approximate', revision_id = {number} WHERE {changed}"
        )
        cursor.execute(f"{versions_of(number)} WHERE revision_id = {number}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument(
        "--versions", type=int, default=3, help="Revisions that observations have versions of; 0: none."
    )
    arguments = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankang_api.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    fill(arguments.rows, arguments.versions)


if __name__ == "__main__":
    main()

"""Reads the descriptions of a running server with other people's programs.

`python -m tests.metadata.read http://127.0.0.1:8000`

It needs the packages in requirements.txt beside it, and none of the project. It also runs the examples of the
documentation that need them.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import bibtexparser
import duckdb
import frictionless
import signposting
from pyjstat import pyjstat

from tests.document_examples import BLOCK, ORIGIN, environment_of, examples, printed

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


def check(is_true: bool, what: str) -> None:
    if not is_true:
        raise SystemExit(what)


def get(url: str) -> bytes:
    with urlopen(url) as response:
        return bytes(response.read())


def read_data_package(origin: str) -> str:
    """All rows, types, keys, sizes and hashes; `basepath` is left out, since all paths are URLs."""
    report = frictionless.validate(f"{origin}/api/v1/datapackage.json")
    check(report.valid, json.dumps(report.flatten(["title", "message"]), ensure_ascii=False, indent=1))
    rows = sum(task.stats.get("rows", 0) for task in report.tasks)
    for resource in json.loads(get(f"{origin}/api/v1/datapackage.json"))["resources"]:
        body = get(resource["path"])
        check(resource["bytes"] == len(body), f"{resource['name']} has another size")
        check(resource["hash"] == f"sha256:{hashlib.sha256(body).hexdigest()}", f"{resource['name']} has another hash")
    return f"{len(report.tasks)} resources, {rows} rows are valid"


def read_column_metadata(origin: str) -> str:
    package = json.loads(get(f"{origin}/api/v1/datapackage.json"))
    for resource in package["resources"]:
        url = resource["path"].replace(".csv?", ".csv-metadata.json?")
        run = subprocess.run([BIN / "csvwvalidate", url], capture_output=True, text=True)
        check(run.returncode == 0, f"{url}: {run.stdout}{run.stderr}")
    return f"{len(package['resources'])} table groups are valid"


def read_json_stat(origin: str) -> str:
    dataset = pyjstat.Dataset.read(f"{origin}/api/v1/observations.jsonstat")
    table = dataset.write("dataframe").dropna(subset="value")
    count = json.loads(get(f"{origin}/api/v1/observations?page_size=1"))["count"]
    check(len(table) == count, f"{len(table)} cells have a value, and there are {count} observations")
    return f"{len(table)} of {count} observations, columns {', '.join(table.columns)}"


def read_links(origin: str) -> str:
    found = signposting.find_signposting_http(f"{origin}/api/v1/observations")
    check(found.citeAs is not None and "revision=" in found.citeAs.target, "there is no cite-as")
    check(found.license is not None, "there is no license")
    described = {str(link.type) for link in found.describedBy}
    check(described == {"application/csvm+json"}, f"describedby is {described}")
    return f"cite-as {found.citeAs.target}, license {found.license.target}, describedby {described}"


def read_references(origin: str) -> str:
    entries = 0
    for path in ("observations", "observations?metric=poor-population", "units/person", "verification"):
        stem, mark, query = path.partition("?")
        library = bibtexparser.parse_string(get(f"{origin}/api/v1/{stem}.bib{mark}{query}").decode())
        check(len(library.entries) == 1 and not library.failed_blocks, f"{path}.bib is not one entry")
        [item] = json.loads(get(f"{origin}/api/v1/{stem}.csl.json{mark}{query}"))
        [entry] = library.entries
        check(entry.fields_dict["url"].value == item["URL"], f"{path} has two addresses")
        get(item["URL"])
        entries += 1
    return f"{entries} entries, whose addresses are served"


def read_by_url(origin: str) -> str:
    database = duckdb.connect()
    __import__("duckdb_extension_httpfs")
    load_httpfs(database)
    package = json.loads(get(f"{origin}/api/v1/datapackage.json"))
    paths = [urlsplit(resource["path"]).path for resource in package["resources"]]
    rows = 0
    for path in paths:
        for suffix, reader in ((".csv", "read_csv"), (".parquet", "read_parquet")):
            url = f"{origin}{path.removesuffix('.csv')}{suffix}"
            rows += len(database.execute(f"from {reader}('{url}')").fetchall())
    return f"{len(paths)} lists as CSV and Parquet, {rows} rows"


def load_httpfs(database: duckdb.DuckDBPyConnection) -> None:
    """Load the extension from its Python package: no other host is asked."""
    import duckdb_extension_httpfs

    files = list(Path(duckdb_extension_httpfs.__file__).parent.rglob("httpfs.duckdb_extension*"))
    check(bool(files), "duckdb-extension-httpfs holds no extension")
    database.execute(f"load '{files[0]}'")


def run_examples(origin: str) -> str:
    """The examples of pandas with pyarrow and of DuckDB by URL print what the page shows; those in SQL give rows."""
    load_httpfs(duckdb.default_connection())
    text = (ROOT / "docs" / "clients.md").read_text()
    chosen = [example for example in examples("clients", text) if environment_of(example) == "metadata"]
    for example in chosen:
        output = printed(example, origin, ROOT)
        check([("text", output)] == example.answers, f"{example.text}prints:\n{output}")
    blocks = BLOCK.findall((ROOT / "README.md").read_text() + text)
    lines = [line for language, block in blocks if language == "sql" for line in block.splitlines()]
    for line in lines:
        rows = duckdb.execute(line.replace(ORIGIN, origin)).fetchall()
        check(len(rows) > 40, f"{line} gives {len(rows)} rows")
    return f"{len(chosen)} programs print what is shown, {len(lines)} lines of SQL give rows"


def read_citation_file(origin: str) -> str:
    program = BIN / "cffconvert"
    if not program.exists():
        return "cffconvert is not installed"
    run = subprocess.run([program, "--validate", "-i", ROOT / "CITATION.cff"], capture_output=True, text=True)
    check(run.returncode == 0, run.stdout + run.stderr)
    return run.stdout.strip()


READERS: dict[str, Callable[[str], str]] = {
    "frictionless validate": read_data_package,
    "csvwvalidate": read_column_metadata,
    "pyjstat": read_json_stat,
    "signposting": read_links,
    "bibtexparser": read_references,
    "DuckDB by URL": read_by_url,
    "docs/clients.md": run_examples,
    "cffconvert --validate": read_citation_file,
}

if __name__ == "__main__":
    for name, read in READERS.items():
        print(f"{name}: {read(sys.argv[1])}", flush=True)

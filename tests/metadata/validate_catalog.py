"""Validates /catalog.jsonld by the SHACL shapes of DCAT-AP, from a running server or a file.

`python -m tests.metadata.validate_catalog http://127.0.0.1:8000` or `… catalog.jsonld`

It needs the packages in tests/shapes/requirements.txt, and none of the project. Exits with 1 after a violation.
"""

import sys
from pathlib import Path
from urllib.request import urlopen

from pyshacl import validate
from rdflib import RDF, SH, Graph

SHAPES = Path(__file__).parents[1] / "shapes"


def check(is_true: bool, what: str) -> None:
    if not is_true:
        raise SystemExit(what)


def body(source: str) -> str:
    if not source.startswith("http"):
        return Path(source).read_text()
    address = source if source.endswith(".jsonld") else f"{source.rstrip('/')}/catalog.jsonld"
    with urlopen(address) as response:
        return str(response.read().decode())


def validated(data: Graph, shapes: Path) -> str:
    """The number of warnings; SystemExit with the report if a shape is violated."""
    conforms, results, text = validate(data, shacl_graph=Graph().parse(shapes), allow_warnings=True)
    check(conforms, text)
    return f"conforms, {len(list(results.subjects(RDF.type, SH.ValidationResult)))} warnings"


if __name__ == "__main__":
    graph = Graph().parse(data=body(sys.argv[1]), format="json-ld")
    check(len(graph) > 0, "The catalogue has no statements.")
    print(f"{len(graph)} statements")
    for name in ("shapes.ttl", "range.ttl"):
        print(f"{name}: {validated(graph, SHAPES / name)}")

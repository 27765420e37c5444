"""Rows of the table that compare the pace of two servers: what each is asked, and that both say the same."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from tests.benchmarks import country
from tests.benchmarks.asking import answer, body, require_same
from tests.benchmarks.load import Target, ratio
from tests.benchmarks.servers import Server
from tests.benchmarks.setting import Measured, Setting

OURS_ALONE = Server("ours", workers=1)
NGINX = Server("nginx", workers=1)
OURS, MISSED = Server("ours"), Server("ours", cached=False)
DATASETTE, PLAIN = Server("datasette"), Server("plain")
PLAIN_POSTGRESQL, FASTAPI = Server("plain", "postgresql"), Server("fastapi", "postgresql")
MISSED_POSTGRESQL = MISSED._replace(engine="postgresql")

LISTS = {
    "ours": "/api/v1/observations?page_size=50&{name}={codes}",
    "plain": "/observations/?{name}={codes}",
    "fastapi": "/observations?page_size=50&{name}={codes}",
    "datasette": "/{size}/observation_rows.json?_shape=objects&_size=50&_sort=code&_nofacet=1&_nosuggest=1"
    "&{name}__in={codes}",
}
SINGLES = {"ours": "/api/v1/observations/{code}", "plain": "/observations/{code}/", "fastapi": "/observations/{code}"}


class Question(NamedTuple):
    """Makes the paths that ask a server for the same as any other, and how many rows each answer has."""

    paths: Callable[[Setting, Server], list[str]]
    size: int


def list_paths(setting: Setting, server: Server) -> list[str]:
    """Distinct lists of 50 rows of a few more: four metrics, or in a large country one region, at a time."""
    if server.size == "large":
        name, groups = "region", [country.region_code(place) for place in range(0, country.REGIONS, 3)]
    else:
        name, groups = "metric", [four_metrics(place) for place in range(2000)]
    return [LISTS[server.program].format(name=name, codes=codes, size=server.size) for codes in groups]


def four_metrics(place: int) -> str:
    chosen = {(place * factor + factor) % country.METRICS for factor in (1, 7, 11, 13)}
    filled = [*chosen, *(code for code in range(country.METRICS) if code not in chosen)]
    return ",".join(map(country.metric_code, islice(filled, 4)))


def single_paths(setting: Setting, server: Server) -> list[str]:
    alike = Server("ours", server.engine, server.size)
    found = body(setting.stand.started(alike).port, "/api/v1/observations?page_size=1000&fields=code")
    return [SINGLES[server.program].format(code=row["code"]) for row in found["results"]]


MANY_LISTS = Question(list_paths, 50)
ONE_LIST = Question(lambda setting, server: list_paths(setting, server)[:1], 50)
SINGLE = Question(single_paths, 1)


def target(setting: Setting, server: Server, paths: Sequence[str]) -> Target:
    port = setting.stand.started(server).port
    return Target(port, paths, server.cores_of_load, connections=8 * server.workers)


def against(ours: Server, theirs: Server, question: Question) -> Callable[[Setting], Measured]:
    def measure(setting: Setting) -> Measured:
        first, second = (target(setting, server, question.paths(setting, server)) for server in (ours, theirs))
        for one, other in list(zip(first.paths, second.paths, strict=True))[:20]:
            require_same(body(first.port, one), body(second.port, other), question.size)
        return Measured(*ratio(first, second, setting.pace, setting.folder))

    return measure


def as_file(setting: Setting) -> tuple[Target, Target]:
    """Our list, and the file in which nginx has the same bytes."""
    ours = target(setting, OURS_ALONE, list_paths(setting, OURS_ALONE)[:1])
    _, content = answer(ours.port, ours.paths[0])
    (setting.folder / "static" / "list").write_bytes(content)
    theirs = target(setting, NGINX, ["/list"])
    if answer(theirs.port, "/list")[1] != content:
        raise RuntimeError("nginx does not give the bytes of the file")
    return ours, theirs


def cached_by_file(setting: Setting) -> Measured:
    return Measured(*ratio(*as_file(setting), setting.pace, setting.folder))


def unchanged_by_file(setting: Setting) -> Measured:
    """Answers 304 to who has it already."""

    def conditional(one: Target) -> Target:
        tag = answer(one.port, one.paths[0])[0].headers["ETag"]
        response, content = answer(one.port, one.paths[0], {"If-None-Match": tag})
        if (response.status, content) != (304, b""):
            raise RuntimeError(f"port {one.port} gave {response.status}, not 304")
        return replace(one, headers={"If-None-Match": tag})

    ours, theirs = map(conditional, as_file(setting))
    return Measured(*ratio(ours, theirs, setting.pace, setting.folder))

"""FastAPI over the PostgreSQL database DATABASE_URL: asyncpg, SQL by hand, orjson."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI, HTTPException, Query, Response

ROWS = (Path(__file__).parent / "rows.sql").read_text()
COUNT = """
SELECT count(*) FROM indicators_observation o
JOIN indicators_metric m ON m.id = o.metric_id JOIN indicators_region r ON r.id = o.region_id
"""


@asynccontextmanager
async def pool(app: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=4, max_size=8) as app.state.pool:
        yield


app = FastAPI(lifespan=pool)


def json(body: Any) -> Response:
    return Response(orjson.dumps(body), media_type="application/json")


@app.get("/observations")
async def observations(
    metric: str | None = None,
    region: str | None = None,
    after: str | None = None,
    page_size: int = Query(50, ge=1, le=1000),
) -> Response:
    named = {"m.code": metric, "r.code": region}
    given = {column: text.split(",") for column, text in named.items() if text is not None}
    conditions = [f"{column} = ANY(${place}::text[])" for place, column in enumerate(given, 1)]
    filtered = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    arguments: list[Any] = list(given.values())
    async with app.state.pool.acquire() as connection:
        count = await connection.fetchval(COUNT + filtered, *arguments)
        if after:
            arguments.append(after)
            filtered += f"{' AND' if conditions else ' WHERE'} o.code > ${len(arguments)}"
        page = f"{ROWS}{filtered} ORDER BY o.code LIMIT {page_size + 1}"
        found = [dict(row) for row in await connection.fetch(page, *arguments)]
    following = found[page_size - 1]["code"] if len(found) > page_size else None
    return json({"count": count, "next": following, "results": found[:page_size]})


@app.get("/observations/{code}")
async def observation(code: str) -> Response:
    row = await app.state.pool.fetchrow(f"{ROWS} WHERE o.code = $1", code)
    if row is None:
        raise HTTPException(404)
    return json(dict(row))

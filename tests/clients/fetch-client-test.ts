// openapi-fetch with the types of openapi-typescript: plain code, without a cast and without a check of a type.
import createClient from "openapi-fetch";
import type { paths } from "./fetch-client.js";

const API = "http://127.0.0.1:8790";
const client = createClient<paths>({ baseUrl: API });

const { data, error } = await client.GET("/api/v1/observations", {
    params: { query: { metric: ["poor-population", "poverty-incidence"], period: ["2018"], sort: ["-value"] } },
});
if (error) throw new Error(error.detail);
const value: number | null = data.results[0].value;
const words: string = data.results[0].quote_exact;
if (value !== 229600 || !words.includes("22.96万人")) throw new Error(`${value} ${words}`);

const single = await client.GET("/api/v1/metrics/{code}", { params: { path: { code: "poor-population" } } });
if (single.error) throw new Error(single.error.detail);
const unit: string = single.data.unit;
if (unit !== "person") throw new Error(unit);

const refused = await client.GET("/api/v1/observations", { params: { query: { metric: ["poor-populaton"] } } });
if (!refused.error) throw new Error("An unknown metric was accepted.");
const detail: string = refused.error.detail;
if (!detail.includes("poor-population")) throw new Error(detail);

for (const format of ["csv", "jsonl", "xlsx", "parquet"] as const) {
    const file = await client.GET("/api/v1/observations.{format}", {
        params: { path: { format }, query: { region: ["610900"] } },
        parseAs: "blob",
    });
    if (file.error) throw new Error(file.error.detail);
    const size: number = file.data.size;
    if (size < 1000) throw new Error(`${format} has ${size} bytes.`);
}
console.log("openapi-fetch: ok");

// The fetch client of orval: plain code, without a cast; the status decides between data and problem.
import { getExportObservationsUrl, getMetric, listObservations, listSearchResults } from "./orval-client.js";

const list = await listObservations({ metric: ["poor-population", "poverty-incidence"], period: ["2018"] });
if (list.status !== 200) throw new Error(list.data.detail);
const value: number | null = list.data.results[0].value;
if (value !== 229600) throw new Error(`${value}`);

const metric = await getMetric("poor-population");
if (metric.status !== 200) throw new Error(metric.data.detail);
const unit: string = metric.data.unit;
if (unit !== "person") throw new Error(unit);

const found = await listSearchResults({ q: "易地" });
if (found.status !== 200) throw new Error(found.data.detail);
const name: string = found.data.results[0].name_en;
if (!name) throw new Error("A result has no name.");

const refused = await listObservations({ metric: ["poor-populaton"] });
if (refused.status !== 400) throw new Error(`${refused.status}`);
const detail: string = refused.data.detail;
if (!detail.includes("poor-population")) throw new Error(detail);

for (const format of ["csv", "jsonl", "xlsx", "parquet"] as const) {
    const file = await fetch(getExportObservationsUrl(format)); // its own functions read every body as JSON
    if (file.status !== 200) throw new Error(`${file.status}`);
}
console.log("orval: ok");

import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CATALOGUE } from "../audit/example.ts";
import { findingsCsv } from "../reports/csv.ts";
import { missingElement, staleColumn } from "../reports/example-patrol.ts";
import { reportHtml } from "../reports/html.ts";
import { findingsJson, summaryJson } from "../reports/report.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore, LATEST_PATROL, PORTAL, RECHECK } from "./example-server.ts";

let store: Store;
let app: FastifyInstance;
beforeAll(async () => {
  store = await exampleStore();
  app = await exampleServer(store);
});
afterAll(async () => {
  await app.close();
  await store.close();
});

async function stored(lang: "zh" | "en") {
  const result = await store.result(LATEST_PATROL);
  const record = await store.patrol(LATEST_PATROL);
  if (!result || !record) throw new Error("no such patrol");
  const context = {
    rules: [staleColumn, missingElement],
    catalogue: CATALOGUE,
    portal: PORTAL,
    portalFacts: record.portalFacts,
    lang,
    timezone: PORTAL.timezone,
  };
  return { result, context, duties: await store.unitDuties(LATEST_PATROL) };
}

describe("reports of a stored patrol", () => {
  it.each([
    ["json", "application/json; charset=utf-8", findingsJson],
    ["html", "text/html; charset=utf-8", reportHtml],
    ["csv", "text/csv; charset=utf-8", findingsCsv],
  ] as const)("%s is byte for byte what the command writes", async (format, type, render) => {
    for (const lang of ["zh", "en"] as const) {
      const { result, context, duties } = await stored(lang);
      const answer = await app.inject(`/api/v1/reports/patrols/${LATEST_PATROL}.${format}?lang=${lang}`);
      expect(answer.headers["content-type"]).toBe(type);
      expect(answer.body).toBe(render(result, context, duties));
    }
  });

  it("the HTML report's own style and script run, and nothing else", async () => {
    const { body, headers } = await app.inject(`/api/v1/reports/patrols/${LATEST_PATROL}.html`);
    const policy = String(headers["content-security-policy"]);
    for (const [, , text = ""] of body.matchAll(/<(style|script)>([\s\S]*?)<\/\1>/g))
      expect(policy).toContain(createHash("sha256").update(text).digest("base64"));
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("default-src 'none'");
  });
});

describe("the summary", () => {
  it("is of the latest complete patrol, as summary.json without a run; nothing tells the next", async () => {
    const { result, context } = await stored("zh");
    const expected = { ...JSON.parse(summaryJson(result, context, null)), nextPatrolAt: null };
    expect((await app.inject("/api/v1/summary")).json()).toEqual(expected);
  });

  it("is of the patrol that is asked for", async () => {
    const { patrol, findings } = (await app.inject(`/api/v1/summary?patrol=${RECHECK}`)).json();
    expect(patrol).toMatchObject({ id: RECHECK, onlyUnits: ["sjj"] });
    expect(findings.total).toBe(1);
  });
});

describe("what is judged by", () => {
  it("lists rules in the order of the documentation, in the language asked for", async () => {
    const { data } = (await app.inject("/api/v1/rules?lang=en")).json();
    expect(data.map(({ id, title }: { id: string; title: string }) => [id, title])).toEqual([
      ["stale-column", "Column overdue"],
      ["missing-element", "Missing elements"],
    ]);
    expect(data[0]).toMatchObject({
      group: "stale-units",
      params: [{ name: "limitDays", default: 14, min: 1, max: null, unit: "days" }],
    });
  });

  it("gives a city's own catalogue before a built-in one of the same id", async () => {
    const builtIn = { ...CATALOGUE, name: "内置的同名目录" };
    const other = { ...CATALOGUE, id: "other" };
    const both = await exampleServer(store, { catalogues: [builtIn, other] });
    const { data } = (await both.inject("/api/v1/catalogues")).json();
    expect(data).toMatchObject([
      { id: "example", name: "示例目录", categories: CATALOGUE.categories.length },
      { id: "other" },
    ]);
    const { categories } = (await both.inject("/api/v1/catalogues/example")).json();
    expect(categories).toEqual(CATALOGUE.categories);
    await both.close();
  });
});

import type { FastifyInstance } from "fastify";
import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GROUPS } from "../audit/rule.ts";
import { noon } from "../store/example.ts";
import type { Store } from "../store/store.ts";
import {
  exampleServer,
  exampleStore,
  FINDINGS,
  FIRST_PATROL,
  LATEST_PATROL,
  RECHECK,
} from "./example-server.ts";
import { XLSX } from "./negotiation.ts";

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

async function get(path: string, headers: Record<string, string> = {}) {
  const answer = await app.inject({ url: `/api/v1${path}`, headers });
  return { status: answer.statusCode, type: answer.headers["content-type"], body: answer.body, answer };
}

async function list(path: string) {
  const { status, body } = await get(path);
  expect(status, body).toBe(200);
  return JSON.parse(body);
}

const idsOf = async (path: string): Promise<string[]> =>
  (await list(path)).data.map(({ id }: { id: string }) => id);

describe("lists of findings", () => {
  it("gives those of the latest complete patrol of the whole portal, and that patrol", async () => {
    const { data, page, patrol } = await list("/findings");
    expect(data.map(({ id }: { id: string }) => id)).toEqual(["f2", "f1", "f4", "f5", "f3"]);
    expect(page).toEqual({ limit: 50, total: 5, next: null });
    expect(patrol).toMatchObject({ id: LATEST_PATROL, complete: true, portalUrl: "http://portal.test/" });
  });

  it("gives a finding as findings.json does", async () => {
    const report = JSON.parse((await get(`/reports/patrols/${LATEST_PATROL}.json`)).body);
    expect((await list("/findings")).data).toEqual(report.findings);
  });

  it.each([
    ["stale-units", ["f1", "f3"]],
    ["malformed-items", ["f2", "f4"]],
    ["missing-categories", []],
    ["burst-publishing", []],
    ["misfiled-items", []],
    ["site-health", []],
  ])("%s gives those of its group only", async (group, ids) => {
    expect(GROUPS).toContain(group);
    expect(await idsOf(`/${group}`)).toEqual(ids);
  });

  it("tells a rule of another group apart from no rule at all", async () => {
    expect(await idsOf("/stale-units?rule=missing-element")).toEqual([]);
    expect(await idsOf("/stale-units?rule=missing-element,stale-column")).toEqual(["f1", "f3"]);
  });

  it.each([
    ["unit=sjj", ["f4", "f5", "f3"]],
    ["unit=sjj,mzj", ["f2", "f1", "f4", "f5", "f3"]],
    ["unit=sjj&unit=mzj", ["f2", "f1", "f4", "f5", "f3"]],
    ["unit=nobody", []],
    ["category=05.01", ["f3"]],
    ["category=05.01&category=05.02", ["f1", "f3"]],
    ["inspector=liu", ["f2", "f1"]],
    ["inspector=liu&unit=sjj", []],
    ["inspector=nobody", []],
    ["severity=critical", ["f3"]],
    ["severity=critical,minor", ["f2", "f4", "f3"]],
    ["confidence=suspected", ["f2", "f4"]],
    ["status=notified", ["f3"]],
    ["rule=retired-rule", ["f5"]],
    ["q=审计动态", ["f3"]],
    ["q=100%25", ["f4"]],
    ["q=", ["f2", "f1", "f4", "f5", "f3"]],
    ["unit=sjj&severity=minor&confidence=suspected", ["f4"]],
    ["sort=severity", ["f3", "f1", "f5", "f2", "f4"]],
    ["sort=-unit", ["f3", "f5", "f4", "f1", "f2"]],
    [`patrol=${FIRST_PATROL}`, ["f0", "f1"]],
    [`patrol=${RECHECK}`, ["f3"]],
    ["patrol=all&status=rectified", ["f0"]],
  ])("%s", async (query, ids) => {
    expect(await idsOf(`/findings?${query}`)).toEqual(ids);
  });

  it("pages by cursor to the end, each once", async () => {
    for (const start of ["/findings?sort=-severity&limit=2", "/findings?patrol=all&sort=-severity&limit=2"]) {
      const seen: string[] = [];
      let { data, page } = await list(start);
      const pages = [data.length];
      while (page.next !== null) {
        seen.push(...data.map(({ id }: { id: string }) => id));
        ({ data, page } = await list(`${start}&cursor=${encodeURIComponent(page.next)}`));
        pages.push(data.length);
      }
      seen.push(...data.map(({ id }: { id: string }) => id));
      expect(seen).toEqual(await idsOf(start.replace("&limit=2", "")));
      expect(new Set(seen).size).toBe(page.total);
      expect(pages).toEqual(start.includes("all") ? [2, 2, 2] : [2, 2, 1]);
    }
  });

  it("stays with the patrol that its first page was of", async () => {
    const { page } = await list(`/findings?patrol=${FIRST_PATROL}&limit=1`);
    const next = await list(`/findings?limit=1&cursor=${encodeURIComponent(page.next)}`);
    expect(next).toMatchObject({ data: [{ id: "f1" }], patrol: { id: FIRST_PATROL } });
  });

  it("refuses a cursor of another sort, of another patrol, or none at all", async () => {
    const { page } = await list("/findings?limit=1");
    const cursor = encodeURIComponent(page.next);
    for (const query of [
      `sort=rule&cursor=${cursor}`,
      `patrol=${FIRST_PATROL}&cursor=${cursor}`,
      "cursor=x",
    ]) {
      const { status, body } = await get(`/findings?${query}`);
      expect(status, body).toBe(400);
      expect(JSON.parse(body)).toMatchObject({ parameter: "cursor" });
    }
    const forged = encodeURIComponent(`${FIRST_PATROL}.${page.next.split(".").at(-1)}`);
    expect((await get(`/findings?cursor=${forged}`)).status).toBe(400);
  });

  it("speaks the language of ?lang, else of Accept-Language, else Chinese", async () => {
    const messageIn = async (path: string, accepted?: string) =>
      JSON.parse((await get(path, accepted === undefined ? {} : { "accept-language": accepted })).body)
        .data[0].message;
    const path = "/stale-units?limit=1";
    expect(await messageIn(path)).toBe("已 213 天未更新");
    expect(await messageIn(path, "zh-CN,zh;q=0.9,en;q=0.8")).toBe("已 213 天未更新");
    expect(await messageIn(path, "fr, en-GB;q=0.7, zh;q=0.2")).toBe("Silent for 213 days");
    expect(await messageIn(`${path}&lang=zh`, "en")).toBe("已 213 天未更新");
    expect(await messageIn(`${path}&lang=en`)).toBe("Silent for 213 days");
  });
});

describe("CSV", () => {
  const lines = (body: string) => body.trimEnd().split("\r\n");

  it.each([
    ["/findings?format=csv&limit=1", {}],
    ["/findings?limit=1", { accept: "text/csv" }],
    ["/findings?limit=1", { accept: "application/json;q=0.5, text/csv" }],
  ])("%s gives the whole filtered list", async (path, headers) => {
    const { status, type, body, answer } = await get(path, headers);
    expect(status).toBe(200);
    expect(type).toBe("text/csv; charset=utf-8");
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename="findings-${LATEST_PATROL}.csv"`,
    );
    expect(lines(body)).toHaveLength(1 + FINDINGS.length);
  });

  it("keeps to the filters and to the group", async () => {
    expect(lines((await get("/findings?format=csv&unit=sjj&severity=critical")).body)).toHaveLength(2);
    expect(lines((await get("/stale-units?format=csv")).body)).toHaveLength(3);
    expect(lines((await get("/site-health?format=csv")).body)).toHaveLength(1);
  });

  it("is the stored report's own ledger where nothing is filtered", async () => {
    const report = await get(`/reports/patrols/${LATEST_PATROL}.csv`);
    expect((await get("/findings?format=csv")).body).toBe(report.body);
  });

  it.each([
    ["/findings?format=xlsx&limit=1&unit=sjj&severity=critical", {}],
    ["/findings?limit=1&unit=sjj&severity=critical", { accept: XLSX }],
  ])("%s gives the same list as a workbook", async (path, headers) => {
    const { type, answer } = await get(path, headers);
    expect(type).toBe(XLSX);
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename="findings-${LATEST_PATROL}.xlsx"`,
    );
    const { sheets } = await readXlsx(answer.rawPayload);
    expect(sheets.map(({ rows }) => rows.length)).toEqual([2]);
  });

  it("is not what a browser gets, nor who asks for JSON by name", async () => {
    const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    expect((await get("/findings", { accept: browser })).type).toContain("application/json");
    expect((await get("/findings?format=json", { accept: "text/csv" })).type).toContain("application/json");
  });
});

describe("one finding", () => {
  it("stands as it is now, with its evidence", async () => {
    expect(await list("/findings/f3")).toMatchObject({
      id: "f3",
      group: "stale-units",
      status: "notified",
      message: "已 213 天未更新",
      evidence: [{ url: "http://portal.test/mzj/05.02/", status: 200, excerpt: "2016-06-01" }],
    });
    expect(await list("/findings/f0")).toMatchObject({ status: "rectified" });
  });

  it("has a history, oldest first", async () => {
    const { data } = await list("/findings/f0/history");
    expect(data).toMatchObject([
      { patrol: FIRST_PATROL, at: noon("2016-12-17"), from: null, to: "open", by: null },
      { patrol: LATEST_PATROL, from: "open", to: "rectified" },
    ]);
  });

  it("is told by a rule that this version does not know", async () => {
    expect(await list("/findings/f5")).toMatchObject({ group: null, basis: [], expected: "" });
  });

  it.each(["/findings/nobody", "/findings/nobody/history"])("%s is not found", async (path) => {
    const { status, type, body } = await get(path);
    expect([status, type]).toEqual([404, "application/problem+json; charset=utf-8"]);
    expect(JSON.parse(body)).toMatchObject({ type: "urn:xuncha:problem:unknown-finding", status: 404 });
  });
});

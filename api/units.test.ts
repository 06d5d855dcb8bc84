import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { CHANGE, exampleServer, exampleStore, FIRST_PATROL, LATEST_PATROL } from "./example-server.ts";

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

async function get(path: string) {
  const answer = await app.inject(`/api/v1${path}`);
  return { status: answer.statusCode, ...answer.json() };
}

describe("units", () => {
  it("stand in the order of the portal file, with what they have to answer for", async () => {
    const { data, patrol } = await get("/units");
    expect(patrol.id).toBe(LATEST_PATROL);
    expect(data.map(({ id }: { id: string }) => id)).toEqual(["mzj", "sjj", "xfj"]);
    expect(data[0]).toMatchObject({
      name: "市民政局",
      inspector: { id: "liu", name: "刘某" },
      findings: { critical: 0, major: 1, minor: 0, suspected: 1, recorded: 0 },
      outcomes: { passed: 3, cantTell: 2 },
    });
  });

  it("never tell whom to call", async () => {
    for (const path of ["/units", "/units/mzj", "/units/mzj/columns", "/findings", "/summary"]) {
      const { body } = await app.inject(`/api/v1${path}`);
      expect(body).not.toMatch(/张某|0000-1234567|liu@portal\.test/);
    }
  });

  it("tell what they are excused from", async () => {
    expect(await get("/units/xfj")).toMatchObject({
      id: "xfj",
      inspector: null,
      exempt: [{ category: "03.01", name: "政策文件", reason: "无此职能" }],
    });
  });

  it("are not found by another id", async () => {
    for (const path of ["/units/nobody", "/units/nobody/columns", "/units/nobody/timeline"])
      expect(await get(path)).toMatchObject({ status: 404, type: "urn:xuncha:problem:unknown-unit" });
  });

  it("have nothing to show of a patrol that kept no snapshot of them", async () => {
    expect(await get("/units/xfj/columns")).toMatchObject({
      status: 404,
      type: "urn:xuncha:problem:no-result",
    });
    expect(await get(`/units/mzj/timeline?patrol=${FIRST_PATROL}`)).toMatchObject({ status: 404 });
  });
});

describe("columns of a unit", () => {
  it("are empty only where they were read to their start", async () => {
    const { data } = await get("/units/mzj/columns");
    const states = Object.fromEntries(
      data.map((c: { name: string; state: string; reason: string | null }) => [c.name, [c.state, c.reason]]),
    );
    expect(states).toEqual({
      工作动态: ["filled", null],
      通知公告: ["filled", null],
      政策文件: ["empty", null],
      财政预算: ["unread", "incomplete"],
      应急预案: ["unread", "blocked"],
      机构职能: ["filled", null],
    });
  });

  it("tell their last update, how far they were read and the findings about them", async () => {
    const { data } = await get("/units/mzj/columns");
    expect(data[0]).toMatchObject({
      // Not 2017-05-01, which lies after the patrol.
      lastPublishedOn: "2016-12-30",
      readFrom: "2016-01-01",
      items: 4,
      updateWithin: "P14D",
      findings: [],
    });
    expect(data[1]).toMatchObject({ readFrom: "start", findings: ["f1"] });
    expect(data[2]).toMatchObject({ emptyNotice: "暂无信息", lastPublishedOn: null, findings: ["f2"] });
    expect(data[4]).toMatchObject({ items: null, readFrom: null });
  });
});

describe("what became of a unit's items", () => {
  it("is told with both versions' digests and the patrol that found it", async () => {
    const { data, patrol } = await get("/units/mzj/changes");
    expect(patrol.id).toBe(LATEST_PATROL);
    expect(data).toEqual([{ ...CHANGE, patrol: LATEST_PATROL, seenAt: patrol.asOf }]);
  });

  it("is nothing before that patrol, and nothing of another unit", async () => {
    expect((await get(`/units/mzj/changes?patrol=${FIRST_PATROL}`)).data).toEqual([]);
    expect((await get("/units/sjj/changes")).data).toEqual([]);
    expect(await get("/units/nobody/changes")).toMatchObject({ status: 404 });
  });
});

describe("a unit's timeline", () => {
  it("counts items by day for the year up to the patrol", async () => {
    expect((await get("/units/mzj/timeline")).data).toEqual({
      from: "2016-01-01",
      to: "2016-12-31",
      // One list did not open: a day without items proves nothing.
      readFrom: null,
      unreadColumns: 1,
      undated: 1,
      days: [
        { on: "2016-06-01", items: 1 },
        { on: "2016-12-01", items: 1 },
        { on: "2016-12-30", items: 2 },
      ],
    });
  });

  it("counts both ends of the days asked for", async () => {
    const { data } = await get("/units/mzj/timeline?from=2016-12-01&to=2016-12-30");
    expect(data.days).toEqual([
      { on: "2016-12-01", items: 1 },
      { on: "2016-12-30", items: 2 },
    ]);
  });

  it.each(["from=2016-02-30", "from=2016-12-31&to=2016-12-01", "to=yesterday"])(
    "refuses %s",
    async (query) => {
      const [parameter] = query.split("=");
      expect(await get(`/units/mzj/timeline?${query}`)).toMatchObject({ status: 400, parameter });
    },
  );
});

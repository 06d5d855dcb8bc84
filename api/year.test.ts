import { afterAll, beforeAll, expect, it } from "vitest";
import { conclusion, newPatrol, patrolled, unitRecord } from "../store/example.ts";
import { exampleServer, exampleStore, PORTAL } from "./example-server.ts";
import { bearer } from "./example-service.ts";

const NEWS = "http://portal.test/mzj/05.01/";
let store: Awaited<ReturnType<typeof exampleStore>>;
let app: Awaited<ReturnType<typeof exampleServer>>;
beforeAll(async () => {
  store = await exampleStore();
  const patrol = newPatrol("2017-01-14-b0", "2017-01-14", { portal: PORTAL.name });
  const items = (["2016-12-30", "2016-03-01", "2017-01-10", "2019-01-01"] as const).map((publishedOn, n) => ({
    url: `${NEWS}${n}.html`,
    title: `工作动态之${n}`,
    publishedOn,
    columns: [NEWS],
  }));
  const duties = {
    states: [
      {
        category: "05.01",
        state: "filled" as const,
        confidence: null,
        reason: null,
        excuse: null,
        lastPublishedOn: "2017-01-10" as const,
      },
    ],
    columns: [{ url: NEWS, category: "05.01", readFrom: "start" as const }],
  };
  await patrolled(store, patrol, conclusion(patrol, [], [unitRecord(items, { duties })]));
  app = await exampleServer(store);
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const get = async (path: string) => (await app.inject(`/api/v1${path}`)).json();

it("the year's statistics are those of the items' own dates; days ahead of the patrol are left out", async () => {
  const { data } = await get("/statistics");
  expect(data).toMatchObject({ year: 2017, items: 1 });
  expect((await get("/statistics?year=2016")).data).toMatchObject({ items: 2, byContent: { news: 2 } });
  expect((await get("/statistics?year=2019")).data).toMatchObject({ items: 0 });
  const { body } = await app.inject("/api/v1/statistics?year=2016&format=csv");
  expect(body).toContain("2016年发布信息（条）");
  expect(body).toContain("市民政局,部门,2,0,0,1,");
});

it("the forecast and a unit's facts agree", async () => {
  const { data } = await get("/forecast?days=14");
  expect(data).toMatchObject([
    { unit: { id: "mzj" }, category: { code: "05.01" }, dueOn: "2017-01-24", daysLeft: 10 },
  ]);
  expect((await get("/forecast?days=9")).data).toEqual([]);
  const facts = (await get("/units/mzj/facts")).data;
  expect(facts.forecast).toEqual(data);
  expect(facts.composition).toMatchObject({ items: 3, news: 3, whole: true });
  expect(facts.volume).toMatchObject({ from: "2016-10-01", to: "2016-12-31", items: 1, isLow: null });
  expect(await get("/units/nobody/facts")).toMatchObject({ status: 404 });
});

it("a unit sees its own figures alone", async () => {
  const headers = await bearer(store, "unit", "sjj");
  const own = async (url: string) => (await app.inject({ url: `/api/v1${url}`, headers })).json();
  expect((await own("/forecast")).data).toEqual([]);
  expect((await own("/statistics?year=2016")).data).toMatchObject({
    items: 0,
    byUnit: [{ unit: { id: "sjj" } }],
  });
  expect(await own("/units/mzj/facts")).toMatchObject({ status: 404 });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleServer, exampleStore, LATEST_PATROL } from "./example-server.ts";
import { bearer } from "./example-service.ts";

let store: Awaited<ReturnType<typeof exampleStore>>;
let app: Awaited<ReturnType<typeof exampleServer>>;
beforeAll(async () => {
  store = await exampleStore();
  app = await exampleServer(store);
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const get = async (path: string) => (await app.inject(`/api/v1${path}`)).json();

describe("scores", () => {
  it("rank units over the days that patrols speak of, each explained by its findings", async () => {
    const { data, period, patrol } = await get("/scores?from=2016-12-01&to=2017-12-31");
    expect(patrol.id).toBe(LATEST_PATROL);
    expect(period.measured).toEqual({ from: "2016-12-17", to: "2016-12-31" });
    const [first] = data;
    // The other two kept no word of what they owed: nothing could be judged of them.
    expect(data.map(({ rank }: { rank: number | null }) => rank)).toEqual([1, null, null]);
    expect(data[1]).toMatchObject({ score: null, coverage: null, findings: [] });
    expect(first.unit.id).toBe("mzj");
    expect(first).toMatchObject({ coverage: 0.8, judged: 4 });
    const lost = first.findings.reduce((sum: number, { cost }: { cost: number }) => sum + cost, 0);
    expect(first.score + lost).toBeCloseTo(100, 1);
    expect(first.findings[0]).toMatchObject({ id: "f1", title: "栏目更新超期", severity: "major" });
  });

  it("never count what is suspected", async () => {
    const { data } = await get("/scores");
    const ids = data.flatMap(({ findings }: { findings: { id: string }[] }) => findings.map(({ id }) => id));
    const suspected = await get("/findings?confidence=suspected");
    expect(suspected.data.length).toBeGreaterThan(0);
    for (const { id } of suspected.data) expect(ids).not.toContain(id);
  });

  it("are not given for a period of which no patrol speaks", async () => {
    expect(await get("/scores?from=2015-01-01&to=2015-12-31")).toMatchObject({
      data: [],
      period: { measured: null, patrols: [] },
    });
  });

  it.each(["from=2016-12-31&to=2016-12-01", "from=1999-01-01&to=2016-12-31", "from=2016-02-30"])(
    "refuse %s",
    async (query) => {
      expect(await get(`/scores?${query}`)).toMatchObject({ status: 400, parameter: "from" });
    },
  );

  it("are given as CSV, and to a unit its own alone", async () => {
    const { body } = await app.inject("/api/v1/scores?format=csv");
    expect(body).toContain("名次,单位,单位类别,得分");
    const other = await exampleStore();
    const closed = await exampleServer(other);
    const headers = await bearer(other, "unit", "sjj");
    const { data } = (await closed.inject({ url: "/api/v1/scores", headers })).json();
    expect(data.map(({ unit }: { unit: { id: string } }) => unit.id)).toEqual(["sjj"]);
    await closed.close();
    await other.close();
  });
});

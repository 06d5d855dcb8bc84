import { readXlsx } from "hucre/xlsx";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exampleServer, exampleStore, FIRST_PATROL, LATEST_PATROL } from "./example-server.ts";
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

describe("the matrix", () => {
  it("tells how each category that anybody owes stands at each unit", async () => {
    const { data, patrol } = (await app.inject("/api/v1/matrix")).json();
    expect(patrol.id).toBe(LATEST_PATROL);
    // 06.01 and 07.01 are nobody's duty yet.
    expect(data.categories.map(({ code }: { code: string }) => code)).toEqual([
      "02.01",
      "03.01",
      "04.01",
      "05.01",
      "05.02",
      "05.03",
    ]);
    const [mzj] = data.units;
    expect(mzj).toMatchObject({ id: "mzj", inspector: "liu" });
    expect(mzj.cells.map(({ state }: { state: string }) => state)).toEqual([
      "filled",
      "empty",
      "declared",
      "filled",
      "stale",
      "cantTell",
    ]);
    expect(mzj.cells[2]).toMatchObject({ excuse: "本期无" });
    expect(mzj.counts).toMatchObject({ filled: 2, empty: 1, stale: 1, cantTell: 1, declared: 1, exempt: 0 });
    expect(data.categories[4].counts).toMatchObject({ stale: 1 });
  });

  it("is given as CSV, each cell in words", async () => {
    const { body, headers } = await app.inject("/api/v1/matrix?format=csv");
    expect(headers["content-disposition"]).toContain("matrix.csv");
    const [heading = "", row = ""] = body.split("\r\n");
    expect(heading).toContain("05.02 通知公告");
    expect(row).toContain("空缺（疑似）,报备（本期无）,已公开,超期 2016-06-01,未能核实（页面响应超时）");
  });

  it("is a sheet of the workbook, beside the ledger", async () => {
    const { rawPayload } = await app.inject(`/api/v1/reports/patrols/${LATEST_PATROL}.xlsx`);
    const { sheets } = await readXlsx(rawPayload);
    expect(sheets.map(({ name }) => name)).toEqual(["整改台账", "目录矩阵", "得分排名", "2016年统计"]);
    expect(sheets[1]?.rows[1]?.slice(0, 6)).toEqual(["市民政局", "部门", 5, 2, 1, 1]);
    expect(sheets[0]?.rows.length).toBe(6);
  });

  it("is not there for a patrol that kept none", async () => {
    const answer = await app.inject(`/api/v1/matrix?patrol=nobody`);
    expect(answer.statusCode).toBe(404);
    const kept = await store.unitDuties(FIRST_PATROL);
    expect(kept.flatMap(({ states }) => states)).toEqual([]);
  });

  it("shows a unit its own row alone", async () => {
    const other = await exampleStore();
    const closed = await exampleServer(other);
    const headers = await bearer(other, "unit", "mzj");
    const { data } = (await closed.inject({ url: "/api/v1/matrix", headers })).json();
    expect(data.units.map(({ id }: { id: string }) => id)).toEqual(["mzj"]);
    await closed.close();
    await other.close();
  });
});

import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { missingElement, staleColumn } from "../reports/example-patrol.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore } from "./example-server.ts";
import { bearer } from "./example-service.ts";

let store: Store;
let app: FastifyInstance;
let inspector: { readonly authorization: string };
let unit: { readonly authorization: string };
beforeEach(async () => {
  store = await exampleStore();
  inspector = await bearer(store, "inspector");
  unit = await bearer(store, "unit", "mzj");
  app = await exampleServer(store);
});
afterEach(async () => {
  await app.close();
  await store.close();
});

const patch = (id: string, payload: object, headers = inspector, server = app) =>
  server.inject({ method: "PATCH", url: `/api/v1/findings/${id}`, payload, headers });
const history = async (id: string) =>
  (await app.inject({ url: `/api/v1/findings/${id}/history`, headers: inspector })).json().data;

describe("a decision about a finding", () => {
  it("takes effect at once, with its term, and is kept with who decided", async () => {
    const answer = await patch("f1", { status: "notified", note: "已电话通知", dueOn: "2017-01-15" });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({ id: "f1", status: "notified", dueOn: "2017-01-15" });
    const read = await app.inject({ url: "/api/v1/findings/f1", headers: inspector });
    expect(read.json()).toEqual(answer.json());
    expect((await history("f1")).at(-1)).toMatchObject({
      patrol: null,
      from: "open",
      to: "notified",
      by: "inspector",
      note: "已电话通知",
      dueOn: "2017-01-15",
    });
  });

  it("leads from open to notified to claimed; a later word keeps the term", async () => {
    await patch("f1", { status: "notified", dueOn: "2017-01-15" });
    const claimed = await patch("f1", { status: "claimed", note: "已补发" }, unit);
    expect(claimed.json()).toMatchObject({ status: "claimed", dueOn: "2017-01-15" });
    expect((await patch("f1", { dueOn: "2017-02-01" })).json()).toMatchObject({
      status: "claimed",
      dueOn: "2017-02-01",
    });
  });

  it.each([
    ["f1", "waived"],
    ["f1", "disputed"],
    ["f3", "open"],
    ["f3", "claimed"],
  ])("an inspector brings %s to %s", async (id, status) => {
    expect((await patch(id, { status, note: null, dueOn: null })).json().status).toBe(status);
  });

  it("names the statuses that may be given, where another was", async () => {
    const { detail } = (await patch("f1", { status: "removed" })).json();
    expect(detail).toBe("参数 status 的值不对：应为 open、notified、claimed、disputed、waived 之一");
  });

  it("a waiver ends by opening the finding again", async () => {
    await patch("f1", { status: "waived", note: "机构改革" });
    expect((await patch("f1", { status: "claimed" })).statusCode).toBe(409);
    expect((await patch("f1", { status: "open" })).json().status).toBe("open");
  });

  it("is none about what the machine has closed", async () => {
    for (const body of [{ status: "open" }, { status: "waived" }, { note: "补记" }]) {
      const answer = await patch("f0", body);
      expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:xuncha:problem:status-conflict"]);
    }
    expect((await store.finding("f0"))?.status).toBe("rectified");
  });

  it("about what cannot be undone is a dispute or a waiver, and ends in the record", async () => {
    const irrevocable = await exampleServer(store, {
      rules: [{ ...staleColumn, irrevocable: true }, missingElement],
    });
    expect((await patch("f1", { status: "disputed" }, unit, irrevocable)).statusCode).toBe(409);
    await store.decideFinding("f1", null, {
      status: "recorded",
      note: null,
      by: "测试",
      at: "2017-01-04T00:00:00.000Z",
      dueOn: null,
    });
    expect((await patch("f1", { status: "notified" }, inspector, irrevocable)).statusCode).toBe(409);
    expect((await patch("f1", { status: "disputed" }, unit, irrevocable)).json().status).toBe("disputed");
    expect((await patch("f1", { status: "open" }, inspector, irrevocable)).json().status).toBe("recorded");
    await irrevocable.close();
  });

  it.each([
    [{ status: "notified" }],
    [{ status: "waived" }],
    [{ status: "open" }],
    [{ note: "不是我们" }],
    [{ status: "claimed", dueOn: "2099-01-01" }],
  ])("%j is not the unit's to say", async (body) => {
    const answer = await patch("f1", body, unit);
    expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:forbidden"]);
  });

  it("of a unit about another's finding finds nothing", async () => {
    expect((await patch("f3", { status: "disputed" }, unit)).statusCode).toBe(404);
    expect((await store.finding("f3"))?.status).toBe("notified");
  });

  it.each([
    [{ status: "rectified" }, "status"],
    [{ status: 1 }, "status"],
    [{ note: "" }, "note"],
    [{ note: { a: 1 } }, "note"],
    [{ dueOn: "tomorrow" }, "dueOn"],
    [{ dueOn: "2017-02-30" }, "dueOn"],
    [{ colour: "red" }, "colour"],
    [{}, undefined],
  ])("%j is refused", async (body, parameter) => {
    const answer = await patch("f1", body);
    expect([answer.statusCode, answer.json().parameter]).toEqual([400, parameter]);
    expect(answer.json().detail).toMatch(/\p{Script=Han}/u);
  });

  it("about an unknown finding is not found", async () => {
    expect((await patch("nobody", { status: "waived" })).statusCode).toBe(404);
  });
});

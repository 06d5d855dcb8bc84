import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore, LATEST_PATROL } from "./example-server.ts";
import { patrolsOf } from "./example-service.ts";

let store: Store;
let app: FastifyInstance;
beforeEach(async () => {
  store = await exampleStore();
  app = await exampleServer(store, patrolsOf(store));
});
afterEach(async () => {
  await app.close();
  await store.close();
});

const post = (payload?: object) =>
  app.inject({ method: "POST", url: "/api/v1/patrols", ...(payload && { payload }) });
const cancel = (id: string) => app.inject({ method: "DELETE", url: `/api/v1/patrols/${id}` });

describe("starting a patrol", () => {
  it("answers the patrol and where it is to be found", async () => {
    const answer = await post({ units: ["mzj"], asOf: "2016-12-31T00:00:00+08:00" });
    expect(answer.statusCode).toBe(202);
    const patrol = answer.json();
    expect(patrol).toMatchObject({
      onlyUnits: ["mzj"],
      asOf: "2016-12-30T16:00:00.000Z",
      complete: null,
      finishedAt: null,
    });
    expect(answer.headers.location).toBe(`/api/v1/patrols/${patrol.id}`);
    expect((await app.inject(String(answer.headers.location))).json()).toEqual(patrol);
  });

  it.each([
    ["no body", undefined],
    ["an empty one", {}],
    ["nothing but null", { portal: null, units: null, asOf: null }],
    ["the portal's own path", { portal: "portal.yaml" }],
  ])("%s means the whole portal, now", async (_name, body) => {
    const answer = await post(body);
    expect(answer.statusCode, answer.body).toBe(202);
    expect(answer.json().onlyUnits).toBeNull();
  });

  it.each([
    [{ portal: "/etc/passwd" }, "portal"],
    [{ portal: "" }, "portal"],
    [{ units: ["nobody"] }, "units"],
    [{ units: [] }, "units"],
    [{ units: [""] }, "units"],
    [{ units: ["mzj", "mzj"] }, "units"],
    [{ asOf: "2016-12-31" }, "asOf"],
    [{ asOf: "2099-01-01T00:00:00Z" }, "asOf"],
    [{ unit: "mzj" }, "unit"],
  ])("%j is told by a problem that names what is wrong", async (body, parameter) => {
    const answer = await post(body);
    expect([answer.statusCode, answer.json().parameter]).toEqual([400, parameter]);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json().detail).toMatch(/\p{Script=Han}/u);
  });

  it.each([
    ["[]", "application/json", 400, "正文"],
    ["{", "application/json", 400, "写法不对"],
    ["{}", "text/plain", 415, "JSON"],
    [`{"portal":"${"x".repeat(70_000)}"}`, "application/json", 413, "太大"],
  ])("a body that is none of ours is refused", async (payload, type, status, told) => {
    const answer = await app.inject({
      method: "POST",
      url: "/api/v1/patrols",
      headers: { "content-type": type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json().detail).toContain(told);
  });

  it("one at a time", async () => {
    const { id } = (await post()).json();
    const answer = await post();
    expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:xuncha:problem:patrol-running"]);
    expect(answer.json().detail).toContain(id);
  });

  it.each([
    [{ kind: "busy", patrolId: null }, 409, "patrol-running"],
    [{ kind: "unreadable-portal", reason: "portal.yaml:3: units: 缺少" }, 409, "unreadable-portal"],
    [{ kind: "unavailable" }, 503, "not-ready"],
  ] as const)("%j is told", async (start, status, code) => {
    const server = await exampleServer(store, { startPatrol: async () => start });
    const answer = await server.inject({ method: "POST", url: "/api/v1/patrols" });
    expect([answer.statusCode, answer.json().type]).toEqual([status, `urn:xuncha:problem:${code}`]);
    await server.close();
  });

  it("a server without a portal file says so", async () => {
    const bare = await exampleServer(store);
    for (const [method, url] of [
      ["POST", "/api/v1/patrols"],
      ["DELETE", `/api/v1/patrols/${LATEST_PATROL}`],
    ] as const) {
      const answer = await bare.inject({ method, url });
      expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:xuncha:problem:no-portal"]);
      expect(answer.json().detail).toContain("xuncha serve --portal");
    }
    await bare.close();
  });
});

describe("cancelling a patrol", () => {
  it("ends it without a result, once", async () => {
    const { id } = (await post()).json();
    const answer = await cancel(id);
    expect([answer.statusCode, answer.body]).toEqual([204, ""]);
    expect((await app.inject(`/api/v1/patrols/${id}`)).json()).toMatchObject({
      complete: false,
      outcomes: null,
    });
    expect((await cancel(id)).statusCode).toBe(409);
    expect((await post()).statusCode).toBe(202);
  });

  it("what is over stays as it is", async () => {
    const answer = await cancel(LATEST_PATROL);
    expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:xuncha:problem:patrol-over"]);
    expect((await store.patrol(LATEST_PATROL))?.complete).toBe(true);
  });

  it("what another process runs is left to it", async () => {
    const { id } = (await post()).json();
    const server = await exampleServer(store, { cancelPatrol: async () => "elsewhere" });
    const answer = await server.inject({ method: "DELETE", url: `/api/v1/patrols/${id}` });
    expect([answer.statusCode, answer.json().type]).toEqual([409, "urn:xuncha:problem:patrol-running"]);
    await server.close();
  });

  it("an unknown one is not found", async () => {
    const answer = await cancel("nobody");
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:unknown-patrol"]);
  });
});

describe("methods", () => {
  it.each([
    ["PUT", "/api/v1/patrols", "GET, HEAD, POST"],
    ["POST", `/api/v1/patrols/${LATEST_PATROL}`, "DELETE, GET, HEAD"],
    ["DELETE", "/api/v1/findings/f1", "GET, HEAD, PATCH"],
    ["POST", `/api/v1/reports/patrols/${LATEST_PATROL}.html`, "GET, HEAD"],
  ] as const)("%s %s is told what the address answers", async (method, url, allow) => {
    const answer = await app.inject({ method, url });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
  });

  it("an address that there is not is not found, by whatever method", async () => {
    expect((await app.inject({ method: "POST", url: "/api/v1/nobody" })).statusCode).toBe(404);
  });
});

import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import type { Role } from "../store/tokens.ts";
import { exampleServer, exampleStore, FIRST_PATROL, LATEST_PATROL, RECHECK } from "./example-server.ts";
import { bearer, patrolsOf, recordedPage } from "./example-service.ts";
import { newToken } from "./token.ts";

type Who = Role | "sjj";

let store: Store;
let app: FastifyInstance;
const headers = {} as Record<Who, { readonly authorization: string }>;
beforeAll(async () => {
  store = await exampleStore();
  for (const role of ["viewer", "inspector", "admin"] as const) headers[role] = await bearer(store, role);
  headers.unit = await bearer(store, "unit", "mzj");
  headers.sjj = await bearer(store, "unit", "sjj");
  const { sha256 } = (await store.finding("f1"))?.evidence[0] ?? {};
  if (sha256 === undefined) throw new Error("no evidence");
  app = await exampleServer(store, {
    ...patrolsOf(store),
    evidenceOf: async () => recordedPage({ sha256 }),
  });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const get = (who: Who, url: string) => app.inject({ url: `/api/v1${url}`, headers: headers[who] });
const idsIn = (body: string): string[] => JSON.parse(body).data.map(({ id }: { id: string }) => id);

/** Every route of the API, with what it is asked for. */
const READS = [
  "/findings",
  "/stale-units",
  "/findings/f1",
  "/findings/f1/history",
  "/findings/f1/evidence/0",
  "/units",
  "/units/mzj",
  "/units/mzj/columns",
  "/units/mzj/timeline",
  "/units/mzj/changes",
  "/patrols",
  `/patrols/${LATEST_PATROL}`,
  "/summary",
  "/rules",
  "/catalogues",
  "/catalogues/example",
  `/reports/patrols/${LATEST_PATROL}.html`,
  `/reports/patrols/${LATEST_PATROL}.csv`,
  `/reports/patrols/${LATEST_PATROL}.json`,
];
const PROGRESS = `/patrols/${LATEST_PATROL}/progress`;
const CHANGES = [
  ["POST", "/patrols", {}],
  ["DELETE", `/patrols/${FIRST_PATROL}`, undefined],
  ["PATCH", "/findings/f1", { status: "notified" }],
] as const;

describe("once a token is in force", () => {
  it.each([...READS, PROGRESS])("%s is for nobody without one", async (url) => {
    const answer = await app.inject(`/api/v1${url}`);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers["www-authenticate"]).toBe('Bearer realm="xuncha"');
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json().type).toBe("urn:xuncha:problem:token-missing");
  });

  it.each(CHANGES)("%s %s is for nobody without one", async (method, url, payload) => {
    const answer = await app.inject({ method, url: `/api/v1${url}`, ...(payload && { payload }) });
    expect(answer.statusCode).toBe(401);
  });

  it.each(["/healthz", "/readyz", "/openapi.json", "/"])("%s is for everybody", async (url) => {
    expect((await app.inject(url)).statusCode).toBe(200);
  });

  it("the start page tells nothing of the city", async () => {
    expect((await app.inject("/")).body).not.toContain("示例市");
  });

  it.each([
    ["a made-up token", `Bearer ${newToken()}`],
    ["another scheme", "Basic eHVuY2hhOnh1bmNoYQ=="],
    ["no token at all", "Bearer"],
  ])("%s is refused", async (_name, authorization) => {
    const answer = await app.inject({ url: "/api/v1/findings", headers: { authorization } });
    expect([answer.statusCode, answer.json().type]).toEqual([401, "urn:xuncha:problem:token-invalid"]);
    expect(answer.headers["www-authenticate"]).toContain('error="invalid_token"');
  });

  it("a token is refused from the moment that it is revoked", async () => {
    const own = await exampleStore();
    const server = await exampleServer(own, { tokensRequired: true });
    const ofViewer = await bearer(own, "viewer");
    const status = async () =>
      (await server.inject({ url: "/api/v1/findings", headers: ofViewer })).statusCode;
    expect(await status()).toBe(200);
    await own.revokeToken("viewer", "2030-01-01T00:00:00.000Z");
    expect(await status()).toBe(401);
    await server.close();
    await own.close();
  });

  it("wrong tokens are soon told to wait, a right one never", async () => {
    const server = await exampleServer(store);
    const wrong = () =>
      server.inject({ url: "/api/v1/rules", headers: { authorization: `Bearer ${newToken()}` } });
    let answer = await wrong();
    for (let n = 0; n < 40 && answer.statusCode === 401; n += 1) answer = await wrong();
    expect([answer.statusCode, answer.json().type]).toEqual([429, "urn:xuncha:problem:too-many-attempts"]);
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    const right = await server.inject({ url: "/api/v1/rules", headers: headers.viewer });
    expect(right.statusCode).toBe(200);
    await server.close();
  });

  it("any name of the host will do: no page of another site has a token", async () => {
    const answer = await app.inject({
      url: "/api/v1/rules",
      headers: { ...headers.viewer, host: "patrol.example.gov.cn" },
    });
    expect(answer.statusCode).toBe(200);
  });

  it("notes when a token was used", async () => {
    await get("viewer", "/rules");
    const [used] = (await store.tokens()).filter(({ name }) => name === "viewer");
    expect(used?.lastUsedAt).not.toBeNull();
  });
});

describe("what a role may do", () => {
  it.each(READS)("everybody reads %s", async (url) => {
    for (const who of ["viewer", "inspector", "admin"] as const)
      expect((await get(who, url)).statusCode, who).toBe(200);
  });

  it.each(CHANGES)("a viewer is refused %s %s", async (method, url, payload) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: headers.viewer,
      ...(payload && { payload }),
    });
    expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:forbidden"]);
  });

  it.each(CHANGES.slice(0, 2))("a unit is refused %s %s", async (method, url, payload) => {
    const answer = await app.inject({
      method,
      url: `/api/v1${url}`,
      headers: headers.unit,
      ...(payload && { payload }),
    });
    expect(answer.statusCode).toBe(403);
  });

  it("a unit does not watch the patrol of the whole portal", async () => {
    expect((await get("unit", PROGRESS)).statusCode).toBe(403);
  });
});

describe("a unit sees only what is its own", () => {
  it("lists are of it alone, whatever is asked for", async () => {
    expect(idsIn((await get("unit", "/findings")).body)).toEqual(["f2", "f1"]);
    expect(idsIn((await get("unit", "/findings?unit=sjj")).body)).toEqual([]);
    expect(idsIn((await get("unit", "/findings?unit=sjj,mzj&patrol=all")).body)).toEqual(["f2", "f0", "f1"]);
    expect(idsIn((await get("unit", "/findings?inspector=chen")).body)).toEqual([]);
    expect(idsIn((await get("unit", "/units")).body)).toEqual(["mzj"]);
    const file = await get("unit", "/findings?format=csv");
    expect(file.body).toContain("市民政局");
    expect(file.body).not.toContain("市审计局");
  });

  it.each(["", "/history", "/evidence/0"])("another's finding%s is not found", async (part) => {
    expect((await get("unit", `/findings/f1${part}`)).statusCode).toBe(200);
    const answer = await get("unit", `/findings/f3${part}`);
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:unknown-finding"]);
  });

  it.each(["", "/columns", "/timeline", "/changes"])("another unit%s is not found", async (part) => {
    expect((await get("unit", `/units/mzj${part}`)).statusCode).toBe(200);
    const answer = await get("unit", `/units/sjj${part}`);
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:unknown-unit"]);
  });

  it("reports and figures are of it alone", async () => {
    for (const part of ["html", "csv", "json"]) {
      const { body } = await get("unit", `/reports/patrols/${LATEST_PATROL}.${part}`);
      expect(body).toContain("市民政局");
      expect(body).not.toContain("市审计局");
    }
    const summary = (await get("unit", "/summary")).json();
    expect(summary.patrol).toMatchObject({ onlyUnits: ["mzj"], units: 1, columns: 6, items: 6 });
    expect(summary.patrol.outcomes).toEqual({ passed: 3, failed: 0, cantTell: 2, inapplicable: 0 });
    expect(summary.findings.total).toBe(2);
    expect(JSON.stringify(summary)).not.toContain("sjj");
  });

  it("a patrol that left it out is not found, and others tell nothing of their extent", async () => {
    expect(idsIn((await get("unit", "/patrols")).body)).toEqual([LATEST_PATROL, FIRST_PATROL]);
    expect((await get("unit", `/patrols/${RECHECK}`)).statusCode).toBe(404);
    expect((await get("unit", `/reports/patrols/${RECHECK}.html`)).statusCode).toBe(404);
    expect((await get("sjj", `/patrols/${RECHECK}`)).json()).toMatchObject({
      onlyUnits: ["sjj"],
      units: null,
      outcomes: null,
    });
  });

  it("a patrol that did not come to it has no result for it", async () => {
    const answer = await get("sjj", "/summary");
    expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:no-result"]);
  });
});

describe("without tokens", () => {
  it("nobody changes anything from a page of another site", async () => {
    const bare = await exampleStore();
    const server = await exampleServer(bare, patrolsOf(bare));
    const start = (given: Record<string, string>) =>
      server.inject({
        method: "POST",
        url: "/api/v1/patrols",
        headers: { host: "localhost:8080", ...given },
      });
    for (const foreign of [
      { origin: "http://evil.test" },
      { origin: "null" },
      { origin: "http://localhost:9999" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site", origin: "http://localhost:8080" },
    ]) {
      const answer = await start(foreign as unknown as Record<string, string>);
      expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:cross-site-request"]);
    }
    expect(
      (await start({ origin: "http://localhost:8080", "sec-fetch-site": "same-origin" })).statusCode,
    ).toBe(202);
    await server.close();
    await bare.close();
  });

  it("a server for others still lets nobody in", async () => {
    const bare = await exampleStore();
    const server = await exampleServer(bare, { tokensRequired: true });
    expect((await server.inject("/api/v1/findings")).statusCode).toBe(401);
    await server.close();
    await bare.close();
  });
});

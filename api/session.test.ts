import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore } from "./example-server.ts";
import { bearer, patrolsOf } from "./example-service.ts";
import { newToken } from "./token.ts";

const HOST = "patrol.portal.test";
const HERE = { host: HOST, origin: `http://${HOST}` };

let store: Store;
let app: FastifyInstance;
let inspector: string;
let unit: string;
beforeAll(async () => {
  store = await exampleStore();
  inspector = tokenOf(await bearer(store, "inspector"));
  unit = tokenOf(await bearer(store, "unit", "mzj"));
  app = await exampleServer(store, patrolsOf(store));
});
afterAll(async () => {
  await app.close();
  await store.close();
});

function tokenOf({ authorization }: { readonly authorization: string }): string {
  return authorization.slice("Bearer ".length);
}

function signIn(token: string, headers: Readonly<Record<string, string>> = HERE, server = app) {
  return server.inject({ method: "POST", url: "/api/v1/session", headers, payload: { token } });
}

/** The header that a browser sends after signing in. */
async function cookieOf(token: string): Promise<string> {
  const [kept = ""] = String((await signIn(token)).headers["set-cookie"]).split(";");
  return kept;
}

function decide(headers: Readonly<Record<string, string>>) {
  return app.inject({
    method: "PATCH",
    url: "/api/v1/findings/f1",
    headers: { host: HOST, ...headers },
    payload: { status: "notified" },
  });
}

describe("signing in", () => {
  it("keeps the token where no script and no other site gets at it", async () => {
    const answer = await signIn(inspector);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({
      tokenNeeded: true,
      role: "inspector",
      unit: null,
      name: "inspector",
      canPatrol: true,
    });
    const [value, ...flags] = String(answer.headers["set-cookie"]).split("; ");
    expect(value).toBe(`xuncha_token=${inspector}`);
    expect(flags).toEqual(["Path=/", "Max-Age=2592000", "HttpOnly", "SameSite=Strict"]);
    expect(answer.headers["cache-control"]).toContain("private");
  });

  it("over HTTPS the cookie never travels without it", async () => {
    const flags = async (headers: Readonly<Record<string, string>>) =>
      String((await signIn(inspector, { ...HERE, ...headers })).headers["set-cookie"]);
    expect(await flags({ origin: `https://${HOST}` })).toMatch(/; Secure$/);
    expect(await flags({ "x-forwarded-proto": "https" })).not.toContain("Secure");
  });

  it.each(["xun_wrong", "a; b=c", "\u0000", "令牌"])("a wrong token (%j) leaves nothing", async (token) => {
    const answer = await signIn(token);
    expect([answer.statusCode, answer.json().type]).toEqual([401, "urn:xuncha:problem:token-invalid"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("wrong attempts count together with wrong tokens elsewhere; a right one is never kept waiting", async () => {
    const server = await exampleServer(store);
    for (let n = 0; n < 10; n += 1) {
      await signIn(newToken(), HERE, server);
      await server.inject({ url: "/api/v1/rules", headers: { authorization: `Bearer ${newToken()}` } });
    }
    expect((await signIn(newToken(), HERE, server)).statusCode).toBe(429);
    expect((await signIn(inspector, HERE, server)).statusCode).toBe(200);
    await server.close();
  });

  it.each([
    { origin: "http://evil.test" },
    { origin: "null" },
    { origin: `http://${HOST}:9999` },
    { origin: HERE.origin, "sec-fetch-site": "same-site" },
  ])("a page of elsewhere signs nobody in or out: %j", async (headers) => {
    const answer = await signIn(inspector, { host: HOST, ...headers } as Record<string, string>);
    expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:cross-site-request"]);
    expect(answer.headers["set-cookie"]).toBeUndefined();
    const out = await app.inject({
      method: "DELETE",
      url: "/api/v1/session",
      headers: { host: HOST, ...headers } as Record<string, string>,
    });
    expect(out.statusCode).toBe(403);
  });

  it("is nothing to do where no token is in force", async () => {
    const bare = await exampleStore();
    const server = await exampleServer(bare);
    const open = { tokenNeeded: false, role: "admin", unit: null, name: null, canPatrol: false };
    expect((await server.inject("/api/v1/session")).json()).toEqual(open);
    const answer = await server.inject({ method: "POST", url: "/api/v1/session", payload: { token: "x" } });
    expect([answer.json(), answer.headers["set-cookie"]]).toEqual([open, undefined]);
    await server.close();
    await bare.close();
  });
});

describe("whoever is signed in", () => {
  const get = (url: string, cookie: string) =>
    app.inject({ url: `/api/v1${url}`, headers: { host: HOST, cookie } });

  it("reads, links and files included, as the token's role may", async () => {
    const cookie = `theme=dark; ${await cookieOf(unit)}`;
    expect((await get("/session", cookie)).json()).toMatchObject({
      role: "unit",
      unit: "mzj",
      canPatrol: false,
    });
    const file = await get("/findings?format=csv", cookie);
    expect(file.statusCode).toBe(200);
    expect(file.body).not.toContain("市审计局");
    expect((await get("/findings/f3", cookie)).statusCode).toBe(404);
  });

  it("is told what may be made of a finding", async () => {
    const next = async (token: string) =>
      (await get("/findings/f1", await cookieOf(token))).json().nextStatuses;
    expect(await next(unit)).toEqual(["claimed", "disputed"]);
    expect(await next(inspector)).toContain("notified");
    const viewer = tokenOf(await bearer(store, "viewer"));
    expect(await next(viewer)).toEqual([]);
  });

  it("changes something only from a page of this very site", async () => {
    const cookie = await cookieOf(inspector);
    for (const headers of [
      {},
      { origin: "http://evil.test" },
      { origin: `http://${HOST}:9999` },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { origin: HERE.origin, "sec-fetch-site": "same-site" },
    ] as Record<string, string>[]) {
      const answer = await decide({ cookie, ...headers });
      expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:cross-site-request"]);
    }
    expect((await decide({ cookie, origin: HERE.origin })).statusCode).toBe(200);
    expect((await decide({ cookie, "sec-fetch-site": "same-origin" })).statusCode).toBe(200);
    expect((await decide({ authorization: `Bearer ${inspector}` })).statusCode).toBe(200);
  });

  it("may no more than the role allows", async () => {
    const cookie = await cookieOf(unit);
    const answer = await decide({ cookie, origin: HERE.origin });
    expect([answer.statusCode, answer.json().type]).toEqual([403, "urn:xuncha:problem:forbidden"]);
  });

  it("is asked to sign in once the token is revoked, and the cookie is gone", async () => {
    const cookie = await cookieOf(tokenOf(await bearer(store, "admin")));
    expect((await get("/findings", cookie)).statusCode).toBe(200);
    await store.revokeToken("admin", "2030-01-01T00:00:00.000Z");
    const answer = await get("/findings", cookie);
    expect([answer.statusCode, answer.json().type]).toEqual([401, "urn:xuncha:problem:token-invalid"]);
    expect(answer.headers["set-cookie"]).toMatch(/^xuncha_token=; Path=\/; Max-Age=0;/);
  });

  it("signs out", async () => {
    const answer = await app.inject({ method: "DELETE", url: "/api/v1/session", headers: HERE });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers["set-cookie"]).toMatch(/^xuncha_token=; Path=\/; Max-Age=0; HttpOnly/);
    expect((await get("/session", "xuncha_token=")).statusCode).toBe(401);
  });

  it("a header counts before the cookie", async () => {
    const answer = await app.inject({
      url: "/api/v1/session",
      headers: { cookie: await cookieOf(unit), authorization: `Bearer ${inspector}` },
    });
    expect(answer.json().role).toBe("inspector");
  });
});

import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPatrol } from "../store/example.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore, FIRST_PATROL, LATEST_PATROL, RECHECK } from "./example-server.ts";

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

describe("wrong input", () => {
  it.each([
    ["/findings?colour=red", "unknown-parameter", "colour"],
    ["/findings?Unit=mzj", "unknown-parameter", "Unit"],
    ["/patrols?unit=mzj", "unknown-parameter", "unit"],
    ["/findings/f1?patrol=x", "unknown-parameter", "patrol"],
    ["/rules?q=x", "unknown-parameter", "q"],
    ["/findings?severity=terrible", "invalid-parameter", "severity"],
    ["/findings?severity=major,terrible", "invalid-parameter", "severity"],
    ["/findings?confidence=sure", "invalid-parameter", "confidence"],
    ["/findings?status=closed", "invalid-parameter", "status"],
    ["/findings?unit=", "invalid-parameter", "unit"],
    ["/findings?sort=colour", "invalid-parameter", "sort"],
    ["/findings?limit=0", "invalid-parameter", "limit"],
    ["/findings?limit=501", "invalid-parameter", "limit"],
    ["/findings?limit=ten", "invalid-parameter", "limit"],
    ["/findings?limit=1.5", "invalid-parameter", "limit"],
    ["/findings?limit=1&limit=2", "invalid-parameter", "limit"],
    ["/findings?q=a&q=b", "invalid-parameter", "q"],
    ["/findings?format=pdf", "invalid-parameter", "format"],
    ["/findings?lang=fr", "invalid-parameter", "lang"],
    ["/patrols?cursor=nobody", "invalid-parameter", "cursor"],
  ])("%s is told by a problem that names the parameter", async (path, code, parameter) => {
    const answer = await app.inject(`/api/v1${path}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json()).toMatchObject({ type: `urn:xuncha:problem:${code}`, status: 400, parameter });
    expect(answer.json().title).toMatch(/\p{Script=Han}/u);
    expect(answer.json().detail).toMatch(/\p{Script=Han}/u);
  });

  it("says what was expected, in either language", async () => {
    const zh = await app.inject("/api/v1/findings?severity=terrible");
    expect(zh.json().detail).toBe("参数 severity 的值不对：应为 critical、major、minor 之一");
    const en = await app.inject("/api/v1/findings?severity=terrible&lang=en");
    expect(en.json().detail).toBe("The parameter severity must be one of critical, major, minor");
  });

  it.each([
    ["/api/v1/patrols/nobody", "unknown-patrol"],
    ["/api/v1/findings?patrol=nobody", "unknown-patrol"],
    ["/api/v1/summary?patrol=nobody", "unknown-patrol"],
    ["/api/v1/reports/patrols/nobody.html", "unknown-patrol"],
    ["/api/v1/catalogues/nobody", "unknown-catalogue"],
    ["/api/v1/nobody", "not-found"],
    ["/api/v1/reports/patrols/nobody.exe", "not-found"],
    ["/nobody", "not-found"],
  ])("%s is not found", async (url, code) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
    expect(answer.json().type).toBe(`urn:xuncha:problem:${code}`);
  });

  it("answers a broken address with a problem too", async () => {
    const answer = await app.inject("/api/v1/findings/%E0%A4%A");
    expect(answer.statusCode).toBe(400);
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const)("%s changes nothing", async (method) => {
    const answer = await app.inject({ method, url: "/api/v1/findings" });
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toBe("GET, HEAD");
    expect(answer.headers["content-type"]).toContain("application/problem+json");
  });
});

describe("what a browser is told", () => {
  it("is addressed by the loopback or a configured name only", async () => {
    const named = await exampleServer(store, { allowedHosts: ["Patrol.example.gov.cn"] });
    const statusFor = async (host: string) =>
      (await named.inject({ url: "/api/v1/findings", headers: { host } })).statusCode;
    for (const host of [
      "localhost",
      "localhost:8080",
      "127.0.0.1:8080",
      "[::1]:8080",
      "patrol.example.gov.cn:80",
    ])
      expect(await statusFor(host), host).toBe(200);
    for (const host of [
      "evil.test",
      "localhost.evil.test",
      "127.0.0.1.evil.test",
      "evil.test:8080",
      "a@localhost",
    ])
      expect(await statusFor(host), host).toBe(421);
    const refused = await named.inject({ url: "/", headers: { host: "evil.test" } });
    expect(refused.json().type).toBe("urn:xuncha:problem:misdirected-request");
    await named.close();
  });

  it("runs nothing, frames nothing, shares nothing with other sites", async () => {
    const { headers } = await app.inject({
      url: "/api/v1/findings",
      headers: { host: "localhost", origin: "http://evil.test" },
    });
    expect(headers["content-security-policy"]).toBe(
      "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("keeps what has not changed", async () => {
    const first = await app.inject("/api/v1/findings");
    const again = await app.inject({
      url: "/api/v1/findings",
      headers: { "if-none-match": String(first.headers.etag) },
    });
    expect([again.statusCode, again.body]).toEqual([304, ""]);
    const head = await app.inject({ method: "HEAD", url: "/api/v1/findings" });
    expect([head.statusCode, head.body]).toEqual([200, ""]);
  });
});

describe("the start page", () => {
  it("leads to the latest patrol's report and to the lists", async () => {
    const { headers, body } = await app.inject("/");
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain("示例市人民政府门户网站");
    const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, href]) => String(href));
    expect(links).toContain(`/api/v1/reports/patrols/${LATEST_PATROL}.html`);
    expect(links).toContain("/api/v1/stale-units");
    for (const link of links) expect((await app.inject(link)).statusCode, link).toBe(200);
  });
});

describe("before the first patrol has ended", () => {
  it("lists are empty, and what needs a patrol says so", async () => {
    const empty = await openStore(":memory:");
    const bare = await exampleServer(empty);
    const running = newPatrol("p1", "2016-12-31");
    for (const prepare of [async () => {}, () => empty.createPatrol(running)]) {
      await prepare();
      for (const path of ["findings", "findings?patrol=all", "stale-units"])
        expect((await bare.inject(`/api/v1/${path}`)).json()).toEqual({
          data: [],
          page: { limit: 50, total: 0, next: null },
          patrol: null,
        });
      expect((await bare.inject("/api/v1/units")).json()).toEqual({ data: [], patrol: null });
      expect((await bare.inject("/api/v1/catalogues")).json()).toEqual({ data: [] });
      for (const path of ["summary", "units/mzj", "findings?format=csv"]) {
        const answer = await bare.inject(`/api/v1/${path}`);
        expect([answer.statusCode, answer.json().type]).toEqual([404, "urn:xuncha:problem:no-patrol"]);
      }
      expect((await bare.inject("/")).body).toContain("还没有一次完整的巡查");
    }
    expect((await bare.inject("/api/v1/patrols")).json()).toMatchObject({
      data: [{ id: "p1", complete: null, finishedAt: null, units: null, outcomes: null }],
    });
    const report = await bare.inject("/api/v1/reports/patrols/p1.html");
    expect([report.statusCode, report.json().type]).toEqual([404, "urn:xuncha:problem:no-result"]);
    await bare.close();
    await empty.close();
  });
});

describe("patrols", () => {
  it("are listed last started first, and paged", async () => {
    const first = (await app.inject("/api/v1/patrols?limit=2")).json();
    expect(first.data.map(({ id }: { id: string }) => id)).toEqual([RECHECK, LATEST_PATROL]);
    expect(first.page).toEqual({ limit: 2, total: 3, next: LATEST_PATROL });
    const last = (await app.inject(`/api/v1/patrols?limit=2&cursor=${first.page.next}`)).json();
    expect(last).toMatchObject({ data: [{ id: FIRST_PATROL }], page: { next: null } });
  });

  it("do not tell where their reports lie", async () => {
    const { body } = await app.inject(`/api/v1/patrols/${RECHECK}`);
    expect(JSON.parse(body)).toMatchObject({ id: RECHECK, onlyUnits: ["sjj"], units: 1 });
    expect(body).not.toMatch(/"out"|"key"|command-2/);
  });
});

describe("faults that are not the client's", () => {
  it("a patrol that this version cannot read is no fault of the request, and tells no particulars", async () => {
    const broken = await exampleServer(store, {
      portalOf: () => Promise.reject(new Error("secret of line 7")),
    });
    const answer = await broken.inject("/api/v1/findings");
    expect(answer.statusCode).toBe(500);
    expect(answer.json().type).toBe("urn:xuncha:problem:unreadable-patrol");
    expect(answer.body).not.toContain("secret");
    await broken.close();
  });

  it("tells a store that does not answer", async () => {
    const closed = await exampleStore();
    const without = await exampleServer(closed);
    expect((await without.inject("/readyz")).statusCode).toBe(200);
    await closed.close();
    expect((await without.inject("/healthz")).statusCode).toBe(200);
    const answer = await without.inject("/readyz");
    expect([answer.statusCode, answer.json().type]).toEqual([503, "urn:xuncha:problem:not-ready"]);
    expect((await without.inject("/api/v1/findings")).json()).toMatchObject({ status: 500 });
    await without.close();
  });
});

import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newPatrol } from "../store/example.ts";
import { openStore } from "../store/open.ts";
import type { Store } from "../store/store.ts";
import { exampleServer, exampleStore } from "./example-server.ts";
import { bearer, QUEUE } from "./example-service.ts";

let store: Store;
let app: FastifyInstance;
beforeAll(async () => {
  store = await exampleStore();
  await store.createPatrol(newPatrol("p-running", "2017-01-05"));
  app = await exampleServer(store, { queue: QUEUE });
});
afterAll(async () => {
  await app.close();
  await store.close();
});

const away = () => new Promise<never>(() => {});

async function figures(server = app): Promise<Map<string, number>> {
  const { statusCode, body, headers } = await server.inject("/metrics");
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  return new Map(
    body
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

describe("the figures for Prometheus", () => {
  it("tell patrols, findings and jobs", async () => {
    const told = await figures();
    expect(told.get('xuncha_patrols{state="complete"}')).toBe(3);
    expect(told.get('xuncha_patrols{state="running"}')).toBe(1);
    expect(told.get('xuncha_findings_open{group="stale-units",confidence="confirmed"}')).toBe(2);
    expect(told.get('xuncha_findings_open{group="malformed-items",confidence="suspected"}')).toBe(2);
    expect(told.get('xuncha_findings_open{group="site-health",confidence="confirmed"}')).toBe(0);
    expect(told.get('xuncha_queue_jobs{queue="units",state="waiting"}')).toBe(31);
    expect(told.get("xuncha_last_complete_patrol_age_seconds")).toBeGreaterThan(8 * 365 * 24 * 3600);
  });

  it("count requests by route, never by the address that was asked for", async () => {
    await app.inject("/api/v1/units/mzj");
    await app.inject("/api/v1/units/nobody");
    await app.inject("/api/v1/made-up/4711");
    const told = await figures();
    const of = (route: string, status: number) =>
      told.get(`xuncha_http_requests_total{method="GET",route="${route}",status="${status}"}`);
    expect(of("/api/v1/units/:id", 200)).toBe(1);
    expect(of("/api/v1/units/:id", 404)).toBe(1);
    expect(of("none", 404)).toBe(1);
    expect([...told.keys()].join()).not.toMatch(/4711|nobody/);
  });

  it("know no age before the first patrol", async () => {
    const empty = await openStore(":memory:");
    const bare = await exampleServer(empty);
    expect((await figures(bare)).get("xuncha_last_complete_patrol_age_seconds")).toBeNaN();
    await bare.close();
    await empty.close();
  });

  it("are told without the queue's while it does not answer", async () => {
    const cut = await exampleServer(store, { queue: { ...QUEUE, jobs: away } });
    const told = await figures(cut);
    expect(told.get('xuncha_patrols{state="complete"}')).toBe(3);
    expect([...told.keys()].join()).not.toContain("xuncha_queue_jobs");
    await cut.close();
  });

  it("are for this machine, and elsewhere for those with a token", async () => {
    const shut = await exampleStore();
    const viewer = await bearer(shut, "viewer");
    const unit = await bearer(shut, "unit", "mzj");
    const server = await exampleServer(shut, { tokensRequired: true });
    const statusOf = async (remoteAddress: string, headers: Record<string, string> = {}) =>
      (await server.inject({ url: "/metrics", remoteAddress, headers })).statusCode;
    expect(await statusOf("127.0.0.1")).toBe(200);
    expect(await statusOf("192.0.2.7")).toBe(401);
    expect(await statusOf("127.0.0.1", { "x-forwarded-for": "192.0.2.7" })).toBe(401);
    expect(await statusOf("192.0.2.7", viewer)).toBe(200);
    expect(await statusOf("192.0.2.7", unit)).toBe(403);
    await server.close();
    await shut.close();
  });
});

describe("with a queue", () => {
  it("readiness needs its answer, and soon", async () => {
    expect((await app.inject("/readyz")).statusCode).toBe(200);
    for (const ping of [away, () => Promise.reject(new Error("redis://user:secret@host"))]) {
      const cut = await exampleServer(store, { queue: { ...QUEUE, ping } });
      const answer = await cut.inject("/readyz");
      expect([answer.statusCode, answer.json().type]).toEqual([503, "urn:xuncha:problem:not-ready"]);
      expect(answer.body).not.toContain("secret");
      expect((await cut.inject("/healthz")).statusCode).toBe(200);
      await cut.close();
    }
  });

  it("the summary tells the next patrol, or does without", async () => {
    expect((await app.inject("/api/v1/summary")).json().nextPatrolAt).toBe("2017-01-14T18:00:00.000Z");
    const cut = await exampleServer(store, { queue: { ...QUEUE, nextPatrolAt: away } });
    const answer = await cut.inject("/api/v1/summary");
    expect([answer.statusCode, answer.json().nextPatrolAt]).toEqual([200, null]);
    await cut.close();
  });
});

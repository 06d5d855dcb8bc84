import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { Pace } from "../crawler/pace.ts";
import { findingsJson } from "../reports/report.ts";
import { rules } from "../rules/index.ts";
import { openStore } from "../store/open.ts";
import { type PostgresServer, startPostgres } from "../store/postgres-server.ts";
import type { Store } from "../store/store.ts";
import { loadPortal } from "../worker/portal-file.ts";
import { cancelPatrol, enqueuePatrol, PATROLS, UNITS } from "../worker/queue.ts";
import { openBackend, type QueueBackend } from "../worker/queue-backend.ts";
import { schedulePatrol } from "../worker/schedule.ts";
import { builtCommand } from "./built-command.ts";
import { type Bench, openBench } from "./patrol-of-fixture.ts";
import { type RedisServer, startRedis } from "./redis-server.ts";

const COMMAND = builtCommand();
const WITHOUT = (process.env.XUNCHA_TEST_WITHOUT ?? "").split(",");
/** XUNCHA_SERVICE_UNITS=all reads every unit of the portal. */
const UNITS_READ = process.env.XUNCHA_SERVICE_UNITS === "all" ? null : ["mzj", "lyj", "hbj", "swj"];

/** Real servers, a served portal, and worker processes. */
interface Service {
  readonly bench: Bench;
  readonly postgres: PostgresServer;
  readonly redis: RedisServer | null;
  readonly store: Store;
  readonly backend: QueueBackend;
  readonly workers: ChildProcess[];
  startWorker(): ChildProcess;
}

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
}, 60_000);

async function startService(
  queue: "redis" | "postgres",
  workers: number,
  portal: Parameters<typeof openBench>[0] = {},
): Promise<Service> {
  const keep = <T>(opened: T, close: (opened: T) => Promise<unknown>): T => {
    open.push(() => close(opened));
    return opened;
  };
  const bench = keep(await openBench(portal), (b) => b.close());
  const postgres = keep(await startPostgres(), (p) => p.stop());
  const redis = queue === "redis" ? keep(await startRedis(), (r) => r.stop()) : null;
  const queueUrl = redis?.url ?? postgres.url;
  const store = keep(await openStore(postgres.url), (s) => s.close());
  const backend = keep(await openBackend(queueUrl), (b) => b.close());
  const running: ChildProcess[] = [];
  open.push(() => Promise.all(running.map(killed)));
  const startWorker = () => {
    const worker = spawn(
      process.execPath,
      [
        COMMAND,
        "worker",
        "--data",
        path.join(bench.dataDir, "service"),
        "--concurrency",
        "1",
        "--lock-seconds",
        "4",
      ],
      { stdio: "ignore", env: { ...process.env, XUNCHA_QUEUE: queueUrl, XUNCHA_STORE: postgres.url } },
    );
    running.push(worker);
    return worker;
  };
  for (let n = 0; n < workers; n += 1) startWorker();
  return { bench, postgres, redis, store, backend, workers: running, startWorker };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 150_000;
  while (!(await condition().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(200);
  }
}

const finished = (store: Store, id: string) =>
  until("the patrol ends", async () => (await store.patrol(id))?.finishedAt != null);

/** findings.json but for the patrol's id and the times of fetching. */
async function findingsOf(store: Store, id: string, bench: Bench): Promise<string> {
  const result = await store.result(id);
  if (!result) throw new Error(`no result of ${id}`);
  const { portal, catalogue } = await loadPortal(bench.portalPath);
  const context = {
    rules,
    portal,
    catalogue,
    portalFacts: null,
    lang: "zh",
    timezone: portal.timezone,
  } as const;
  return findingsJson(result, context)
    .replaceAll(id, "ID")
    .replace(/"fetchedAt": "[^"]+"/g, '"fetchedAt": "…"');
}

async function emptied(backend: QueueBackend): Promise<void> {
  const counts = async (name: string) =>
    Object.values(
      await backend
        .queue(name)
        .getJobCounts("active", "waiting", "delayed", "waiting-children", "failed", "completed"),
    );
  await until("no job is left over", async () =>
    [...(await counts(UNITS)), ...(await counts(PATROLS))].every((n) => n === 0),
  );
}

async function pagesOf(file: string): Promise<string[]> {
  const pages: string[] = [];
  for await (const record of new WARCParser(createReadStream(file))) {
    await record.skipFully();
    if (record.warcType === "response" || record.warcType === "revisit")
      pages.push(record.warcTargetURI ?? "");
  }
  return pages;
}

describe.each(["redis", "postgres"] as const)("patrols from a queue on %s", (queue) => {
  const serviceTest = test.skipIf(queue === "redis" && WITHOUT.includes("redis"));

  serviceTest(
    "come to what the command line comes to, whatever is killed or restarted on the way",
    async () => {
      const service = await startService(queue, 3, { delayMs: 8 });
      const { bench, store, backend, postgres, redis, workers } = service;
      const order = { portalPath: bench.portalPath, asOf: bench.portal.asOf, onlyUnits: UNITS_READ };
      const id = await enqueuePatrol(order, "first", { backend, store });
      expect(await enqueuePatrol(order, "first", { backend, store })).toBe(id);

      await until("a unit is being read", async () => bench.portal.requests() > 30);
      const [victim] = workers;
      if (victim) await killed(victim);
      await redis?.restart();
      await until("reading goes on", async () => (await store.snapshotUnits(id)).length > 0);
      await postgres.restart();
      await finished(store, id);

      const record = await store.patrol(id);
      expect(record?.complete).toBe(true);
      const { portal } = await loadPortal(bench.portalPath);
      const expected = UNITS_READ ?? portal.units.map((unit) => unit.id);
      expect(await store.snapshotUnits(id)).toEqual([...expected].sort());
      const direct = await bench.patrol({ onlyUnits: UNITS_READ });
      expect(await findingsOf(store, id, bench)).toBe(await findingsOf(bench.store, direct.patrol.id, bench));
      const pages = await pagesOf(path.join(bench.dataDir, "service", "patrols", id, "evidence.warc.gz"));
      expect(new Set(pages).size).toBe(pages.length);
      await emptied(backend);
    },
    240_000,
  );

  serviceTest(
    "come again and again as registered, each once",
    async () => {
      const { bench, store, backend } = await startService(queue, 1);
      const everyMs = 6000;
      await schedulePatrol(backend, { portalPath: bench.portalPath, everyMs, at: null }, Date.now());
      await schedulePatrol(backend, { portalPath: bench.portalPath, everyMs, at: null }, Date.now());
      expect(await backend.queue(PATROLS).getJobSchedulersCount()).toBe(1);
      await until(
        "two patrols are over",
        async () => (await store.patrols(bench.portal.url)).filter((p) => p.finishedAt).length >= 2,
      );
      const patrols = (await store.patrols(bench.portal.url)).filter((p) => p.finishedAt);
      expect(patrols.every(({ complete }) => complete)).toBe(true);
      // While one is under way the next is left out: none overlaps another.
      const spans = patrols.map(({ startedAt, finishedAt }) => [startedAt, finishedAt ?? ""] as const).sort();
      for (const [n, [, end]] of spans.entries()) {
        const next = spans[n + 1];
        if (next) expect(next[0] >= end).toBe(true);
      }
    },
    240_000,
  );
});

test("a worker that is asked to stop gives its unit back, and another goes on", async () => {
  const { bench, store, backend, workers, startWorker } = await startService("postgres", 1, { delayMs: 20 });
  const id = await enqueuePatrol(
    { portalPath: bench.portalPath, asOf: bench.portal.asOf, onlyUnits: ["mzj"] },
    "stop",
    { backend, store },
  );
  await until("a unit is being read", async () => bench.portal.requests() > 20);
  const [worker] = workers;
  if (!worker) throw new Error("no worker");
  const closed = once(worker, "close");
  worker.kill("SIGTERM");
  expect((await closed)[0]).toBe(0);
  expect(await store.snapshotUnits(id)).toEqual([]);
  startWorker();
  await finished(store, id);
  expect((await store.patrol(id))?.complete).toBe(true);
}, 180_000);

test("a cancelled patrol ends without a judgement and leaves no job over", async () => {
  const { bench, store, backend } = await startService("postgres", 1, { delayMs: 20 });
  const order = { portalPath: bench.portalPath, asOf: bench.portal.asOf, onlyUnits: ["mzj", "lyj"] };
  const id = await enqueuePatrol(order, "cancelled", { backend, store });
  await until("a unit is being read", async () => bench.portal.requests() > 20);
  await cancelPatrol(id, store);
  await emptied(backend);
  expect(await store.patrol(id)).toMatchObject({ complete: false, counts: null });
  expect(await store.result(id)).toBeNull();
}, 180_000);

test("three workers together keep the portal file's requests a second", async () => {
  const requests: number[] = [];
  const { bench, store, backend } = await startService("postgres", 3, {
    log: () => requests.push(performance.now()),
  });
  const { readFile, writeFile } = await import("node:fs/promises");
  const text = await readFile(bench.portalPath, "utf8");
  await writeFile(bench.portalPath, text.replace(/requestsPerSecond: \d+/, "requestsPerSecond: 40"));
  const id = await enqueuePatrol(
    { portalPath: bench.portalPath, asOf: bench.portal.asOf, onlyUnits: ["mzj", "lyj", "hbj"] },
    "pace",
    { backend, store },
  );
  await until(
    "requests enough to count",
    async () => requests.length > 250 || (await store.patrol(id))?.finishedAt != null,
  );
  const [first = 0] = requests;
  for (const [n, at] of requests.entries()) {
    // Each turn is reserved 25 ms after the one before, whoever takes it; the first may have come late.
    expect(at - first).toBeGreaterThanOrEqual(n * 25 - 400);
  }
}, 180_000);

test.each(["redis", "postgres"] as const)(
  "no more requests are open at a host than the portal file allows, whichever workers make them: %s",
  async (queue) => {
    if (WITHOUT.includes(queue)) return;
    const postgres = await startPostgres();
    open.push(() => postgres.stop());
    const redis = queue === "redis" ? await startRedis() : null;
    if (redis) open.push(() => redis.stop());
    const first = await openBackend(redis?.url ?? postgres.url);
    const second = await openBackend(redis?.url ?? postgres.url);
    open.push(() => Promise.all([first.close(), second.close()]));
    const held = { now: 0, most: 0 };
    const never = new AbortController().signal;
    const paces = [first, second].map(
      ({ sharedPace }) =>
        new Pace(
          { requestsPerSecond: 1000, concurrency: 3, quietMs: () => 0, onQuiet: () => {} },
          sharedPace,
        ),
    );
    const requests = paces.flatMap((pace) =>
      Array.from({ length: 12 }, () =>
        pace.run("www.example.gov.cn", never, async () => {
          held.now += 1;
          held.most = Math.max(held.most, held.now);
          await sleep(20);
          held.now -= 1;
          return true;
        }),
      ),
    );
    expect(await Promise.all(requests)).toEqual(Array.from({ length: 24 }, () => true));
    expect(held.most).toBe(3);
    // Who ended without giving its place back does not keep it.
    const kept = await first.sharedPace.takePlace("b", 1, 60_000);
    expect(await second.sharedPace.takePlace("b", 1, 60_000)).toBeNull();
    await first.sharedPace.keepPlace("b", kept ?? "", 1);
    await sleep(50);
    expect(await second.sharedPace.takePlace("b", 1, 60_000)).not.toBeNull();
  },
  180_000,
);

test("a queue beside the store in one database leaves the store where it is, whatever the user is called", async () => {
  if (WITHOUT.includes("postgres")) return;
  const postgres = await startPostgres();
  open.push(() => postgres.stop());
  const admin = new pg.Client(postgres.url);
  await admin.connect();
  await admin.query("create role xuncha login password 'x' createdb");
  await admin.query("create database xuncha owner xuncha encoding 'UTF8' template template0");
  await admin.end();
  const url = new URL(postgres.url);
  [url.username, url.password, url.pathname] = ["xuncha", "x", "/xuncha"];
  const before = await openStore(url.href);
  const createdAt = "2016-12-31T04:00:00.000Z";
  await before.createToken({ name: "first", role: "admin", unitId: null, hash: "0".repeat(64), createdAt });
  await before.close();
  await (await openBackend(url.href)).close();
  const after = await openStore(url.href);
  expect((await after.tokens()).map(({ name }) => name)).toEqual(["first"]);
  await after.close();
});

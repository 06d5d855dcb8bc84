import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { lockFolder } from "../store/lock.ts";
import { startPostgres } from "../store/postgres-server.ts";
import { openBackend } from "../worker/queue-backend.ts";
import { schedulePatrol } from "../worker/schedule.ts";
import { builtCommand } from "./built-command.ts";
import { type Bench, openBench } from "./patrol-of-fixture.ts";
import { startRedis } from "./redis-server.ts";

const COMMAND = builtCommand();
const WITHOUT = (process.env.XUNCHA_TEST_WITHOUT ?? "").split(",");

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
}, 60_000);

function keep<T>(opened: T, close: (opened: T) => Promise<unknown>): T {
  open.push(() => close(opened));
  return opened;
}

interface Served {
  readonly url: string;
  readonly child: ChildProcess;
  api(path: string, init?: RequestInit): Promise<Response>;
}

async function serve(bench: Bench, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const child = spawn(process.execPath, [COMMAND, "serve", "--data", bench.dataDir, ...args], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, XUNCHA_PORT: "0", ...env },
  });
  keep(child, stopped);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const url = line.replace("0.0.0.0", "127.0.0.1");
  return { url, child, api: (address, init) => fetch(`${url}api/v1${address}`, init) };
}

async function stopped(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill("SIGTERM");
    await once(child, "close");
  }
  return child.exitCode;
}

const sent = (body: object, method = "POST"): RequestInit => ({
  method,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 120_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(100);
  }
}

/** What these tests look at in an answer. */
interface Told {
  readonly id: string;
  readonly type: string;
  readonly parameter: string;
  readonly data: readonly { readonly id: string; readonly evidence: readonly { readonly url: string }[] }[];
  readonly nextPatrolAt: string;
}

async function told(answer: Response | Promise<Response>): Promise<Told> {
  return (await (await answer).json()) as Told; // each test looks at what its answer has
}

/** The data of every event until the stream ends. */
async function watched({ api }: Served, id: string): Promise<{ state: string; unitsDone: number }[]> {
  const text = await (await api(`/patrols/${id}/progress`)).text();
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, data = ""]) => JSON.parse(data));
}

describe("xuncha serve --portal", () => {
  test("patrols in its own process, tells how far it is, and shows what it rests on", async () => {
    const bench = keep(await openBench(), (b) => b.close());
    const { asOf } = bench.portal;
    const served = await serve(bench, ["--portal", bench.portalPath]);
    const started = await served.api("/patrols", sent({ units: ["mzj", "lyj"], asOf }));
    expect(started.status).toBe(202);
    const patrol = await told(started);
    expect(patrol).toMatchObject({ onlyUnits: ["mzj", "lyj"], asOf, complete: null });
    const again = await served.api("/patrols", sent({}));
    expect([again.status, (await told(again)).type]).toEqual([409, "urn:xuncha:problem:patrol-running"]);

    const progress = await watched(served, patrol.id);
    expect(progress.at(-1)).toMatchObject({ state: "complete", unitsDone: 2, units: 2 });
    const list = await told(served.api(`/findings?patrol=${patrol.id}`));
    expect(list.data.length).toBeGreaterThan(0);
    const direct = await bench.patrol({ onlyUnits: ["mzj", "lyj"], fresh: true });
    const ids = (findings: readonly { readonly id: string }[]) => findings.map(({ id }) => id).sort();
    expect(ids(list.data)).toEqual(ids(direct.conclusion.result.findings));

    for (const { id, evidence } of list.data.slice(0, 10)) {
      const page = await served.api(`/findings/${id}/evidence/0`);
      expect(page.status).toBe(200);
      expect(page.headers.get("content-security-policy")).toContain("sandbox");
      const original = await fetch(evidence[0]?.url ?? "");
      expect(await page.text()).toBe(await original.text());
      expect((await served.api(`/findings/${id}/evidence/0?view=text`)).status).toBe(200);
    }
    expect(await stopped(served.child)).toBe(0);
  }, 120_000);

  test("cancels, and goes on after a restart with what was interrupted", async () => {
    const bench = keep(await openBench({ delayMs: 15 }), (b) => b.close());
    const order = sent({ units: ["mzj", "lyj"], asOf: bench.portal.asOf });
    const first = await serve(bench, ["--portal", bench.portalPath]);
    const cancelled = await told(first.api("/patrols", order));
    await until("pages are read", async () => bench.portal.requests() > 20);
    expect((await first.api(`/patrols/${cancelled.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await told(first.api(`/patrols/${cancelled.id}`))).toMatchObject({
      complete: false,
      outcomes: null,
    });
    expect((await first.api(`/patrols/${cancelled.id}`, { method: "DELETE" })).status).toBe(409);

    const before = bench.portal.requests();
    const interrupted = await told(first.api("/patrols", order));
    expect(interrupted.id).not.toBe(cancelled.id);
    await until("pages are read", async () => bench.portal.requests() > before + 20);
    expect(await stopped(first.child)).toBe(0);

    const second = await serve(bench, ["--portal", bench.portalPath]);
    const resumed = await told(second.api("/patrols", order));
    expect(resumed.id).toBe(interrupted.id);
    expect((await watched(second, resumed.id)).at(-1)?.state).toBe("complete");
  }, 120_000);

  test("starts and cancels nothing while another process patrols with the data folder", async () => {
    const bench = keep(await openBench(), (b) => b.close());
    const served = await serve(bench, ["--portal", bench.portalPath]);
    const unlock = await lockFolder(bench.dataDir);
    const answer = await served.api("/patrols", sent({ units: ["mzj"] }));
    expect([answer.status, (await told(answer)).type]).toEqual([409, "urn:xuncha:problem:patrol-running"]);
    unlock();
    const unknown = await served.api("/patrols", sent({ units: ["nobody"] }));
    expect([unknown.status, (await told(unknown)).parameter]).toEqual([400, "units"]);
    const other = await served.api("/patrols", sent({ portal: "/etc/passwd" }));
    expect([other.status, (await told(other)).parameter]).toEqual([400, "portal"]);
  }, 60_000);

  test("listens for others only where there is a token, and then asks everybody for one", async () => {
    const bench = keep(await openBench(), (b) => b.close());
    const xuncha = (...args: string[]) =>
      spawnSync(process.execPath, [COMMAND, ...args, "--data", bench.dataDir], {
        encoding: "utf8",
        env: { ...process.env, XUNCHA_HOST: "0.0.0.0", XUNCHA_PORT: "0" },
      });
    const refused = xuncha("serve");
    expect([refused.status, refused.stdout]).toEqual([2, ""]);
    expect(refused.stderr).toContain("xuncha token create");

    const created = xuncha("token", "create", "--role", "viewer", "--name", "看板");
    const token = created.stdout.trim();
    expect(token).toMatch(/^xun_[\w-]{43}$/);
    const served = await serve(bench, [], { XUNCHA_HOST: "0.0.0.0" });
    const as = (bearer: string) =>
      served.api("/findings", { headers: { authorization: `Bearer ${bearer}` } });
    expect((await served.api("/findings")).status).toBe(401);
    expect((await as(token)).status).toBe(200);
    expect(xuncha("token", "list").stdout).toContain("看板");
    expect(xuncha("token", "list").stdout).not.toContain(token);
    expect(xuncha("token", "revoke", "看板").status).toBe(0);
    expect((await as(token)).status).toBe(401);
  }, 60_000);

  test.each([
    [["token", "create"], "--role"],
    [["token", "create", "--role", "boss"], "viewer"],
    [["token", "create", "--role", "unit"], "--unit"],
    [["token", "create", "--role", "viewer", "--unit", "mzj"], "--unit"],
    [["token", "create", "--role", "viewer", "--name", ""], "--name"],
    [["token", "revoke", "nobody"], "nobody"],
    [["serve", "--portal", "nowhere.yaml"], "nowhere.yaml"],
  ])("%j ends with 2 and says why", async (args, why) => {
    const bench = keep(await openBench(), (b) => b.close());
    const { status, stderr } = spawnSync(process.execPath, [COMMAND, ...args, "--data", bench.dataDir], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain(why);
  });
});

test("xuncha serve says so while its store does not answer", async () => {
  const bench = keep(await openBench(), (b) => b.close());
  const postgres = await startPostgres();
  const served = await serve(bench, [], { XUNCHA_STORE: postgres.url });
  const status = async (call: string) => (await served.api(call)).status;
  expect(await status("/patrols")).toBe(200);
  await postgres.stop();
  expect([await status("/patrols"), await status("/findings")]).toEqual([503, 503]);
}, 60_000);

describe.each(["redis", "postgres"] as const)("xuncha serve with a queue on %s", (kind) => {
  test.skipIf(kind === "redis" && WITHOUT.includes("redis"))(
    "hands patrols to the workers and tells what comes next",
    async () => {
      const bench = keep(await openBench(), (b) => b.close());
      const postgres = keep(await startPostgres(), (p) => p.stop());
      const queue = kind === "redis" ? keep(await startRedis(), (r) => r.stop()).url : postgres.url;
      const env = { XUNCHA_QUEUE: queue, XUNCHA_STORE: postgres.url };
      const served = await serve(bench, ["--portal", bench.portalPath], env);
      const { asOf } = bench.portal;
      const { id } = await told(served.api("/patrols", sent({ units: ["mzj"], asOf })));
      const waiting = await (await fetch(`${served.url}metrics`)).text();
      expect(waiting).toContain('xuncha_queue_jobs{queue="units",state="waiting"} 1');
      expect((await fetch(`${served.url}readyz`)).status).toBe(200);

      const dropped = await told(served.api("/patrols", sent({ units: ["lyj"], asOf })));
      expect((await served.api(`/patrols/${dropped.id}`, { method: "DELETE" })).status).toBe(204);

      const worker = spawn(process.execPath, [COMMAND, "worker", "--data", bench.dataDir], {
        stdio: "ignore",
        env: { ...process.env, ...env },
      });
      keep(worker, stopped);
      expect((await watched(served, id)).at(-1)?.state).toBe("complete");
      const [finding] = (await told(served.api(`/findings?patrol=${id}`))).data;
      expect((await served.api(`/findings/${finding?.id}/evidence/0`)).status).toBe(200);
      expect((await watched(served, dropped.id)).at(-1)?.state).toBe("cancelled");

      const backend = keep(await openBackend(queue), (b) => b.close());
      const { nextAt } = await schedulePatrol(
        backend,
        { portalPath: bench.portalPath, everyMs: 3_600_000, at: null },
        Date.now(),
      );
      await bench.patrol({ onlyUnits: ["mzj"] });
      const { nextPatrolAt } = await told(served.api(`/summary?patrol=${id}`));
      expect(Math.abs(Date.parse(nextPatrolAt) - nextAt)).toBeLessThan(1000);
    },
    180_000,
  );
});

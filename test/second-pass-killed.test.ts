import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOME, listPage, STALE } from "./hostile-pages.ts";
import { writePortal } from "./hostile-patrol.ts";
import { asOf, type HostileServer, sendHtml, serveHostile } from "./hostile-server.ts";
import type { KilledOrder } from "./killed-child.ts";

const IDS = Array.from({ length: 8 }, (_, n) => `unit${n}`);
/** Units whose column fails in the first pass, each asked for twice. */
const FAILING = IDS.filter((_, n) => n % 2 === 0);

let server: HostileServer;
let folder: string;
let child: ChildProcess | null = null;
/** Path → how often it was asked for, and how often it was answered well. */
let asked = new Map<string, number>();
let answered = new Map<string, number>();
/** With which request of the second pass the patrol is killed; infinite: with none. */
let killAt = Number.POSITIVE_INFINITY;
let again = 0;
let dataDir = "";
let whole = "";

beforeAll(async () => {
  server = await serveHostile((at, response) => {
    asked.set(at, (asked.get(at) ?? 0) + 1);
    const isFailing = FAILING.some((id) => at === `/u/${id}/gzdt/`);
    if (isFailing && (asked.get(at) ?? 0) <= 2) return response.writeHead(503).end();
    if (isFailing) again += 1;
    if (isFailing && again >= killAt) {
      // Asked, and never answered. What was answered before is on record when the patrol dies.
      if (again === killAt) void onRecord().then(() => child?.kill("SIGKILL"));
      return;
    }
    answered.set(at, (answered.get(at) ?? 0) + 1);
    if (at === "/robots.txt") return response.writeHead(404).end();
    return sendHtml(asOf(response, at), at.endsWith("/gzdt/") ? listPage(STALE) : HOME);
  });
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-killed-"));
  const { code, out } = await ended(await patrolOf("whole"));
  expect(code).toBe(0);
  whole = out;
}, 60_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** Waits until the evidence's index has a second answer of each page that was answered in the second pass. */
async function onRecord(): Promise<void> {
  const [patrol = ""] = await readdir(path.join(dataDir, "patrols"));
  const index = path.join(dataDir, "patrols", patrol, "evidence.warc.gz.index");
  const due = FAILING.map((id) => `/u/${id}/gzdt/`).filter((at) => answered.has(at));
  for (;;) {
    const lines = (await readFile(index, "utf8")).split("\n").slice(0, -1);
    const records = (at: string) => lines.filter((line) => line.includes(`${at}"`)).length;
    if (due.every((at) => records(at) >= 2)) return;
    await setImmediate();
  }
}

test.each([1, 3])(
  "killed with request %i of its second pass, a patrol goes on: same findings, nothing asked again that was answered",
  async (at) => {
    killAt = at;
    const order = await patrolOf(`killed-${at}`);
    expect((await ended(order)).code).toBeNull();
    expect(FAILING.filter((id) => answered.has(`/u/${id}/gzdt/`))).toHaveLength(at - 1);

    killAt = Number.POSITIVE_INFINITY;
    const { code, out } = await ended(order);
    expect(code).toBe(0);
    expect(findingsIn(out)).toEqual(findingsIn(whole));
    expect(findingsIn(out).findings).toHaveLength(IDS.length);
    expect([...answered.values()].every((count) => count === 1)).toBe(true);
    // robots.txt, each unit's home page and column, and the front page that all of them link.
    expect(answered.size).toBe(1 + 2 * IDS.length + 1);
  },
  60_000,
);

/** A patrol of its own, whose server has forgotten all others. */
async function patrolOf(name: string): Promise<KilledOrder> {
  asked = new Map();
  answered = new Map();
  again = 0;
  dataDir = path.join(folder, name);
  await mkdir(dataDir);
  const units = IDS.map((id) => {
    const url = `${server.url}u/${id}/`;
    return { id, url, columnUrls: [`${url}gzdt/`] };
  });
  return { dataDir, portalPath: await writePortal(dataDir, units) };
}

async function ended(order: KilledOrder): Promise<{ readonly code: number | null; readonly out: string }> {
  const started = spawn(
    process.execPath,
    ["--import", "tsx", path.join(import.meta.dirname, "killed-child.ts")],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  child = started;
  const code = new Promise<number | null>((resolve) => started.on("close", resolve));
  started.stdin.end(JSON.stringify(order));
  const out = await text(started.stdout);
  return { code: await code, out };
}

/** The findings but for the patrol's id and when pages came. */
function findingsIn(out: string): { readonly findings: readonly unknown[] } {
  const { patrol } = JSON.parse(out) as { readonly patrol: { readonly id: string } };
  return JSON.parse(out.replaceAll(patrol.id, "ID").replace(/"fetchedAt":"[^"]+"/g, '"fetchedAt":""'));
}

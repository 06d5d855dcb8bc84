import { type ChildProcess, spawn } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WARCParser } from "warcio";
import { type ServedPortal, servePortal } from "../fixtures/portal/server.ts";
import { builtCommand } from "./built-command.ts";
import { checkWarc } from "./iso-28500.ts";

/** How many patrols are killed; more with XUNCHA_KILLS=20. */
const KILLS = Number(process.env.XUNCHA_KILLS ?? 5);
const COMMAND = builtCommand();

let portal: ServedPortal;
let folder: string;
let portalPath: string;
let untouched: string;
let usualMs: number;

beforeAll(async () => {
  portal = await servePortal();
  folder = await mkdtemp(path.join(tmpdir(), "xuncha-resume-"));
  portalPath = path.join(folder, "portal.yaml");
  await writeFile(portalPath, portal.portalFile);
  const started = performance.now();
  expect((await ended(patrol("untouched"))).code).toBe(0);
  usualMs = performance.now() - started;
  untouched = await findingsOf("untouched");
}, 120_000);

afterAll(async () => {
  await portal?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test(
  `killed at ${KILLS} moments and run again, a patrol comes to the same findings, no page twice`,
  async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      const name = `killed-${kill}`;
      // Spread over the whole run by a sequence that is the same each time.
      const after = usualMs * (0.1 + 0.85 * ((kill * 0.618034) % 1));
      const child = patrol(name);
      const first = ended(child);
      await Promise.race([sleep(after), first]);
      child.kill("SIGKILL");
      await first;

      const again = await ended(patrol(name));
      expect(again.code, `killed after ${Math.round(after)} ms: ${again.stderr}`).toBe(0);
      expect(await findingsOf(name), `killed after ${Math.round(after)} ms`).toBe(untouched);
      const pages = await pagesOf(path.join(folder, name, "out", "evidence.warc.gz"));
      expect(new Set(pages).size).toBe(pages.length);
      expect(checkWarc(await readFile(evidenceOf(name))).faults).toEqual([]);
      // Whatever was killed, nothing half-written lies beside the reports.
      expect((await readdir(path.join(folder, name, "out"))).sort()).toEqual([
        "evidence.warc.gz",
        "findings.json",
        "report.html",
        "summary.json",
      ]);
    }
  },
  KILLS * 60_000,
);

test("a second patrol of the same data folder says so and exits 2", async () => {
  const first = patrol("both");
  const firstEnd = ended(first);
  await sleep(usualMs / 3);
  const second = await ended(patrol("both"));
  expect(second.code).toBe(2);
  expect(second.stderr).toContain("正在被另一次巡查使用");
  expect((await firstEnd).code).toBe(0);
  expect(await findingsOf("both")).toBe(untouched);
}, 120_000);

test("asked to stop it stops, and the same command goes on", async () => {
  const first = patrol("stopped");
  const firstEnd = ended(first);
  await sleep(usualMs / 2);
  first.kill("SIGINT");
  const stopped = await firstEnd;
  expect(stopped.code).toBe(3);
  expect(stopped.stderr).toContain("同一命令再运行一次");
  const before = portal.requests();
  expect((await ended(patrol("stopped"))).code).toBe(0);
  expect(await findingsOf("stopped")).toBe(untouched);
  // What was read before is not asked again.
  expect(portal.requests() - before).toBeLessThan((await pagesOf(evidenceOf("untouched"))).length);
}, 120_000);

function patrol(name: string): ChildProcess {
  const own = path.join(folder, name);
  return spawn(
    process.execPath,
    [
      COMMAND,
      "patrol",
      portalPath,
      "--as-of",
      portal.asOf,
      "--data",
      path.join(own, "data"),
      "--out",
      path.join(own, "out"),
      // Killed where the portal is read, not where pictures are taken.
      "--render",
      "never",
      "--unit",
      "mzj",
      "--unit",
      "lyj",
      "--unit",
      "hbj",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
}

async function ended(child: ChildProcess): Promise<{ code: number | null; stderr: string }> {
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stderr };
}

const evidenceOf = (name: string) => path.join(folder, name, "out", "evidence.warc.gz");

/** findings.json but for the patrol's id and the times of fetching. */
async function findingsOf(name: string): Promise<string> {
  const text = await readFile(path.join(folder, name, "out", "findings.json"), "utf8");
  const { id } = JSON.parse(text).patrol;
  return text.replaceAll(id, "ID").replace(/"fetchedAt": "[^"]+"/g, '"fetchedAt": "…"');
}

async function pagesOf(file: string): Promise<string[]> {
  const pages: string[] = [];
  // Of an address that was gone it is asked besides, at the end, whether it still is: that is no page.
  let head = "";
  for await (const record of new WARCParser(createReadStream(file))) {
    await record.skipFully();
    if (record.warcType === "request") head = record.warcHeader("X-Xuncha-Head-Only") ?? "";
    if (record.warcType !== "response" && record.warcType !== "revisit") continue;
    pages.push(`${head}${record.warcTargetURI ?? ""}`);
    head = "";
  }
  return pages;
}

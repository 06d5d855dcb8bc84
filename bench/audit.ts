/**
 * What auditing costs: `npm run bench:audit -- [--items 10000,100000,1000000] [--pages DIR]`. A portal of 100 units with
 * 60 columns each and three years of items is concluded as a patrol does it: drift, the portal's facts, every rule,
 * findings. Beside it stands what reading one page costs, in the same run. See README.md.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadCatalogue } from "../catalogue/load.ts";
import { readArticle } from "../crawler/article-page.ts";
import { decodePage } from "../crawler/decode.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import { rules } from "../rules/index.ts";
import { concludeFrom } from "../worker/conclude.ts";
import { MADE_ON, madePortal } from "./made-portal.ts";
import { generateSite } from "./site.ts";

/** Auditing may cost so much of what gathering the same costs. */
const GOAL_SHARE = 0.1;
/** What an item costs may differ by so much between the smallest and the largest portal. */
const GOAL_GROWTH = 1.5;
const WARM_UP_ITEMS = 6_000;
/** Reading is measured until it has taken so long. */
const READ_CPU_MS = 4_000;

interface Measured {
  readonly items: number;
  readonly findings: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly readMsPerPage: number;
  readonly pages: number;
  readonly charsPerBody: number;
}

const { values } = parseArgs({
  options: {
    items: { type: "string", default: "10000,100000,1000000" },
    pages: { type: "string" },
    /** In a process of its own: its memory is counted by itself. */
    only: { type: "string" },
  },
});
process.exitCode = values.only ? await measure(Number(values.only)) : main();

function main(): number {
  const measured = values.items.split(",").map((items) => {
    const args = ["--import", "tsx", import.meta.filename, "--only", items];
    if (values.pages) args.push("--pages", values.pages);
    const { status, stdout } = spawnSync(process.execPath, args, {
      stdio: ["ignore", "pipe", "inherit"],
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(`${items} items: ended with ${status}`);
    const result = JSON.parse(stdout) as Measured; // printed by measure()
    console.log(rowOf(result));
    return result;
  });
  const costs = measured.map((of) => of.cpuMs / of.items);
  const growth = (costs.at(-1) ?? 0) / (costs[0] ?? 1);
  const share = Math.max(...measured.map(shareOf));
  console.log(
    `\nauditing takes at most ${percent(share)} of the CPU that reading the same pages takes (goal: ${percent(GOAL_SHARE)})`,
  );
  console.log(
    `an item of the largest portal costs ${growth.toFixed(2)} times one of the smallest (goal: ${GOAL_GROWTH})`,
  );
  return share <= GOAL_SHARE && growth <= GOAL_GROWTH ? 0 : 1;
}

async function measure(items: number): Promise<number> {
  const pages = pagesOf(values.pages ?? null);
  const articles = pages.map((bytes) => readArticle(new PageDocument(decodePage(bytes, null).text, null)));
  const texts = articles.flatMap(({ body }) => (body.known && body.value !== "" ? [body.value] : []));
  const readMsPerPage = readingCost(pages);
  await conclude(WARM_UP_ITEMS, texts);
  const { cpuMs, findings, items: counted } = await conclude(items, texts);
  const measured: Measured = {
    items: counted,
    findings,
    cpuMs,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    readMsPerPage,
    pages: pages.length,
    charsPerBody: texts.reduce((sum, { length }) => sum + length, 0) / texts.length,
  };
  process.stdout.write(JSON.stringify(measured));
  return 0;
}

/** Real pages of a folder; else those that bench:crawl makes. */
function pagesOf(folder: string | null): readonly Buffer[] {
  if (folder !== null) return readAll(folder);
  const made = mkdtempSync(path.join(tmpdir(), "xuncha-bench-"));
  try {
    const site = generateSite(made, 400);
    return site.pages
      .filter(({ article }) => article !== null)
      .map((page) => readFileSync(path.join(made, page.path)));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function readAll(folder: string): readonly Buffer[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.s?html?$/i.test(name),
  );
  return names.map((name) => readFileSync(path.join(folder, name)));
}

/** CPU of what every gathered page goes through at least: its digest, decoding, parsing, reading. Without network and evidence. */
function readingCost(pages: readonly Buffer[]): number {
  const readEach = () => {
    for (const bytes of pages) {
      sha256Of(bytes);
      readArticle(new PageDocument(decodePage(bytes, null).text, null));
    }
  };
  readEach();
  readEach();
  const before = process.cpuUsage();
  let rounds = 0;
  while (rounds === 0 || cpuMsSince(before) < READ_CPU_MS) {
    readEach();
    rounds += 1;
  }
  return cpuMsSince(before) / rounds / pages.length;
}

/** CPU of concluding a patrol, without that of making up what it concludes from. */
async function conclude(items: number, texts: readonly string[]) {
  const catalogue = await loadCatalogue("hubei-basic-2016", null, "zh");
  const { portal, snapshotOf, historyOf } = madePortal(catalogue, texts, items);
  let makingMs = 0;
  const made = <T>(make: () => T): Promise<T> => {
    const before = process.cpuUsage();
    const value = make();
    makingMs += cpuMsSince(before);
    return Promise.resolve(value);
  };
  const before = process.cpuUsage();
  const { result } = await concludeFrom({
    patrol: {
      id: "bench",
      portal: portal.name,
      catalogue: catalogue.id,
      asOf: `${MADE_ON}T04:00:00.000Z`,
      versions: { xuncha: "0", rules: "0", catalogue: "0" },
      onlyUnits: null,
    },
    portal,
    catalogue,
    rules,
    units: portal.units,
    visited: portal.units.map(({ id }) => id),
    snapshotOf: (id) => made(() => snapshotOf(id)),
    historyOf: (id) => made(() => historyOf(id)),
    known: [],
    earlierPortalFacts: null,
    onRuleError: (_, rule, error) => {
      throw new Error(`${rule}: ${error}`);
    },
  });
  return { cpuMs: cpuMsSince(before) - makingMs, findings: result.findings.length, items: result.items };
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function shareOf({ cpuMs, items, readMsPerPage }: Measured): number {
  return cpuMs / items / readMsPerPage;
}

function rowOf(of: Measured): string {
  return [
    `${String(of.items).padStart(9)} items`,
    `${((of.cpuMs / of.items) * 1000).toFixed(0)} µs an item`,
    `${percent(shareOf(of))} of reading its page (${of.readMsPerPage.toFixed(2)} ms; ${of.pages} pages, ${of.charsPerBody.toFixed(0)} characters a text)`,
    `${of.findings} findings`,
    `peak memory ${of.peakRssMb.toFixed(0)} MB`,
  ].join(", ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/**
 * What auditing costs: `npm run bench:audit -- [--items 10000,100000,1000000] [--pages DIR --lists DIR]`. A portal of 100 units with
 * 60 columns each and three years of items is concluded as a patrol does it: drift, the portal's facts, every rule,
 * findings. Beside it stands what reading its articles and lists costs, in the same run. See README.md.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { loadCatalogue } from "../catalogue/load.ts";
import { readArticle } from "../crawler/article-page.ts";
import { decodePage } from "../crawler/decode.ts";
import { readList } from "../crawler/list-page.ts";
import { PageDocument } from "../crawler/page-document.ts";
import { sha256Of } from "../crawler/warc-record.ts";
import { rules } from "../rules/index.ts";
import { concludeFrom } from "../worker/conclude.ts";
import { MADE_ON, madePortal } from "./made-portal.ts";
import { fileOf, generateSite, type PageTruth } from "./site.ts";

/** Auditing may cost so much of what gathering the same costs. */
const GOAL_SHARE = 0.1;
/** What an item costs may differ by so much between the smallest and the largest portal. */
const GOAL_GROWTH = 1.5;
const WARM_UP_ITEMS = 6_000;
/** Rows that a page of a list shows. */
const ROWS = 20;
/** Reading is measured until it has taken so long. */
const READ_CPU_MS = 4_000;

interface Measured {
  readonly items: number;
  readonly findings: number;
  readonly cpuMs: number;
  readonly peakRssMb: number;
  readonly columns: number;
  readonly articles: Reading;
  readonly lists: Reading;
  readonly charsPerBody: number;
}

/** CPU of reading one page, over so many different ones. */
interface Reading {
  readonly msPerPage: number;
  readonly pages: number;
}

const { values } = parseArgs({
  options: {
    items: { type: "string", default: "10000,100000,1000000" },
    pages: { type: "string" },
    lists: { type: "string" },
    /** In a process of its own: its memory is counted by itself. */
    only: { type: "string" },
  },
});
process.exitCode = values.only ? await measure(Number(values.only)) : main();

function main(): number {
  const measured = values.items.split(",").map((items) => {
    const args = ["--import", "tsx", import.meta.filename, "--only", items];
    if (values.pages) args.push("--pages", values.pages);
    if (values.lists) args.push("--lists", values.lists);
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
    `\nauditing takes at most ${percent(share)} of the CPU that reading its pages takes (goal: ${percent(GOAL_SHARE)})`,
  );
  console.log(
    `an item of the largest portal costs ${growth.toFixed(2)} times one of the smallest (goal: ${GOAL_GROWTH})`,
  );
  return share <= GOAL_SHARE && growth <= GOAL_GROWTH ? 0 : 1;
}

async function measure(items: number): Promise<number> {
  const articlePages = values.pages ? readAll(values.pages) : madePages("article");
  const listPages = values.lists ? readAll(values.lists) : madePages("list");
  const texts = articlePages.flatMap((bytes) => {
    const { body } = readArticle(documentOf(bytes));
    return body.known && body.value !== "" ? [body.value] : [];
  });
  const articles = readingCost(articlePages, (document) => readArticle(document));
  const lists = readingCost(listPages, (document) => readList(document));
  await conclude(WARM_UP_ITEMS, texts);
  const concluded = await conclude(items, texts);
  const measured: Measured = {
    ...concluded,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    articles,
    lists,
    charsPerBody: texts.reduce((sum, { length }) => sum + length, 0) / texts.length,
  };
  process.stdout.write(JSON.stringify(measured));
  return 0;
}

/** Pages of the site that bench:crawl makes. */
function madePages(kind: PageTruth["kind"]): readonly Buffer[] {
  const folder = mkdtempSync(path.join(tmpdir(), "xuncha-bench-"));
  try {
    const { pages } = generateSite(folder, 400);
    return pages.filter((page) => page.kind === kind).map((page) => readFileSync(fileOf(folder, page)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readAll(folder: string): readonly Buffer[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.s?html?$/i.test(name),
  );
  return names.map((name) => readFileSync(path.join(folder, name)));
}

function documentOf(bytes: Buffer): PageDocument {
  return new PageDocument(decodePage(bytes, null).text, null);
}

/** CPU of what every gathered page goes through at least: its digest, decoding, parsing, reading. Without network and evidence. */
function readingCost(pages: readonly Buffer[], read: (document: PageDocument) => unknown): Reading {
  const readEach = () => {
    for (const bytes of pages) {
      sha256Of(bytes);
      read(documentOf(bytes));
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
  return { msPerPage: cpuMsSince(before) / rounds / pages.length, pages: pages.length };
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
  const { findings, items: counted, columns } = result;
  return { cpuMs: cpuMsSince(before) - makingMs, findings: findings.length, items: counted, columns };
}

function cpuMsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Of reading every article, and every column's list to its end: home pages, menus and attachments are left out. */
function shareOf({ cpuMs, items, columns, articles, lists }: Measured): number {
  const listPages = Math.max(columns, items / ROWS);
  return cpuMs / (items * articles.msPerPage + listPages * lists.msPerPage);
}

function rowOf(of: Measured): string {
  const { articles, lists } = of;
  return [
    `${String(of.items).padStart(9)} items in ${of.columns} columns`,
    `${((of.cpuMs / of.items) * 1000).toFixed(0)} µs an item`,
    `${percent(shareOf(of))} of reading (articles ${articles.msPerPage.toFixed(2)} ms, ${articles.pages} pages, ${of.charsPerBody.toFixed(0)} characters a text; lists ${lists.msPerPage.toFixed(2)} ms, ${lists.pages} pages)`,
    `${of.findings} findings`,
    `peak memory ${of.peakRssMb.toFixed(0)} MB`,
  ].join(", ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
